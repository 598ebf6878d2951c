"""How round-ups are refused; a single bad one is named in the answer instead (`rules.trouble`)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ShopNeeded(Refused):
    """Only an organisation forwards round-ups."""

    code = "roundups.shop_needed"
    kind = Kind.INVALID
    zh = "只有机构（商家）可以代转零钱捐赠。"
    en = "Only an organisation forwards round-ups."


class BatchNotFound(NotFound):
    """There is no such batch in this community."""

    code = "roundups.batch_not_found"
    zh = "没有找到这批零钱捐赠。"
    en = "There is no such batch of round-ups."
