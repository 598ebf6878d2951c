"""Keeps refunds and books them: the gift's posting is reversed, and the money leaves the bank side."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

import ledger
from chassis.database import Work
from contracts.donations.kinds import RefundKind, RefundState
from ledger import Reversal, Transfer
from ledger.refusals import BelowFloor
from services.donations.funds.rules import bank_account, clearing_account
from services.donations.funds.store import UNIT
from services.donations.gifts.rules import Gift
from services.donations.refunds import refusals
from services.donations.refunds.rules import Refund
from services.donations.refunds.tables import refunds

RULEBOOK = "v1"


def add_refund(work: Work, refund: Refund) -> bool:
    """Keep a new proposal; False where its id is taken or another one of the gift waits."""
    row = {"community": work.community, **asdict(refund)}
    taken = insert(refunds).values(row).on_conflict_do_nothing().returning(refunds.c.refund_id)
    return work.connection.execute(taken).first() is not None


def find_refund(work: Work, refund_id: str) -> Refund | None:
    """The refund, if there is one with this id."""
    row = work.connection.execute(select(refunds).filter_by(community=work.community, refund_id=refund_id)).first()
    return None if row is None else _refund(row)


def lock_refund(work: Work, refund_id: str) -> Refund:
    """The refund, locked. Raises RefundNotFound."""
    wanted = select(refunds).filter_by(community=work.community, refund_id=refund_id).with_for_update()
    row = work.connection.execute(wanted).first()
    if row is None:
        raise refusals.RefundNotFound
    return _refund(row)


def save_refund(work: Work, refund: Refund) -> Refund:
    """Save a locked refund with its next version."""
    saved = replace(refund, version=refund.version + 1)
    key = {"community": work.community, "refund_id": refund.refund_id}
    changed = {"state": saved.state, "decided_by": saved.decided_by, "answer": saved.answer, "version": saved.version}
    work.connection.execute(refunds.update().filter_by(**key).values(changed))
    return saved


def page(work: Work, *, state: RefundState | None, after: str | None, limit: int) -> list[Refund]:
    """Refunds, newest first."""
    query = select(refunds).where(refunds.c.community == work.community)
    if state is not None:
        query = query.where(refunds.c.state == state)
    if after is not None:
        query = query.where(refunds.c.refund_id < after)
    rows = work.connection.execute(query.order_by(refunds.c.refund_id.desc()).limit(limit))
    return [_refund(row) for row in rows]


def pay_back(work: Work, refund: Refund, gift: Gift) -> None:
    """Out of its purpose, and out of the bank. Raises MoneyIsSpent if the purpose no longer has it."""
    amount = gift.received or 0
    back = Reversal(
        transfer_id=gift.gift_id,
        amount=amount,
        reason=refund.kind.value.upper(),
        kind="gift_refunded",
        reference=gift.gift_id,
    )
    try:
        ledger.reverse(work, back)
    except BelowFloor as spent:
        raise refusals.MoneyIsSpent from spent
    out = Transfer(
        id=refund.refund_id,
        debit=clearing_account(gift.fund_code),
        credit=bank_account(gift.fund_code),
        unit=UNIT,
        amount=amount,
        kind="refund",
        reference=gift.gift_id,
        rulebook=RULEBOOK,
    )
    ledger.post(work, [out])


def _refund(row: Row[Any]) -> Refund:
    values = row._asdict()
    del values["community"]
    return Refund(**{**values, "kind": RefundKind(row.kind), "state": RefundState(row.state)})
