"""How a member's standing moves (rulebook §17): pure, one table of moves."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from contracts.kinds import PartyId
from contracts.merchants.answers import Permit
from contracts.merchants.ids import Category, MemberId, MemberStatus, PermitKind
from services.merchants.members.rules.refusals import (
    CheckedByEnterer,
    PermitExpired,
    PermitMissing,
    SuspensionTooLong,
    VoteNotCarried,
    WrongStatus,
)

SUSPENSION_DAYS_MAX = 90
S = MemberStatus

GONE = frozenset({S.EXPELLED, S.WITHDRAWN})
ADMITTED = frozenset({S.PLAQUED, S.ACTIVE, S.WARNED, S.REINSTATED})
"""Who may start something new: a warned member keeps all rights."""
PLAQUE_HANGS = ADMITTED | {S.SUSPENDED}


class Move(StrEnum):
    """A step of a member's standing."""

    APPLY = "apply"
    VERIFY = "verify"
    SIGN = "sign"
    PLAQUE = "plaque"
    ACTIVATE = "activate"
    WARN = "warn"
    CLEAR = "clear"
    SUSPEND = "suspend"
    REINSTATE = "reinstate"
    EXPEL = "expel"
    WITHDRAW = "withdraw"


MOVES: Mapping[Move, tuple[frozenset[MemberStatus], MemberStatus]] = {
    Move.VERIFY: (frozenset({S.APPLIED}), S.VERIFIED),
    Move.SIGN: (frozenset({S.VERIFIED}), S.SIGNED),
    Move.PLAQUE: (frozenset({S.SIGNED}), S.PLAQUED),
    Move.ACTIVATE: (frozenset({S.PLAQUED}), S.ACTIVE),
    Move.WARN: (frozenset({S.ACTIVE, S.REINSTATED}), S.WARNED),
    Move.CLEAR: (frozenset({S.WARNED}), S.ACTIVE),
    Move.SUSPEND: (frozenset({S.WARNED}), S.SUSPENDED),
    Move.REINSTATE: (frozenset({S.SUSPENDED}), S.REINSTATED),
    Move.EXPEL: (frozenset({S.SUSPENDED}), S.EXPELLED),
    Move.WITHDRAW: (frozenset(S) - GONE, S.WITHDRAWN),
}
NEEDED = {Category.FOOD: (PermitKind.BUSINESS_LICENCE, PermitKind.FOOD_PERMIT)}
ALWAYS_NEEDED = (PermitKind.BUSINESS_LICENCE,)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A merchant of the alliance, or on its way there or out of it."""

    member_id: MemberId
    party_id: PartyId
    shop_name: str
    licence: str
    category: Category
    permits: tuple[Permit, ...]
    status: MemberStatus = S.APPLIED
    suspended_until: date | None = None
    plaque_serial: str | None = None
    plaqued_on: date | None = None
    applied_on: date
    entered_by: PartyId
    verified_by: PartyId | None = None
    version: int = 1

    @property
    def admitted(self) -> bool:
        """May it enrol dishes and start other new things?"""
        return self.status in ADMITTED

    def applied_with(self) -> tuple[object, ...]:
        """What the application said; a repetition says the same."""
        return (self.member_id, self.party_id, self.shop_name, self.licence, self.category, self.permits)


def move(member: Member, step: Move) -> Member:
    """The member after the step. Refuses WrongStatus."""
    allowed, status = MOVES[step]
    if member.status not in allowed:
        raise WrongStatus(status=member.status.value)
    return replace(member, status=status, suspended_until=None)


def verify(member: Member, *, by: PartyId, on: date, selves: Collection[PartyId]) -> Member:
    """The member with its papers found valid. `selves`: all identities of who verifies.

    Refuses WrongStatus, CheckedByEnterer, PermitMissing, PermitExpired.
    """
    verified = move(member, Move.VERIFY)
    if member.entered_by in {by, *selves}:
        raise CheckedByEnterer
    for kind in NEEDED.get(member.category, ALWAYS_NEEDED):
        if kind not in {permit.kind for permit in member.permits}:
            raise PermitMissing(kind=kind.value)
    for permit in member.permits:
        if permit.valid_until is not None and permit.valid_until < on:
            raise PermitExpired(kind=permit.kind.value)
    return replace(verified, verified_by=by)


def plaque(member: Member, *, serial: str, on: date) -> Member:
    """The member with its plaque. Refuses WrongStatus."""
    return replace(move(member, Move.PLAQUE), plaque_serial=serial, plaqued_on=on)


def suspend(member: Member, *, until: date, on: date) -> Member:
    """The member suspended, at most 90 days. Refuses WrongStatus, SuspensionTooLong."""
    suspended = move(member, Move.SUSPEND)
    if not on < until <= on + timedelta(days=SUSPENSION_DAYS_MAX):
        raise SuspensionTooLong(days=SUSPENSION_DAYS_MAX)
    return replace(suspended, suspended_until=until)


def expel(member: Member, *, entitled: int, votes_for: int, votes_against: int) -> Member:
    """The member expelled by the alliance: half of the entitled voted, two thirds of them for it. Refuses WrongStatus, VoteNotCarried."""
    votes = votes_for + votes_against
    if not entitled <= 2 * votes <= 2 * entitled or 3 * votes_for < 2 * votes:
        raise VoteNotCarried
    return move(member, Move.EXPEL)
