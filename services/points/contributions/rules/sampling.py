"""The five per cent that are looked at again: a sample that anybody can draw again and nobody can choose (rulebook §3).

The seed is the hash of the ledger's chain after everything that was settled in the month has been sealed, and the month's name. Whoever
settles a contribution cannot know it, and whoever draws cannot change it: both, and the list that was drawn from, are published.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.kinds import RecheckState
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import Near, check_third_hand, involved
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import Rulebook


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What a month's sample was drawn with: the chain's last link after its end, how many contributions, how many of them."""

    period: str
    seal_number: int
    seal_hash: str
    population: int
    drawn: int
    drawn_at: datetime


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """One contribution that was drawn. Failed, its reversal is proposed, and a second person agrees."""

    contribution_id: str
    period: str
    state: RecheckState
    checked_by: PartyId | None = None
    checked_at: datetime | None = None
    reason: str | None = None
    agreed_by: PartyId | None = None
    agreed_at: datetime | None = None
    version: int = 1


def seed(*, seal_hash: str, period: str) -> str:
    """The seed of a month: SHA-256 of "<hash> <month>", in hex."""
    return hashlib.sha256(f"{seal_hash} {period}".encode()).hexdigest()


def sample(contribution_ids: Collection[str], *, seed: str, rulebook: Rulebook) -> list[str]:
    """Five per cent, or what the council set, rounded up: those whose SHA-256 of "<seed> <id>" comes first."""
    count = -(-len(contribution_ids) * rulebook.sample_percent // 100)
    return sorted(contribution_ids, key=lambda one: hashlib.sha256(f"{seed} {one}".encode()).hexdigest())[:count]


def month_of(period: str) -> tuple[date, date]:
    """The first day of a month, and of the next."""
    first = date.fromisoformat(f"{period}-01")
    return first, date(first.year + first.month // 12, first.month % 12 + 1, 1)


def check(recheck: Recheck, claim: Claim, *, by: Hand, near: Near, passed: bool, reason: str) -> Recheck:
    """The result, by somebody who had no hand in it. Refuses AlreadyRechecked, OwnContribution, ApprovingOwnConfirmation, TooClose."""
    if recheck.state is not RecheckState.OPEN:
        raise refusals.AlreadyRechecked
    check_third_hand(claim, by=by, near=near)
    if by.concerned(*involved(claim, more=near.appraisers)):
        raise refusals.OwnContribution
    state = RecheckState.PASSED if passed else RecheckState.FAILED
    return replace(recheck, state=state, checked_by=by.party_id, checked_at=by.at, reason=reason)


def agree(recheck: Recheck, claim: Claim, *, by: Hand, near: Near) -> Recheck:
    """A second person, not involved either, agrees that what failed is taken back.

    Refuses RecheckNotFailed, OwnContribution, ApprovingOwnConfirmation, TooClose.
    """
    if recheck.state is not RecheckState.FAILED:
        raise refusals.RecheckNotFailed
    check_third_hand(claim, by=by, near=near)
    if by.concerned(*involved(claim, more=near.appraisers), recheck.checked_by):
        raise refusals.OwnContribution
    return replace(recheck, state=RecheckState.AGREED, agreed_by=by.party_id, agreed_at=by.at)
