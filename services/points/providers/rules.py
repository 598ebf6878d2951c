"""May a provider start something new: a pure decision (rulebook §17, rights by status)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from contracts.kinds import PartyId
from contracts.merchants.ids import MemberId
from services.points.providers import refusals

BEFORE_VERSIONS = 0
"""The version of a standing that was told without one: any other is later."""


class Standing(StrEnum):
    """Where a member of the alliance stands, as far as it matters here: a warned one keeps all its rights."""

    ADMITTED = "admitted"
    SUSPENDED = "suspended"
    EXPELLED = "expelled"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, kw_only=True)
class Membership:
    """One membership of a provider. Whoever left may come back as another member."""

    member_id: MemberId
    party_id: PartyId
    standing: Standing
    suspended_until: date | None = None
    member_version: int = BEFORE_VERSIONS

    def bars(self, on: date) -> bool:
        """Does it keep the provider from what is new? A suspension does until its day has come, reinstated or not."""
        if self.suspended_until is not None:
            return on < self.suspended_until
        return self.standing is not Standing.ADMITTED


def check_may_begin(memberships: Sequence[Membership], *, on: date) -> None:
    """Refuse ProviderSuspended, ProviderLeft unless one of the memberships is good; who never was a member is no member's equal here: free."""
    if not all(one.bars(on) for one in memberships):
        return
    until = max((one.suspended_until for one in memberships if one.suspended_until is not None), default=None)
    if until is not None:
        raise refusals.ProviderSuspended(until=until.isoformat())
    if memberships:
        raise refusals.ProviderLeft
