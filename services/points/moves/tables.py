"""The table of moves inside a household."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
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

metadata = MetaData()

moves = Table(
    "household_moves",
    metadata,
    Column("community", Text, nullable=False),
    Column("move_id", Text, nullable=False),
    Column("from_party_id", Text, nullable=False),
    Column("to_party_id", Text, nullable=False),
    Column("household_id", Text, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "move_id", name="household_moves_pkey"),
    Index("household_moves_from", "community", "from_party_id", "move_id"),
    Index("household_moves_to", "community", "to_party_id", "move_id"),
    Index("household_moves_open", "community", "move_id", postgresql_where=text("state = 'proposed'")),
    CheckConstraint("sp > 0 AND from_party_id <> to_party_id", name="household_moves_shape"),
    CheckConstraint(
        "state IN ('proposed', 'done', 'declined', 'withdrawn', 'ended')", name="household_moves_state_known"
    ),
    CheckConstraint("(state = 'proposed') = (ended_at IS NULL)", name="household_moves_end"),
    info={"updatable": ("state", "ended_at", "version")},
)
