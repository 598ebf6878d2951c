"""Why a merchant begins nothing new."""

from __future__ import annotations

from contracts.refused import Refused


class NotInStanding(Refused):
    """A merchant that is suspended, expelled or has withdrawn honours what is agreed and agrees to nothing new (rulebook §17)."""

    code = "pledges.merchant_not_in_standing"
    zh = "该商户目前被暂停资格或已不在善商联盟：已签的协议照常履行，暂不能签订新的协议。"
    en = "This merchant is suspended or has left the alliance: it honours what is agreed and agrees to nothing new."
