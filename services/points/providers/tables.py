"""The table of members' standing."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, Index, Integer, MetaData, PrimaryKeyConstraint, Table, Text

metadata = MetaData()

provider_standings = Table(
    "provider_standings",
    metadata,
    Column("community", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("standing", Text, nullable=False),
    Column("suspended_until", Date),
    # The member's own version: what is told later of an earlier one changes nothing.
    Column("member_version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "member_id", name="provider_standings_pkey"),
    Index("provider_standings_party", "community", "party_id"),
    CheckConstraint("standing IN ('admitted', 'suspended', 'expelled', 'withdrawn')", name="provider_standings_known"),
    CheckConstraint("(standing = 'suspended') = (suspended_until IS NOT NULL)", name="provider_standings_until_a_day"),
    info={"updatable": ("standing", "suspended_until", "member_version")},
)
