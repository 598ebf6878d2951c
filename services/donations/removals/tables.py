"""Goods that left the store without a recipient, or are about to."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

removals = Table(
    "goods_removals",
    metadata,
    Column("community", Text, nullable=False),
    Column("removal_id", Text, nullable=False),
    Column("goods_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("cause", Text, nullable=False),
    Column("quantity", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("receipt_note", Text),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_on", Date, nullable=False),
    Column("decided_by", Text),
    Column("decided_on", Date),
    Column("answer", Text),
    Column("appraised", BigInteger),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "removal_id", name="goods_removals_pkey"),
    Index("goods_removals_of_goods", "community", "goods_id"),
    Index("goods_removals_waiting", "community", "removal_id", postgresql_where=text("state = 'proposed'")),
    CheckConstraint("quantity > 0", name="goods_removals_quantity"),
    CheckConstraint("state IN ('proposed', 'done', 'rejected')", name="goods_removals_state"),
    CheckConstraint(
        "kind = 'return' AND cause IN ('faulty', 'mistaken', 'not_theirs', 'recalled') "
        "OR kind = 'write_off' AND receipt_note IS NULL AND cause IN ('spoiled', 'broken', 'expired', 'lost', 'recalled')",
        name="goods_removals_cause",
    ),
    CheckConstraint(
        "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL) "
        "AND (state = 'rejected') = (answer IS NOT NULL)",
        name="goods_removals_decided",
    ),
    # A value falls away with what went back, and with nothing else.
    CheckConstraint(
        "(kind = 'return' AND state = 'done') = (appraised IS NOT NULL) AND coalesce(appraised, 0) >= 0",
        name="goods_removals_appraised",
    ),
    CheckConstraint("decided_by <> proposed_by", name="goods_removals_two_persons"),
    info={"updatable": ("state", "decided_by", "decided_on", "answer", "appraised", "version")},
)
