"""The tables of days that are not what their weekday says."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

holiday_tables = Table(
    "holiday_tables",
    metadata,
    Column("community", Text, nullable=False),
    Column("table_id", Text, nullable=False),
    Column("year", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("days", JSONB, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("answer", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "table_id", name="holiday_tables_pkey"),
    Index("holiday_tables_agreed", "community", "year", "decided_at", postgresql_where=text("state = 'agreed'")),
    CheckConstraint("state IN ('proposed', 'agreed', 'rejected')", name="holiday_tables_state"),
    CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="holiday_tables_decided"),
    CheckConstraint("state <> 'agreed' OR decided_by <> proposed_by", name="holiday_tables_two_persons"),
    info={"updatable": ("state", "decided_by", "decided_at", "answer", "version")},
)
