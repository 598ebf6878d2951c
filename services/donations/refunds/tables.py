"""Refunds of gifts of money."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text, text

metadata = MetaData()

refunds = Table(
    "refunds",
    metadata,
    Column("community", Text, nullable=False),
    Column("refund_id", Text, nullable=False),
    Column("gift_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text),
    Column("decided_by", Text),
    Column("answer", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "refund_id", name="refunds_pkey"),
    # A gift goes back once, and one proposal waits at a time.
    Index("refunds_of_gift", "community", "gift_id", unique=True, postgresql_where=text("state <> 'denied'")),
    CheckConstraint(
        "kind IN ('duplicate', 'wrong_amount', 'minor_payer', 'fraud', 'project_cancelled', 'illegal_source', 'court')",
        name="refunds_kind",
    ),
    CheckConstraint("state IN ('proposed', 'done', 'denied')", name="refunds_state"),
    CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="refunds_decided"),
    CheckConstraint("decided_by <> proposed_by", name="refunds_two_persons"),
    info={"updatable": ("state", "decided_by", "answer", "version")},
)
