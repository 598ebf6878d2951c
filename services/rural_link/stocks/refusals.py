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


class AppraisedAboveCost(Refused):
    """A gift of one's own goods counts at cost, and no cost exceeds the price (rulebook §2)."""

    code = "rural_link.appraised_above_cost"
    zh = "自产产品按成本估价，最多 {most}。"
    en = "Own produce is appraised at cost: at most {most}."


class AcceptingOwnOffer(Refused):
    """Whoever offers a gift does not accept it: a gift earns points."""

    code = "rural_link.accepting_own_offer"
    kind = Kind.FORBIDDEN
    zh = "捐赠须由另一个人接收和估价。"
    en = "Somebody else has to accept and appraise the gift."


class AcceptedAlready(Refused):
    """The gift was accepted with another appraisal."""

    code = "rural_link.donation_already_accepted"
    zh = "这笔捐赠已经接收。"
    en = "This donation was accepted before."
