"""Every statement about settlements, and what they post."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import exists, func, select

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import SettlementChoice as Choice
from contracts.points.kinds import SettlementLineKind as Kind
from contracts.points.kinds import SettlementState as State
from ledger import NewAccount, Ref, Transfer, lot_expiry
from services.points import rows
from services.points.accounts.rules import SP, edition, owed_by_provider, redeemed_at, settled_by, sp_of
from services.points.rate_cards import store as card_store
from services.points.rate_cards.rules import rulebook_of
from services.points.redemptions.tables import items, offline_uses, redemptions
from services.points.settlements import refusals, rules, undone_store
from services.points.settlements.rules import Chosen, Line, Settlement
from services.points.settlements.tables import settlement_choices, settlement_lines, settlements

Lines = tuple[list[Line], set[Choice]]


def open_lines(work: Work, provider_id: PartyId, *, month: str) -> Lines:
    """What of a provider is to be settled with the month, and how the terms of its items would have it."""
    pieces, choices = _pieces(work, provider_id, month)
    return [*pieces, *undone_store.lines(work, provider_id), *_losses(work, provider_id, month)], choices


def add_lines(work: Work, settlement_id: str, lines: Sequence[Line]) -> None:
    """Keep what was settled."""
    kept = [{"community": work.community, "settlement_id": settlement_id, **rows.values_of(line)} for line in lines]
    if kept:
        work.connection.execute(settlement_lines.insert(), kept)


def lines_page(work: Work, settlement_id: str, *, after: str | None, limit: int) -> tuple[list[Line], str | None]:
    """The lines of an approved settlement."""
    wanted = select(*(settlement_lines.c[name] for name in ("line_id", "kind", "reference", "sp", "fen"))).where(
        settlement_lines.c.community == work.community, settlement_lines.c.settlement_id == settlement_id
    )
    if after is not None:
        wanted = wanted.where(settlement_lines.c.line_id > after)
    found = work.connection.execute(wanted.order_by(settlement_lines.c.line_id).limit(limit + 1)).mappings()
    lines = [rows.thing_of(Line, row) for row in found]
    return lines[:limit], lines[limit - 1].line_id if len(lines) > limit else None


def add_settlement(work: Work, settlement: Settlement) -> None:
    """Keep a prepared settlement. Refuses MonthSettled if somebody else prepared the month just now."""
    if not rows.add(work, settlements, settlement):
        raise refusals.MonthSettled


def find_settlement(work: Work, settlement_id: str, *, lock: bool = False) -> Settlement | None:
    """The settlement, perhaps locked."""
    return rows.find(work, settlements, Settlement, settlement_id, lock=lock)


def require_settlement(work: Work, settlement_id: str, *, lock: bool = False) -> Settlement:
    """The settlement, perhaps locked. Refuses SettlementNotFound."""
    settlement = find_settlement(work, settlement_id, lock=lock)
    if settlement is None:
        raise refusals.SettlementNotFound
    return settlement


def save_settlement(work: Work, settlement: Settlement) -> Settlement:
    """Write a settlement that was locked."""
    return rows.save(work, settlements, settlement)


def latest(work: Work, provider_id: PartyId) -> Settlement | None:
    """The provider's last month that is approved or waits for it."""
    wanted = (
        select(settlements)
        .where(
            settlements.c.community == work.community,
            settlements.c.provider_id == provider_id,
            settlements.c.state != State.REJECTED.value,
        )
        .order_by(settlements.c.month.desc())
        .limit(1)
    )
    row = work.connection.execute(wanted).mappings().first()
    return None if row is None else rows.thing_of(Settlement, row)


def page(
    work: Work, *, providers: frozenset[PartyId] | None, after: str | None, limit: int
) -> tuple[list[Settlement], str | None]:
    """Settlements, newest id first; with `providers` those of one of them."""
    where = [] if providers is None else [settlements.c.provider_id.in_(providers)]
    return rows.page(work, settlements, Settlement, *where, after=after, limit=limit, newest_first=True)


def choose(work: Work, chosen: Chosen) -> Chosen:
    """Keep a provider's choice, in the place of an earlier one."""
    if rows.add(work, settlement_choices, chosen):
        return chosen
    known = rows.find(work, settlement_choices, Chosen, chosen.choice_id, lock=True)
    return rows.save(work, settlement_choices, replace(chosen, version=known.version if known else 1))


def chosen(work: Work, provider_id: PartyId, month: str) -> Choice | None:
    """What the provider chose for the month."""
    found = rows.find(work, settlement_choices, Chosen, rules.choice_id(provider_id, month))
    return None if found is None else found.choice


def lock_redemptions(work: Work, lines: Collection[Line]) -> None:
    """Lock what the lines are about, so that nobody disputes it while it is settled."""
    ids = [line.reference for line in lines if line.kind is not Kind.OFFLINE_LOSS]
    wanted = select(redemptions.c.redemption_id).where(
        redemptions.c.community == work.community, redemptions.c.redemption_id.in_(ids)
    )
    work.connection.execute(wanted.order_by(redemptions.c.redemption_id).with_for_update(key_share=True)).all()


def lock_standing(work: Work, provider_id: PartyId) -> None:
    """Lock what stands at the provider, what it owes, and its own points, in one order for all: a refund takes from there."""
    held, owed = redeemed_at(provider_id), owed_by_provider(provider_id)
    ledger.open_accounts(work, [NewAccount(code=held, unit=SP), NewAccount(code=owed, unit=SP, floor=None)])
    ledger.lock_accounts(work, [Ref(code, SP) for code in (held, owed, sp_of(provider_id))])


def post(work: Work, settlement: Settlement) -> None:
    """Take the points of the month off the provider's account, which is locked: first what it owes, then to where its choice sends them."""
    held, owed = redeemed_at(settlement.provider_id), owed_by_provider(settlement.provider_id)
    recycled = settlement.choice is Choice.RECYCLE
    target = sp_of(settlement.provider_id) if recycled else settled_by(settlement.choice)
    ledger.open_account(work, NewAccount(code=target, unit=SP, lots=recycled))
    locked = ledger.lock_accounts(work, [Ref(code, SP) for code in (held, owed, target)])
    back, settled = rules.moves(
        sp=settlement.sp, owed=-locked[Ref(owed, SP)].balance, held=locked[Ref(held, SP)].balance
    )
    card = card_store.card_now(work)
    months = rulebook_of(card).lot_months
    lapses_on = lot_expiry(civil_day(work.now), months=months) if recycled else None
    wanted = [
        _transfer(settlement, f"{settlement.settlement_id}:owed", held, owed, back, card=card.number),
        _transfer(settlement, settlement.settlement_id, held, target, settled, card=card.number, lapses_on=lapses_on),
    ]
    wanted = [one for one in wanted if one.amount]
    if wanted:
        ledger.post(work, wanted)


def _transfer(
    settlement: Settlement,
    transfer_id: str,
    debit: str,
    credit: str,
    amount: int,
    *,
    card: int,
    lapses_on: date | None = None,
) -> Transfer:
    return Transfer(
        id=transfer_id,
        debit=debit,
        credit=credit,
        unit=SP,
        amount=amount,
        kind=f"settlement-{settlement.choice.value}",
        reference=settlement.settlement_id,
        rulebook=edition(card),
        expires_on=lapses_on,
    )


def _pieces(work: Work, provider_id: PartyId, month: str) -> Lines:
    line = settlement_lines.alias()
    settled = exists().where(
        line.c.community == redemptions.c.community,
        line.c.line_id == func.concat(f"{Kind.FULFILLED.value}:", redemptions.c.redemption_id),
    )
    wanted = (
        select(
            redemptions.c.redemption_id,
            redemptions.c.price,
            redemptions.c.refunded,
            func.coalesce(items.c.cost, 0).label("cost"),
            items.c.settlement,
        )
        .join(items, (items.c.community == redemptions.c.community) & (items.c.item_id == redemptions.c.item_id))
        .where(
            redemptions.c.community == work.community,
            redemptions.c.provider_id == provider_id,
            redemptions.c.state.in_(("fulfilled", "refunded")),
            redemptions.c.ended_at < rules.end_of(month),
            redemptions.c.refunded < redemptions.c.price,
            ~settled,
        )
    )
    found = work.connection.execute(wanted).all()
    lines = [
        rules.line_of_piece(row.redemption_id, price=row.price, refunded=row.refunded, cost=row.cost) for row in found
    ]
    return lines, {Choice(row.settlement) for row in found}


def _losses(work: Work, provider_id: PartyId, month: str) -> list[Line]:
    line = settlement_lines.alias()
    settled = exists().where(
        line.c.community == offline_uses.c.community,
        line.c.line_id == func.concat(f"{Kind.OFFLINE_LOSS.value}:", offline_uses.c.use_id),
    )
    wanted = select(offline_uses.c.use_id, offline_uses.c.loss).where(
        offline_uses.c.community == work.community,
        offline_uses.c.provider_id == provider_id,
        offline_uses.c.loss > 0,
        offline_uses.c.uploaded_at < rules.end_of(month),
        ~settled,
    )
    return [rules.line_of_loss(use_id, loss=loss) for use_id, loss in work.connection.execute(wanted)]
