"""What may be said of something fulfilled, when, and who decides: pure decisions (rulebook §8, step 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from chassis.clock import civil_day
from contracts.kinds import PartyId
from contracts.points.answers import RateCard
from contracts.points.kinds import DisputeState
from contracts.points.kinds import RedemptionState as State
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import rulebook_on
from services.points.redemptions import refusals
from services.points.redemptions.rules import HANDED_OVER, Redemption


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What the person thought of it."""

    redemption_id: str
    stars: int
    comment: str | None
    rated_by: PartyId
    rated_at: datetime


@dataclass(frozen=True, kw_only=True)
class Dispute:
    """A complaint; `refund` in centi-points, zero unless it was upheld."""

    redemption_id: str
    provider_id: PartyId
    party_id: PartyId
    state: DisputeState = DisputeState.OPEN
    reason: str
    opened_at: datetime
    refund: int = 0
    decision: str | None = None
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    version: int = 1


def rate(redemption: Redemption, known: Rating | None, wanted: Rating, *, cards: Sequence[RateCard]) -> bool:
    """Is it new? False if the same was said before. Refuses NotFulfilled, FeedbackOver, AlreadyRated."""
    if known is not None:
        if (known.stars, known.comment) != (wanted.stars, wanted.comment):
            raise refusals.AlreadyRated
        return False
    _check_in_time(redemption, at=wanted.rated_at, cards=cards)
    return True


def repeated(known: Dispute, *, reason: str) -> Dispute:
    """The complaint that was made before. Refuses AlreadyDisputed if it said something else."""
    if known.reason != reason:
        raise refusals.AlreadyDisputed
    return known


def in_dispute(redemption: Redemption, *, at: datetime, cards: Sequence[RateCard]) -> Redemption:
    """Disputed from now on. Refuses NotFulfilled, FeedbackOver."""
    _check_in_time(redemption, at=at, cards=cards)
    return replace(redemption, state=State.DISPUTED, moved_at=at)


def check_not_involved(redemption: Redemption, *, by: Hand, persons: Iterable[Party]) -> None:
    """Refuse OwnDispute to the person, the provider's people, who handed it over, and everybody of their household, organisation or identity."""
    if by.concerned(redemption.provider_id) or any(by.close_to(person) for person in persons):
        raise refusals.OwnDispute


def refund_of(redemption: Redemption, *, upheld: bool, refund: int | None) -> int:
    """What comes back, in centi-points: what was named, or all of it. Refuses RefundUnfit."""
    if not upheld:
        if refund is not None:
            raise refusals.RefundUnfit
        return 0
    amount = redemption.price if refund is None else refund
    if not 0 < amount <= redemption.price:
        raise refusals.RefundUnfit
    return amount


def decide(dispute: Dispute, *, refund: int, decision: str, by: Hand) -> Dispute | None:
    """Decided; None if it was decided so before by the same person. Refuses DisputeDecidedBefore."""
    state = DisputeState.UPHELD if refund else DisputeState.REJECTED
    if dispute.state is not DisputeState.OPEN:
        mine = (state, refund, decision, by.party_id)
        if (dispute.state, dispute.refund, dispute.decision, dispute.decided_by) != mine:
            raise refusals.DisputeDecidedBefore
        return None
    return replace(dispute, state=state, refund=refund, decision=decision, decided_by=by.party_id, decided_at=by.at)


def after(redemption: Redemption, *, refund: int, at: datetime) -> Redemption:
    """The redemption after its complaint was decided: refunded, in part or whole, or fulfilled as before."""
    state = State.REFUNDED if refund else State.FULFILLED
    return replace(redemption, state=state, refunded=refund, moved_at=at)


def _check_in_time(redemption: Redemption, *, at: datetime, cards: Sequence[RateCard]) -> None:
    if redemption.state not in HANDED_OVER or redemption.ended_at is None:
        raise refusals.NotFulfilled
    # The time begins when it is handed over: seven days by the rulebook.
    days = rulebook_on(cards, on=civil_day(redemption.ended_at)).feedback_days
    if at > redemption.ended_at + timedelta(days=days):
        raise refusals.FeedbackOver(days=days)
