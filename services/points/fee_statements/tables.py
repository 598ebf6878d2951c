"""The tables of a company's statements, row by row, and of what differs."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
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

from chassis.tables import APPEND_ONLY

metadata = MetaData()

statements = Table(
    "fee_statements",
    metadata,
    Column("community", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("programme_id", Text, nullable=False),
    Column("company_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("parts", Integer, nullable=False),
    Column("their_count", Integer, nullable=False),
    Column("their_total", BigInteger, nullable=False),
    Column("our_count", Integer, nullable=False),
    Column("our_total", BigInteger, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("imported_by", Text, nullable=False),
    Column("imported_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "statement_id", name="fee_statements_pkey"),
    UniqueConstraint("community", "programme_id", "month", name="fee_statements_month"),
    CheckConstraint("state IN ('receiving', 'matched')", name="fee_statements_state"),
    info={
        "updatable": ("state", "parts", "their_count", "their_total", "our_count", "our_total", "matched", "version")
    },
)

statement_rows = Table(
    "fee_statement_rows",
    metadata,
    Column("community", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("part", Integer, nullable=False),
    Column("row_number", Integer, nullable=False),
    Column("household_number", Text, nullable=False),
    Column("billing_period", Text, nullable=False),
    Column("credit_note", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "statement_id", "part", "row_number", name="fee_statement_rows_pkey"),
    ForeignKeyConstraint(
        ["community", "statement_id"],
        [statements.c.community, statements.c.statement_id],
        name="fee_statement_rows_statement",
    ),
    # A credit note stands in a statement once.
    UniqueConstraint("community", "statement_id", "credit_note", name="fee_statement_rows_note"),
    CheckConstraint("amount <> 0", name="fee_statement_rows_amount"),
    info=APPEND_ONLY,
)

differences = Table(
    "fee_differences",
    metadata,
    Column("community", Text, nullable=False),
    Column("difference_id", Text, nullable=False),
    Column("statement_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("household_number", Text, nullable=False),
    Column("billing_period", Text, nullable=False),
    Column("ours", BigInteger, nullable=False),
    Column("theirs", BigInteger, nullable=False),
    Column("closed_by", Text),
    Column("closed_at", DateTime(timezone=True)),
    Column("closing", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "difference_id", name="fee_differences_pkey"),
    ForeignKeyConstraint(
        ["community", "statement_id"],
        [statements.c.community, statements.c.statement_id],
        name="fee_differences_statement",
    ),
    Index("fee_differences_of", "community", "statement_id", "household_number", "billing_period", unique=True),
    Index("fee_differences_open", "community", "difference_id", postgresql_where=text("closed_at IS NULL")),
    CheckConstraint(
        "kind IN ('missing_in_billing', 'unknown_here', 'amount_differs') AND ours <> theirs",
        name="fee_differences_kind",
    ),
    CheckConstraint(
        "(closed_by IS NULL) = (closed_at IS NULL) AND (closed_by IS NULL) = (closing IS NULL)",
        name="fee_differences_closed",
    ),
    info={"updatable": ("closed_by", "closed_at", "closing", "version")},
)
