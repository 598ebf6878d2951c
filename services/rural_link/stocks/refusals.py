"""How rural_link says no about what leaves a lot."""

from __future__ import annotations

from contracts.refused import Refused


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


class AppraisedAbovePrice(Refused):
    """A gift of one's own goods counts at cost; more than the price is certainly no cost (rulebook §2)."""

    code = "rural_link.appraised_above_price"
    zh = "自产产品按成本估价，不能高于售价（{most}）。"
    en = "Own produce is appraised at cost, which cannot exceed its price ({most})."
