"""How rural_link says no about what leaves a lot."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class OutflowIdTaken(Refused):
    """The id names another outflow or count."""

    code = "rural_link.outflow_id_taken"
    zh = "这个编号已经用于另一条记录。"
    en = "This id is already used for another record."


class DonationIdTaken(Refused):
    """The id names another donation."""

    code = "rural_link.donation_id_taken"
    zh = "这个编号已经用于另一笔捐赠。"
    en = "This id is already used for another donation."


class CostAbovePrice(Refused):
    """A gift of one's own goods counts at cost, and no cost exceeds the price (rulebook §2)."""

    code = "rural_link.cost_above_price"
    zh = "自产产品按成本计，最多 {most}。"
    en = "Own produce counts at cost: at most {most}."


class AcceptingOwnOffer(Refused):
    """Whoever offers a gift does not accept it: a gift earns points."""

    code = "rural_link.accepting_own_offer"
    kind = Kind.FORBIDDEN
    zh = "捐赠须由另一个人接收。"
    en = "Somebody else has to accept the gift."
