"""Why a provider offers nothing new (rulebook §17)."""

from __future__ import annotations

from contracts.refused import Refused


class ProviderSuspended(Refused):
    """A suspended merchant honours what is outstanding and starts nothing new (rulebook §17)."""

    code = "points.provider_suspended"
    zh = "该商户已被暂停资格（至 {until}）：已有的兑换照常履行，暂不受理新的兑换和新的兑换品。"
    en = "This merchant is suspended until {until}: it honours what is outstanding and starts nothing new."


class ProviderLeft(Refused):
    """A merchant that was expelled or has withdrawn honours what is outstanding and starts nothing new (rulebook §17)."""

    code = "points.provider_left"
    zh = "该商户已不在善商联盟：已有的兑换照常履行，不再受理新的兑换和新的兑换品。"
    en = "This merchant has left the alliance: it honours what is outstanding and starts nothing new."
