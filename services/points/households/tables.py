"""The table of proposals of who lives together; who does live together stands with the parties."""

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
from sqlalchemy.dialects.postgresql import ARRAY

metadata = MetaData()

household_proposals = Table(
    "household_proposals",
    metadata,
    Column("community", Text, nullable=False),
    Column("proposal_id", Text, nullable=False),
    Column("household_id", Text, nullable=False),
    Column("adults", ARRAY(Text), nullable=False),
    Column("minors", ARRAY(Text), nullable=False),
    Column("agreed", ARRAY(Text), nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "proposal_id", name="household_proposals_pkey"),
    Index("household_proposals_open", "community", "household_id", postgresql_where=text("state = 'proposed'")),
    Index("household_proposals_unanswered", "expires_at", postgresql_where=text("state = 'proposed'")),
    CheckConstraint(
        "state IN ('proposed', 'in_effect', 'declined', 'overtaken', 'lapsed')", name="household_proposals_state"
    ),
    # Nothing takes effect before every adult named has agreed, and nobody is adult and minor at once.
    CheckConstraint("state <> 'in_effect' OR agreed @> adults", name="household_proposals_consent"),
    CheckConstraint(
        "cardinality(adults) + cardinality(minors) > 0 AND NOT adults && minors", name="household_proposals_members"
    ),
    # What lapses is ended by nobody.
    CheckConstraint(
        "(state = 'proposed') = (ended_at IS NULL) AND (state IN ('proposed', 'lapsed')) = (ended_by IS NULL)",
        name="household_proposals_end",
    ),
    info={"updatable": ("agreed", "state", "ended_by", "ended_at", "version")},
)
