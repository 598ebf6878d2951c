"""The table of what was credited to whom, for which source."""

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
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

grants = Table(
    "grants",
    metadata,
    Column("community", Text, nullable=False),
    Column("grant_id", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("contribution_type", Text, nullable=False),
    Column("performed_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("rate_card", Integer, nullable=False),
    Column("cv", BigInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("sp_minutes", Integer, nullable=False),
    Column("activity_id", Text),
    Column("level", SmallInteger, nullable=False),
    Column("granted_on", Date, nullable=False),
    Column("granted_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "grant_id", name="grants_pkey"),
    # A contribution, a gift, a panel's service is paid for once.
    UniqueConstraint("community", "source_id", name="grants_source"),
    Index("grants_party", "community", "party_id", "performed_on"),
    CheckConstraint("level BETWEEN 1 AND 5", name="grants_level"),
    CheckConstraint("cv >= 0 AND sp >= 0 AND sp_minutes BETWEEN 0 AND minutes", name="grants_amounts"),
    # R-0 [law]: whatever carries a donation receipt mints no spendable points.
    CheckConstraint(
        "sp = 0 OR contribution_type NOT IN ('G1', 'G4', 'F1', 'F2', 'F3', 'F4', 'FR')", name="grants_receipted"
    ),
    info=APPEND_ONLY,
)
