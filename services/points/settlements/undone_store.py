"""Every statement about what was settled and is refunded since: found, taken back in the books, and what is left for the next settlement."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, func, or_, select

import ledger
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ReversalReason
from contracts.points.kinds import SettlementChoice as Choice
from contracts.points.kinds import SettlementLineKind as Kind
from ledger import NewAccount, Ref, Reversal, Transfer
from services.points import rows
from services.points.accounts import store as accounts_store
from services.points.accounts.rules import SP, clawback_of, owed_by_provider, redeemed_at
from services.points.rate_cards import store as card_store
from services.points.redemptions.tables import items, redemptions
from services.points.settlements import rules
from services.points.settlements.rules import Line, Settlement, Undone
from services.points.settlements.tables import settlement_lines, settlement_undone, settlements

UNDONE = "settlement-reversed"
FILLED = "settlement-owed"


def lines(work: Work, provider_id: PartyId) -> list[Line]:
    """What was paid in money and is refunded since, and what of other refunds could not be taken back at once; no settlement has it yet."""
    return [*(line for line, _ in refunded(work, provider_id, {Choice.REIMBURSE})), *_rests(work, provider_id)]


def refunded(work: Work, provider_id: PartyId, choices: Collection[Choice]) -> list[tuple[Line, Settlement]]:
    """What was settled so and is refunded since, in no settlement yet and not taken back: each as a line below zero, and where it was settled."""
    taken_back = exists().where(
        settlement_undone.c.community == redemptions.c.community,
        settlement_undone.c.redemption_id == redemptions.c.redemption_id,
    )
    return _refunded(
        work,
        redemptions.c.provider_id == provider_id,
        settlements.c.choice.in_(sorted(choice.value for choice in choices)),
        ~_settled_again(),
        ~taken_back,
    )


def paid_for(work: Work, redemption_id: str) -> tuple[Line, Settlement] | None:
    """The refund of a redemption that was settled in money, as a line below zero, also where a settlement has it already."""
    mine = redemptions.c.redemption_id == redemption_id
    return next(iter(_refunded(work, mine, settlements.c.choice == Choice.REIMBURSE.value)), None)


def undone_of(work: Work, settlement_ids: Collection[str]) -> list[Undone]:
    """What was taken out of these settlements; exact while the provider is locked."""
    wanted = select(settlement_undone).where(
        settlement_undone.c.community == work.community, settlement_undone.c.settlement_id.in_(sorted(settlement_ids))
    )
    return [rows.thing_of(Undone, row) for row in work.connection.execute(wanted).mappings()]


def add(work: Work, undone: Sequence[Undone]) -> None:
    """Keep what was taken back."""
    rows.add_all(work, settlement_undone, undone)


def post(work: Work, provider_id: PartyId, undone: Sequence[Undone], *, recycled: bool) -> dict[str, int]:
    """Compensate the settlements' own postings, each in its turn, and fill what the provider owes; by redemption what it had spent already.

    Points that were the provider's own and are spent stand in its `clawback:`, as with everything that is taken back (rulebook §5).
    """
    moving = [one for one in undone if one.sp]
    if not moving:
        return {}
    held, owed = redeemed_at(provider_id), owed_by_provider(provider_id)
    if recycled:
        accounts_store.open_clawbacks(work, [provider_id])
    ledger.open_accounts(work, [NewAccount(code=held, unit=SP), NewAccount(code=owed, unit=SP, floor=None)])
    done = ledger.reverse_all(
        work,
        [
            Reversal(
                transfer_id=one.settlement_id,
                amount=one.sp,
                reason=ReversalReason.DISPUTE_LOST.value,
                sequence=one.sequence,
                owed_by=clawback_of(provider_id) if recycled else None,
                kind=UNDONE,
                reference=one.redemption_id,
            )
            for one in moving
        ],
    )
    _fill(work, held, owed, moving)
    return {one.redemption_id: back.owed for one, back in zip(moving, done, strict=True)}


def _fill(work: Work, held: str, owed: str, undone: Sequence[Undone]) -> None:
    """What a refund had taken from elsewhere is filled at once, not first by the next settlement: there may be none."""
    missing = -ledger.lock_accounts(work, [Ref(held, SP), Ref(owed, SP)])[Ref(owed, SP)].balance
    edition = card_store.edition_now(work)
    wanted = []
    for one in undone:
        part = min(one.sp, missing)
        missing -= part
        if part:
            filling = Transfer(
                id=f"{one.redemption_id}:owed",
                debit=held,
                credit=owed,
                unit=SP,
                amount=part,
                kind=FILLED,
                reference=one.redemption_id,
                rulebook=edition,
            )
            wanted.append(filling)
    if wanted:
        ledger.post(work, wanted)


def _rests(work: Work, provider_id: PartyId) -> list[Line]:
    left = (
        select(settlement_undone)
        .join(
            redemptions,
            (redemptions.c.community == settlement_undone.c.community)
            & (redemptions.c.redemption_id == settlement_undone.c.redemption_id),
        )
        .where(
            settlement_undone.c.community == work.community,
            settlement_undone.c.provider_id == provider_id,
            or_(settlement_undone.c.left_sp > 0, settlement_undone.c.left_fen > 0),
            ~_settled_again(),
        )
    )
    return [rules.line_of_rest(rows.thing_of(Undone, row)) for row in work.connection.execute(left).mappings()]


def _settled_again() -> ColumnElement[bool]:
    again = settlement_lines.alias()
    return exists().where(
        again.c.community == redemptions.c.community,
        again.c.line_id == func.concat(f"{Kind.REVERSED.value}:", redemptions.c.redemption_id),
    )


def _refunded(work: Work, *where: ColumnElement[bool]) -> list[tuple[Line, Settlement]]:
    line = settlement_lines.alias()
    wanted = (
        select(line, redemptions.c.price, redemptions.c.refunded, func.coalesce(items.c.cost, 0).label("cost"))
        .join(
            redemptions,
            (line.c.community == redemptions.c.community)
            & (line.c.line_id == func.concat(f"{Kind.FULFILLED.value}:", redemptions.c.redemption_id)),
        )
        .join(items, (items.c.community == redemptions.c.community) & (items.c.item_id == redemptions.c.item_id))
        .join(
            settlements,
            (settlements.c.community == line.c.community) & (settlements.c.settlement_id == line.c.settlement_id),
        )
        .where(
            redemptions.c.community == work.community,
            redemptions.c.state == "refunded",
            # Settled whole, refunded since. A part that had come back before was never settled.
            line.c.sp > redemptions.c.price - redemptions.c.refunded,
            *where,
        )
        .order_by(redemptions.c.redemption_id)
    )
    found = work.connection.execute(wanted).mappings().all()
    of = rows.find_all(work, settlements, Settlement, {row["settlement_id"] for row in found})
    return [(_below_zero(row), of[row["settlement_id"]]) for row in found]


def _below_zero(row: Mapping[Any, Any]) -> Line:
    return rules.line_of_refund(
        rows.thing_of(Line, row), price=row["price"], refunded=row["refunded"], cost=row["cost"]
    )
