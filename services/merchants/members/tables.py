"""The members of the alliance and every step of their standing."""

from __future__ import annotations

from sqlalchemy import (
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

STILL_THERE = text("status NOT IN ('expelled', 'withdrawn')")

members = Table(
    "members",
    metadata,
    Column("community", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("shop_name", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("permits", JSONB, nullable=False),
    Column("status", Text, nullable=False),
    Column("suspended_until", Date),
    Column("plaque_serial", Text),
    Column("plaqued_on", Date),
    Column("applied_on", Date, nullable=False),
    Column("entered_by", Text, nullable=False),
    Column("verified_by", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "member_id"),
    # Nobody checks their own entry.
    CheckConstraint("verified_by IS NULL OR verified_by <> entered_by", name="checked_by_another"),
    CheckConstraint("(status = 'suspended') = (suspended_until IS NOT NULL)", name="suspended_until_a_day"),
    # A shop and a party are members once at a time; who left may come back.
    Index("one_member_per_licence", "community", "licence", unique=True, postgresql_where=STILL_THERE),
    Index("one_member_per_party", "community", "party_id", unique=True, postgresql_where=STILL_THERE),
    Index("members_by_status", "community", "status", "member_id"),
)

plaques = Table(
    "plaques",
    metadata,
    Column("community", Text, nullable=False),
    Column("plaque_serial", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    # A serial is given once and for all: the key decides between two who give it at the same moment.
    PrimaryKeyConstraint("community", "plaque_serial"),
    UniqueConstraint("community", "member_id", name="one_plaque_per_member"),
    ForeignKeyConstraint(["community", "member_id"], ["members.community", "members.member_id"]),
    info=APPEND_ONLY,
)

member_moves = Table(
    "member_moves",
    metadata,
    Column("community", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("move", Text, nullable=False),
    Column("status", Text, nullable=False),
    Column("by", Text, nullable=False),
    Column("at", DateTime(timezone=True), nullable=False),
    Column("reason", Text),
    PrimaryKeyConstraint("community", "member_id", "version"),
    ForeignKeyConstraint(["community", "member_id"], ["members.community", "members.member_id"]),
    info=APPEND_ONLY,
)
