"""The table of who of the staff opened whose statement, and why."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, DateTime, Index, MetaData, PrimaryKeyConstraint, Table, Text

from chassis.tables import APPEND_ONLY

metadata = MetaData()

statement_accesses = Table(
    "statement_accesses",
    metadata,
    Column("community", Text, nullable=False),
    Column("access_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("reader_id", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "access_id", name="statement_accesses_pkey"),
    Index("statement_accesses_party", "community", "party_id", "access_id"),
    CheckConstraint("reader_id <> party_id", name="statement_accesses_other"),
    CheckConstraint("expires_at > opened_at", name="statement_accesses_ends"),
    info=APPEND_ONLY,
)
