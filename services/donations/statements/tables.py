"""The federation's statements and their lines."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import APPEND_ONLY

metadata = MetaData()

statements = Table(
    "statements",
    metadata,
    Column("community", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("imported_by", Text),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("answer", JSONB, nullable=False),
    PrimaryKeyConstraint("community", "statement_id", name="statements_pkey"),
    info=APPEND_ONLY,
)

statement_lines = Table(
    "statement_lines",
    metadata,
    Column("community", Text, nullable=False),
    Column("line_id", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("channel_number", Text, nullable=False),
    Column("paid_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("reference", Text, nullable=False),
    Column("payer_masked", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("match", Text, nullable=False),
    Column("gift_id", Text),
    Column("proposed_gift_id", Text),
    Column("proposed_by", Text),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    Column("batch_id", Text),
    Column("proposed_batch_id", Text),
    Column("overdue_on", Date),
    PrimaryKeyConstraint("community", "line_id", name="statement_lines_pkey"),
    # Money is counted once, however often its line is sent.
    UniqueConstraint("community", "channel_number", name="statement_lines_channel"),
    # A gift is paid by one line, and so is a batch of round-ups.
    UniqueConstraint("community", "gift_id", name="statement_lines_gift"),
    UniqueConstraint("community", "batch_id", name="statement_lines_batch"),
    ForeignKeyConstraint(
        ["community", "statement_id"], ["statements.community", "statements.statement_id"], name="statement_lines_of"
    ),
    CheckConstraint("amount > 0", name="statement_lines_amount"),
    CheckConstraint(
        "num_nonnulls(gift_id, batch_id) = CASE WHEN state = 'matched' THEN 1 ELSE 0 END",
        name="statement_lines_matched",
    ),
    Index("statement_lines_of_fund", "community", "fund_code", "line_id"),
    Index("statement_lines_waiting", "community", "fund_code", "line_id", postgresql_where=text("state <> 'matched'")),
    info={
        "updatable": (
            "state",
            "match",
            "gift_id",
            "batch_id",
            "proposed_gift_id",
            "proposed_batch_id",
            "proposed_by",
            "reason",
            "overdue_on",
            "version",
        )
    },
)
