"""How points become goods and services, step by step, each with its time limit (rulebook §8).

    QUOTED ─► POINTS_HELD ─► RESERVED ─► ASKED ─► HELD ─► FULFILLED ─► DISPUTED ─► REFUNDED
       │           │             │         │ └─────►│ (listed: at once)    └──────► FULFILLED
       └───────────┴─────────────┴─────────┴────────┴─► LAPSED | CANCELLED | DECLINED

Every step is a transaction of its own. Repeated it answers what is there, out of order it is refused by name, and what is not carried on
in time lapses: whatever the redemption had set aside until then is freed. How long a step may take, the council's numbers say that
hold when it begins.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import RedemptionState as State
from services.points.rate_cards.rules import Rulebook
from services.points.redemptions import refusals
from services.points.redemptions.offers import Item

RESUMED_AFTER = timedelta(minutes=1)
TRIES_MAX = 5

OPEN = frozenset({State.QUOTED, State.POINTS_HELD, State.RESERVED, State.ASKED, State.HELD})
WITH_POINTS = OPEN - {State.QUOTED}
WITH_STOCK = WITH_POINTS - {State.POINTS_HELD}
HANDED_OVER = frozenset({State.FULFILLED, State.DISPUTED, State.REFUNDED})


@dataclass(frozen=True, kw_only=True)
class Redemption:
    """Points on their way, `price` and `refunded` in centi-points. What the one-time code is, nobody keeps: `codes.code_of` says it again.

    `expires_at` is when the present step's time is over; `ended_at` when it was fulfilled or ended otherwise.
    """

    redemption_id: str
    item_id: str
    provider_id: PartyId
    party_id: PartyId
    household_id: PartyId | None = None
    price: int
    state: State
    begun_at: datetime
    moved_at: datetime
    expires_at: datetime
    slot_at: datetime | None = None
    tries: int = 0
    ended_at: datetime | None = None
    ended_by: PartyId | None = None
    reason: str | None = None
    refunded: int = 0
    version: int = 1

    @property
    def tries_left(self) -> int:
        """How many more codes may be tried."""
        return max(0, TRIES_MAX - self.tries)

    def same_as(self, other: Redemption) -> bool:
        """Was the other one asked for with the same content?"""
        mine, its = ((it.redemption_id, it.item_id, it.party_id, it.price, it.slot_at) for it in (self, other))
        return mine == its


def quote_until(slot_at: datetime | None, *, at: datetime, rulebook: Rulebook) -> datetime:
    """Ten minutes by the rulebook, and never beyond the time of the service."""
    return _by(at + timedelta(minutes=rulebook.quote_minutes), slot_at)


def reserve_until(slot_at: datetime | None, *, at: datetime, rulebook: Rulebook) -> datetime:
    """A quarter of an hour by the rulebook, and never beyond the time of the service."""
    return _by(at + timedelta(minutes=rulebook.stock_minutes), slot_at)


def hold(redemption: Redemption, *, at: datetime, rulebook: Rulebook) -> Redemption | None:
    """Step 2; None if it was taken before. Refuses QuoteLapsed, and as `check_open`."""
    if redemption.state is State.QUOTED and at >= redemption.expires_at:
        raise refusals.QuoteLapsed
    check_open(redemption, at=at)
    if redemption.state is not State.QUOTED:
        return None
    return _moved(redemption, State.POINTS_HELD, at=at, until=hold_until(redemption.slot_at, at=at, rulebook=rulebook))


def reserve(redemption: Redemption, *, at: datetime, rulebook: Rulebook) -> Redemption | None:
    """Step 3; None if it was taken before. Refuses StepOutOfOrder, and as `check_open`."""
    check_open(redemption, at=at)
    if redemption.state is State.QUOTED:
        raise refusals.StepOutOfOrder(state=redemption.state.value)
    if redemption.state is not State.POINTS_HELD:
        return None
    until = reserve_until(redemption.slot_at, at=at, rulebook=rulebook)
    return _moved(redemption, State.RESERVED, at=at, until=until)


def ask(redemption: Redemption, item: Item, *, at: datetime, rulebook: Rulebook) -> Redemption | None:
    """Step 4; None if it was taken before: accepted at once if it is listed, else asked and waited for, by the rulebook 24 hours. Refuses as `reserve`."""
    check_open(redemption, at=at)
    if redemption.state in {State.QUOTED, State.POINTS_HELD}:
        raise refusals.StepOutOfOrder(state=redemption.state.value)
    if redemption.state is not State.RESERVED:
        return None
    if item.asks_provider:
        until = _by(at + timedelta(hours=rulebook.provider_hours), redemption.slot_at)
        return _moved(redemption, State.ASKED, at=at, until=until)
    return _moved(redemption, State.HELD, at=at, until=hold_until(redemption.slot_at, at=at, rulebook=rulebook))


def accept(redemption: Redemption, *, at: datetime, rulebook: Rulebook) -> Redemption | None:
    """The provider will; None if it has said so before. Refuses StepOutOfOrder, and as `check_open`.

    Goods that the provider had to be asked for are not fetched within a quarter of an hour of an answer that may come at night.
    """
    check_open(redemption, at=at)
    if redemption.state is State.HELD:
        return None
    if redemption.state is not State.ASKED:
        raise refusals.StepOutOfOrder(state=redemption.state.value)
    late = timedelta(hours=rulebook.after_slot_hours)
    fetched = at + timedelta(hours=rulebook.fetch_hours)
    until = fetched if redemption.slot_at is None else redemption.slot_at + late
    return _moved(redemption, State.HELD, at=at, until=until)


def decline(redemption: Redemption, *, by: PartyId, reason: str, at: datetime) -> Redemption:
    """The provider cannot. Refuses StepOutOfOrder unless it was asked, and as `check_open`."""
    check_open(redemption, at=at)
    if redemption.state is not State.ASKED:
        raise refusals.StepOutOfOrder(state=redemption.state.value)
    return ended(redemption, State.DECLINED, at=at, by=by, reason=reason)


def paid_from(lots: Iterable[tuple[date, int]], price: int) -> tuple[list[tuple[date, int]], int]:
    """Which lots a price would be taken from, given as (last day, free centi-points) in the order of lapsing, and what is missing."""
    taken: dict[date, int] = {}
    left = price
    for expires_on, free in lots:
        part = min(free, left)
        if part > 0:
            taken[expires_on] = taken.get(expires_on, 0) + part
            left -= part
    return list(taken.items()), left


def hold_until(slot_at: datetime | None, *, at: datetime, rulebook: Rulebook) -> datetime:
    """By the rulebook goods wait 15 minutes, services until two hours after their time."""
    if slot_at is None:
        return at + timedelta(minutes=rulebook.hold_minutes)
    return slot_at + timedelta(hours=rulebook.after_slot_hours)


def check_open(redemption: Redemption, *, at: datetime) -> None:
    """Refuse by name what has ended: each redemption ends once. Late is lapsed, even before the sweep.

    Refuses AlreadyFulfilled, AlreadyCancelled, AlreadyDeclined, Lapsed.
    """
    if redemption.state in HANDED_OVER:
        raise refusals.AlreadyFulfilled
    if redemption.state is State.CANCELLED:
        raise refusals.AlreadyCancelled
    if redemption.state is State.DECLINED:
        raise refusals.AlreadyDeclined
    if redemption.state is State.LAPSED or at >= redemption.expires_at:
        raise refusals.Lapsed


def check_code_told(redemption: Redemption, *, at: datetime) -> None:
    """Refuse StepOutOfOrder before the provider has accepted, and as `check_open`."""
    check_open(redemption, at=at)
    if redemption.state is not State.HELD:
        raise refusals.StepOutOfOrder(state=redemption.state.value)


def try_code(redemption: Redemption, *, right: bool, by: PartyId, at: datetime) -> Redemption:
    """Fulfilled if the code was right; otherwise one try is used up. Refuses as `check_code_told`, and CodeLocked after five."""
    check_code_told(redemption, at=at)
    if redemption.tries_left == 0:
        raise refusals.CodeLocked
    if not right:
        return replace(redemption, tries=redemption.tries + 1)
    return ended(redemption, State.FULFILLED, at=at, by=by)


def cancel(redemption: Redemption, *, by: PartyId, reason: str, at: datetime) -> Redemption:
    """Given up; points and stock are free again. Refuses as `check_open`."""
    check_open(redemption, at=at)
    return ended(redemption, State.CANCELLED, at=at, by=by, reason=reason)


def ended(
    redemption: Redemption, state: State, *, at: datetime, by: PartyId | None = None, reason: str | None = None
) -> Redemption:
    """At its end."""
    return replace(redemption, state=state, moved_at=at, ended_at=at, ended_by=by, reason=reason)


def _by(at: datetime, slot_at: datetime | None) -> datetime:
    return min(at, slot_at or at)


def _moved(redemption: Redemption, state: State, *, at: datetime, until: datetime) -> Redemption:
    return replace(redemption, state=state, moved_at=at, expires_at=until)
