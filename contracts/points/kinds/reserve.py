"""The closed lists of the reserve."""

from __future__ import annotations

from enum import StrEnum


class ReserveKind(StrEnum):
    """From where value may come that stands behind points (rulebook §6).

    The list is closed and has no donation in it: what was given to a charity fund, restricted or not, never pays for redemptions [law].
    """

    PLEDGED_GOODS = "pledged_goods"  # A merchant's signed pledge of goods, at cost.
    PLEDGED_SERVICE = "pledged_service"  # A signed pledge of service or places, at cost.
    COMPANY_BUDGET = "company_budget"  # A company's own money, earmarked for redemptions by agreement.
    PUBLIC_BUDGET = "public_budget"  # Public money whose approval names redemptions as its use.
    OPERATING_INCOME = "operating_income"  # Income of the community's own stalls and services.


class ReserveSourceState(StrEnum):
    """A source counts from its approval by a second person until it ends."""

    RECORDED = "recorded"
    APPROVED = "approved"
    REJECTED = "rejected"
    ENDED = "ended"


class Band(StrEnum):
    """How well points are covered: green from 1.0 on, amber from 0.8 on, red below (rulebook §6)."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
