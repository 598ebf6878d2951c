"""What goes into the mutual-aid pool and who gets something out of it (rulebook §4).

The pool is an account without lots: what is in it lapses no more, and it is never negative. What it grants can be used for six months,
or as many as the council set, to the end of the month as any lot, which is never longer than what anybody earns lasts: it is meant for
what is needed now. It may be redeemed or given back, but not moved to other persons, and it is no work for a fee reward.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.kinds import PartyKind, PoolGrantState, PoolReason
from services.points.parties.rules import Hand, Party
from services.points.pool import refusals


@dataclass(frozen=True, kw_only=True)
class Gift:
    """Centi-points that somebody gave to the pool."""

    gift_id: str
    party_id: PartyId
    sp: int
    given_at: datetime


@dataclass(frozen=True, kw_only=True)
class PoolGrant:
    """Centi-points from the pool for somebody who cannot earn, proposed by one and decided by another."""

    grant_id: str
    party_id: PartyId
    sp: int
    reason: PoolReason
    state: PoolGrantState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    expires_on: date | None = None
    because: str | None = None
    version: int = 1

    def same_as(self, other: PoolGrant) -> bool:
        """Was the other one proposed with the same content?"""
        return (self.grant_id, self.party_id, self.sp, self.reason, self.proposed_by) == (
            other.grant_id,
            other.party_id,
            other.sp,
            other.reason,
            other.proposed_by,
        )


def check_proposal(receiver: Party, *, by: Hand) -> None:
    """Refuse PersonsOnly, OwnPoolGrant."""
    if receiver.kind is not PartyKind.PERSON:
        raise refusals.PersonsOnly
    if by.close_to(receiver):
        raise refusals.OwnPoolGrant


def grant(proposed: PoolGrant, receiver: Party, *, by: Hand, room: int, expires_on: date) -> PoolGrant:
    """Granted by another person. Refuses PoolGrantDecided, OwnPoolGrant, NoRoom: the cap of spendable points holds here too."""
    _check_decision(proposed, receiver, by=by)
    if proposed.sp > room:
        raise refusals.NoRoom
    return replace(
        proposed, state=PoolGrantState.GRANTED, decided_by=by.party_id, decided_at=by.at, expires_on=expires_on
    )


def decline(proposed: PoolGrant, receiver: Party, *, by: Hand, because: str) -> PoolGrant:
    """Declined by another person, with a reason. Refuses PoolGrantDecided, OwnPoolGrant."""
    _check_decision(proposed, receiver, by=by)
    return replace(proposed, state=PoolGrantState.DECLINED, decided_by=by.party_id, decided_at=by.at, because=because)


def _check_decision(proposed: PoolGrant, receiver: Party, *, by: Hand) -> None:
    if proposed.state is not PoolGrantState.PROPOSED:
        raise refusals.PoolGrantDecided
    if by.concerned(proposed.proposed_by) or by.close_to(receiver):
        raise refusals.OwnPoolGrant
