"""The tables of what was credited to whom, for which source, and what of it was taken back."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    text,
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
    Column("sp_rated", BigInteger, nullable=False),
    Column("reserve_percent", SmallInteger, nullable=False),
    Column("sp_over_cap", BigInteger, nullable=False),
    Column("cv_withheld", BigInteger, nullable=False),
    Column("sp_withheld", BigInteger, nullable=False),
    Column("sp_repaid", BigInteger, nullable=False),
    # What goods weighed, for statements (edge 1); where nobody said so, nothing.
    Column("grams", BigInteger, nullable=False, server_default=text("0")),
    # The id by which another service told of a contribution.
    Column("told_as", Text),
    PrimaryKeyConstraint("community", "grant_id", name="grants_pkey"),
    # A contribution, a gift, a panel's service is paid for once.
    UniqueConstraint("community", "source_id", name="grants_source"),
    Index("grants_told_as", "community", "told_as", unique=True, postgresql_where=text("told_as IS NOT NULL")),
    Index("grants_party", "community", "party_id", "performed_on"),
    # Who shares in an act of charity: one party's indices read the acts it shares in, never the whole community.
    Index("grants_activity", "community", "activity_id", postgresql_where=text("activity_id IS NOT NULL")),
    CheckConstraint("level BETWEEN 1 AND 5", name="grants_level"),
    CheckConstraint("cv >= 0 AND sp >= 0 AND sp_minutes BETWEEN 0 AND minutes", name="grants_amounts"),
    CheckConstraint(
        "sp <= sp_rated AND reserve_percent BETWEEN 1 AND 100 AND sp_over_cap >= 0 AND cv_withheld >= 0 AND sp_withheld >= 0 "
        "AND sp_repaid BETWEEN 0 AND sp",
        name="grants_explained",
    ),
    # R-0 [law]: whatever carries a donation receipt mints no spendable points.
    CheckConstraint(
        "sp = 0 OR contribution_type NOT IN ('G1', 'G4', 'F1', 'F2', 'F3', 'F4', 'FR')", name="grants_receipted"
    ),
    info=APPEND_ONLY,
)

taken_back = Table(
    "grant_reversals",
    metadata,
    Column("community", Text, nullable=False),
    Column("reversal_id", Text, nullable=False),
    Column("grant_id", Text, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("performed_on", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("sequence", Integer, nullable=False),
    Column("asked", BigInteger),
    Column("minutes", Integer, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("cv", BigInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("sp_minutes", Integer, nullable=False),
    Column("sp_owed", BigInteger, nullable=False),
    Column("because", Text, nullable=False),
    Column("reversed_on", Date, nullable=False),
    Column("reversed_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "reversal_id", name="grant_reversals_pkey"),
    ForeignKeyConstraint(
        ["community", "grant_id"], [grants.c.community, grants.c.grant_id], name="grant_reversals_grant"
    ),
    # One source is taken back once for one reason and turn (rulebook §5).
    UniqueConstraint("community", "source_id", "reason", "sequence", name="grant_reversals_key"),
    Index("grant_reversals_party", "community", "party_id", "performed_on"),
    Index("grant_reversals_grant_id", "community", "grant_id"),
    CheckConstraint(
        "minutes >= 0 AND fen >= 0 AND cv >= 0 AND sp >= 0 AND sp_minutes BETWEEN 0 AND minutes AND sp_owed BETWEEN 0 AND sp",
        name="grant_reversals_amounts",
    ),
    CheckConstraint(
        "reason IN ('ERROR', 'DUPLICATE', 'FRAUD', 'DISPUTE_LOST', 'RETURNED_GOODS', 'DONATION_REFUNDED', 'EVIDENCE_WITHDRAWN')",
        name="grant_reversals_reason_known",
    ),
    info=APPEND_ONLY,
)
