"""Keeps receipts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, text

from chassis.database import Work
from contracts.donations.answers import Receipt
from contracts.donations.kinds import ReceiptState
from services.donations.receipts.tables import receipts

SAVE = text("""
UPDATE receipts AS r
   SET state = s.state, number = s.number, issued_on = s.issued_on, pdf_sha256 = s.pdf_sha256, version = r.version + 1
  FROM unnest(CAST(:gift_id AS text[]), CAST(:turn AS int[]), CAST(:state AS text[]), CAST(:number AS text[]),
              CAST(:issued_on AS date[]), CAST(:pdf_sha256 AS text[])) AS s(gift_id, turn, state, number, issued_on, pdf_sha256)
 WHERE r.community = :community AND r.gift_id = s.gift_id AND r.turn = s.turn
""")
SAVED = ("gift_id", "turn", "state", "number", "issued_on", "pdf_sha256")


def latest_receipts(work: Work, gift_ids: Sequence[str]) -> dict[str, Receipt]:
    """The latest receipt of each gift that has one."""
    rows = work.connection.execute(
        select(receipts)
        .where(receipts.c.community == work.community, receipts.c.gift_id.in_(sorted(set(gift_ids))))
        .order_by(receipts.c.gift_id, receipts.c.turn)
    )
    return {row.gift_id: _receipt(row) for row in rows}


def numbers_taken(work: Work, numbers: Sequence[str]) -> set[str]:
    """Which of the numbers are in use."""
    where = (receipts.c.community == work.community, receipts.c.number.in_(sorted(set(numbers))))
    return set(work.connection.execute(select(receipts.c.number).where(*where)).scalars())


def add_receipt(work: Work, receipt: Receipt) -> None:
    """Keep a new receipt of a locked gift."""
    row = {"community": work.community, "requested_at": work.now, **asdict(receipt)}
    work.connection.execute(receipts.insert().values(row))


def save_receipts(work: Work, changed: Sequence[Receipt]) -> list[Receipt]:
    """Save receipts of locked gifts, each with its next version."""
    if changed:
        columns = {name: [getattr(receipt, name) for receipt in changed] for name in SAVED}
        work.connection.execute(SAVE, {"community": work.community, **columns})
    return [replace(receipt, version=receipt.version + 1) for receipt in changed]


def give_reason(work: Work, receipt: Receipt, reason: str) -> None:
    """Write down why a receipt was taken back."""
    key = {"community": work.community, "gift_id": receipt.gift_id, "turn": receipt.turn}
    work.connection.execute(receipts.update().filter_by(**key).values(void_reason=reason))


def _receipt(row: Row[Any]) -> Receipt:
    return Receipt(
        gift_id=row.gift_id,
        turn=row.turn,
        state=ReceiptState(row.state),
        amount=row.amount,
        payer_name=row.payer_name,
        number=row.number,
        issued_on=row.issued_on,
        pdf_sha256=row.pdf_sha256,
        version=row.version,
    )
