"""What a provider's month comes to, and who may say so: pure decisions (rulebook §8, step 7).

Every line counts in both units: the points that were spent, and the agreed cost in fen. Which of them the provider gets is its choice for the
month. What a dispute undoes after the settlement is taken back at once where it was value or points, and is a line below zero in the next
settlement where it was money; if a month comes to less than zero, nothing is paid and the rest is carried on: no provider is ever asked for money.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from chassis.clock import CIVIL
from contracts.kinds import PartyId
from contracts.points.kinds import SettlementChoice as Choice
from contracts.points.kinds import SettlementLineKind as Kind
from contracts.points.kinds import SettlementState as State
from services.points.parties.rules import Hand
from services.points.settlements import refusals

IN_KIND = frozenset({Choice.WAIVE, Choice.RECYCLE})
"""What is not paid in money can be taken back at once (rulebook §5): nobody is asked for money."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One piece of a settlement, `sp` in centi-points and `fen`; its id says what it is about, so that nothing is settled twice."""

    line_id: str
    kind: Kind
    reference: str
    sp: int
    fen: int


@dataclass(frozen=True, kw_only=True)
class Totals:
    """What lines come to. `left_*` (zero or below) is carried to the next month."""

    reimbursed: int = 0
    waived: int = 0
    recycled: int = 0
    left_fen: int = 0
    left_sp: int = 0


@dataclass(frozen=True, kw_only=True)
class Settlement:
    """One provider's month, in fen and centi-points. `digest` is over the lines it was prepared with."""

    settlement_id: str
    provider_id: PartyId
    month: str
    choice: Choice
    state: State
    lines: int
    digest: str
    sp: int
    reimbursed: int
    waived: int
    recycled: int
    carried_fen: int
    carried_sp: int
    left_fen: int
    left_sp: int
    prepared_by: PartyId
    prepared_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    version: int = 1


@dataclass(frozen=True, kw_only=True)
class Undone:
    """What a provider had got for a redemption in kind, and what of it was taken back when the redemption was refunded.

    It is the `sequence`-th that is taken out of its settlement, so that (settlement, reason, sequence) is its key (rulebook §5). `sp` in centi-points and `fen` of what was waived came out of its settlement; `left_sp` and `left_fen` it had never got, because they
    paid off something older: they are a line below zero in its next settlement.
    """

    redemption_id: str
    settlement_id: str
    sequence: int
    provider_id: PartyId
    sp: int
    fen: int
    left_sp: int
    left_fen: int
    undone_at: datetime


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """How a provider wants a month to be settled."""

    choice_id: str
    provider_id: PartyId
    month: str
    choice: Choice
    chosen_by: PartyId
    chosen_at: datetime
    version: int = 1


def choice_id(provider_id: PartyId, month: str) -> str:
    """The id of a provider's choice for a month."""
    return f"{provider_id}:{month}"


def end_of(month: str) -> datetime:
    """The instant at which a civil month is over."""
    first = date.fromisoformat(f"{month}-01")
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    return datetime(after.year, after.month, 1, tzinfo=CIVIL)


def check_over(month: str, *, at: datetime) -> None:
    """Refuse MonthNotOver."""
    if at < end_of(month):
        raise refusals.MonthNotOver


def line_of_piece(redemption_id: str, *, price: int, refunded: int, cost: int) -> Line:
    """A piece that was handed over, less what was refunded of it before; its cost in the same proportion, half a fen up."""
    sp = price - refunded
    return Line(
        line_id=f"{Kind.FULFILLED.value}:{redemption_id}",
        kind=Kind.FULFILLED,
        reference=redemption_id,
        sp=sp,
        fen=(cost * sp * 2 + price) // (price * 2),
    )


def line_of_refund(settled: Line, *, price: int, refunded: int, cost: int) -> Line:
    """What a dispute took back of a piece that was settled whole."""
    kept = line_of_piece(settled.reference, price=price, refunded=refunded, cost=cost)
    return Line(
        line_id=f"{Kind.REVERSED.value}:{settled.reference}",
        kind=Kind.REVERSED,
        reference=settled.reference,
        sp=kept.sp - settled.sp,
        fen=kept.fen - settled.fen,
    )


def undo(settlement: Settlement, back: Line, *, before: Iterable[Undone], at: datetime) -> Undone:
    """What a refund (`back`, a line below zero) takes out of a settlement in kind; `before` is what others have taken out of it.

    Never more than the settlement gave: of what was waived its value, of what was recycled its points, and the cost in the same proportion.
    """
    earlier = [one for one in before if one.settlement_id == settlement.settlement_id]
    sp = min(-back.sp, max(0, settlement.sp) - sum(one.sp for one in earlier))
    if settlement.choice is Choice.WAIVE:
        fen = min(-back.fen, settlement.waived - sum(one.fen for one in earlier))
    else:
        fen = -back.fen * sp // -back.sp
    return Undone(
        redemption_id=back.reference,
        settlement_id=settlement.settlement_id,
        sequence=len(earlier) + 1,
        provider_id=settlement.provider_id,
        sp=sp,
        fen=fen,
        left_sp=-back.sp - sp,
        left_fen=-back.fen - fen,
        undone_at=at,
    )


def line_of_rest(undone: Undone) -> Line:
    """What could not be taken back at once, below zero."""
    return Line(
        line_id=f"{Kind.REVERSED.value}:{undone.redemption_id}",
        kind=Kind.REVERSED,
        reference=undone.redemption_id,
        sp=-undone.left_sp,
        fen=-undone.left_fen,
    )


def line_of_loss(use_id: str, *, loss: int) -> Line:
    """A piece that was handed over without network for nothing: the reserve's loss, always in money."""
    return Line(line_id=f"{Kind.OFFLINE_LOSS.value}:{use_id}", kind=Kind.OFFLINE_LOSS, reference=use_id, sp=0, fen=loss)


def totals(lines: Iterable[Line], *, choice: Choice, carried_fen: int, carried_sp: int) -> Totals:
    """What the lines come to by the provider's choice; losses are paid in money whatever it is."""
    listed = list(lines)
    losses = sum(line.fen for line in listed if line.kind is Kind.OFFLINE_LOSS)
    fen = carried_fen + sum(line.fen for line in listed if line.kind is not Kind.OFFLINE_LOSS)
    sp = carried_sp + sum(line.sp for line in listed)
    left_sp = min(0, sp)
    if choice is Choice.RECYCLE:
        return Totals(reimbursed=losses, recycled=max(0, sp), left_fen=min(0, fen) if left_sp else 0, left_sp=left_sp)
    if choice is Choice.WAIVE:
        return Totals(reimbursed=losses, waived=max(0, fen), left_fen=min(0, fen), left_sp=left_sp)
    money = fen + losses
    return Totals(reimbursed=max(0, money), left_fen=min(0, money), left_sp=left_sp)


def moves(*, sp: int, owed: int, held: int) -> tuple[int, int]:
    """How many centi-points leave the provider's account: (back to what it owes, settled).

    `sp` is what the lines come to with what was carried, `owed` what refunds took from elsewhere, `held` what stands on the account. What
    is left on it belongs to redemptions that are not settled yet.
    """
    settled = max(0, sp)
    back = max(0, owed - max(0, -sp))
    return min(back, held), min(settled, max(0, held - back))


def digest_of(lines: Sequence[Line]) -> str:
    """SHA-256 over the lines, whatever their order."""
    written = sorted(f"{line.line_id} {line.sp} {line.fen}" for line in lines)
    return hashlib.sha256("\n".join(written).encode()).hexdigest()


def check_hand(provider_id: PartyId, *, by: Hand) -> None:
    """Refuse OwnSettlement to the provider's own people."""
    if by.concerned(provider_id):
        raise refusals.OwnSettlement


def approve(settlement: Settlement, *, lines: Sequence[Line], by: Hand) -> Settlement:
    """Settled by another person. Refuses SettlementDecided, OwnSettlement, SettlementOutdated."""
    _check_open(settlement, by=by)
    if digest_of(lines) != settlement.digest:
        raise refusals.SettlementOutdated
    return replace(settlement, state=State.APPROVED, decided_by=by.party_id, decided_at=by.at)


def reject(settlement: Settlement, *, reason: str, by: Hand) -> Settlement:
    """Sent back. Refuses SettlementDecided, OwnSettlement."""
    _check_open(settlement, by=by)
    return replace(settlement, state=State.REJECTED, decided_by=by.party_id, decided_at=by.at, reason=reason)


def _check_open(settlement: Settlement, *, by: Hand) -> None:
    check_hand(settlement.provider_id, by=by)
    if settlement.state is not State.PREPARED:
        raise refusals.SettlementDecided
    if by.concerned(settlement.prepared_by):
        raise refusals.OwnSettlement
