"""The tables of what was published of indices, and of the targets. An index is never read from here to compute another: entries are."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData()

party_indices = Table(
    "party_indices",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    # Each night writes over the one before; the last of a month stays.
    Column("month", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("computed_at", DateTime(timezone=True), nullable=False),
    Column("rulebook", Text, nullable=False),
    Column("activity_count", Integer, nullable=False),
    Column("days", Integer, nullable=False),
    Column("cv", BigInteger, nullable=False),
    # Tenths, as they were shown.
    Column("coordination", SmallInteger),
    Column("depth", SmallInteger),
    Column("breadth", SmallInteger),
    Column("composite", SmallInteger),
    PrimaryKeyConstraint("community", "party_id", "month", name="party_indices_pkey"),
    # Published with its three parts, never alone; and not at all where there is too little (rulebook §10).
    CheckConstraint("num_nulls(coordination, depth, breadth, composite) IN (0, 4)", name="party_indices_whole"),
    CheckConstraint("composite IS NULL OR (activity_count >= 3 AND days >= 30)", name="party_indices_sufficient"),
    CheckConstraint(
        "coordination BETWEEN 0 AND 1000 AND depth BETWEEN 0 AND 1000 AND breadth BETWEEN 0 AND 1000 "
        "AND composite BETWEEN 0 AND 1000",
        name="party_indices_range",
    ),
    info={
        "updatable": (
            "day",
            "computed_at",
            "rulebook",
            "activity_count",
            "days",
            "cv",
            "coordination",
            "depth",
            "breadth",
            "composite",
        )
    },
)

community_indices = Table(
    "community_indices",
    metadata,
    Column("community", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("day", Date, nullable=False),
    Column("computed_at", DateTime(timezone=True), nullable=False),
    Column("figures", JSONB, nullable=False),
    PrimaryKeyConstraint("community", "month", name="community_indices_pkey"),
    info={"updatable": ("day", "computed_at", "figures")},
)

index_targets = Table(
    "index_targets",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("targets", JSONB, nullable=False),
    Column("reason", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "number", name="index_targets_pkey"),
    CheckConstraint("state IN ('proposed', 'approved', 'withdrawn')", name="index_targets_state"),
    CheckConstraint(
        "(state = 'proposed') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)",
        name="index_targets_decided",
    ),
    # Nobody approves what they proposed.
    CheckConstraint("state <> 'approved' OR decided_by <> proposed_by", name="index_targets_two_persons"),
    # One version waits at a time.
    Index("index_targets_waiting", "community", unique=True, postgresql_where=text("state = 'proposed'")),
    info={"updatable": ("state", "decided_by", "decided_at", "version")},
)
