"""The tables of what contributions earn and things on loan count as. Nothing of a card or a table ever changes."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import APPEND_ONLY

metadata = MetaData()

# Nothing that was performed before it was put in force is worth something else by it (rulebook §2).
NEVER_BACKWARDS = "in_force_from > to_char(published_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')"

rate_cards = Table(
    "rate_cards",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("in_force_from", Text, nullable=False),
    Column("heavy_cv_percent", Integer, nullable=False),
    Column("sp_hours_per_month", Integer, nullable=False),
    Column("rates", JSONB, nullable=False),
    # By name; a card of the time when there were none has the rulebook's own.
    Column("parameters", JSONB, nullable=False, server_default=sql("'{}'::jsonb")),
    # Unknown for cards of the time when one person published them.
    Column("proposed_by", Text),
    Column("published_by", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "number", name="rate_cards_pkey"),
    # One card begins in a month.
    UniqueConstraint("community", "in_force_from", name="rate_cards_month"),
    CheckConstraint("published_by <> proposed_by", name="rate_cards_two_persons"),
    CheckConstraint(NEVER_BACKWARDS, name="rate_cards_never_backwards"),
    info=APPEND_ONLY,
)

loan_tables = Table(
    "loan_tables",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("in_force_from", Text, nullable=False),
    Column("items", JSONB, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "number", name="loan_tables_pkey"),
    UniqueConstraint("community", "in_force_from", name="loan_tables_month"),
    CheckConstraint("published_by <> proposed_by", name="loan_tables_two_persons"),
    CheckConstraint(NEVER_BACKWARDS, name="loan_tables_never_backwards"),
    info=APPEND_ONLY,
)

rate_proposals = Table(
    "rate_proposals",
    metadata,
    Column("community", Text, nullable=False),
    Column("proposal_id", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("content", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("answer", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "proposal_id", name="rate_proposals_pkey"),
    CheckConstraint("subject IN ('rate_card', 'loan_table')", name="rate_proposals_subject_known"),
    CheckConstraint("state IN ('proposed', 'agreed', 'rejected')", name="rate_proposals_state_known"),
    CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="rate_proposals_decided"),
    CheckConstraint("state <> 'agreed' OR decided_by <> proposed_by", name="rate_proposals_two_persons"),
    info={"updatable": ("state", "decided_by", "decided_at", "answer", "version")},
)
