"""The table of contributions."""

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
    Table,
    Text,
)

metadata = MetaData()

contributions = Table(
    "contributions",
    metadata,
    Column("community", Text, nullable=False),
    Column("contribution_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("contribution_type", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("qualification", Text),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("performed_on", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("submitted_by", Text, nullable=False),
    Column("submitted_at", DateTime(timezone=True), nullable=False),
    Column("confirmed_by", Text),
    Column("confirmed_at", DateTime(timezone=True)),
    Column("notice_ends_at", DateTime(timezone=True)),
    Column("decided_by", Text),
    Column("decided_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("rate_card", Integer, nullable=False),
    Column("cv", BigInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "contribution_id", name="contributions_pkey"),
    Index("contributions_party", "community", "party_id", "started_at"),
    Index("contributions_state", "community", "state", "contribution_id"),
    CheckConstraint("minutes BETWEEN 30 AND 480", name="contributions_minutes"),
    CheckConstraint("contribution_type IN ('H1', 'H2', 'H3', 'H4')", name="contributions_type"),
    CheckConstraint(
        "state IN ('submitted', 'returned', 'under_notice', 'settled', 'rejected')", name="contributions_state_known"
    ),
    # Claimant, confirmer and approver are three persons, and nobody decides what they entered (rulebook §22, invariant 11).
    CheckConstraint("confirmed_by NOT IN (party_id, submitted_by)", name="contributions_confirmer"),
    CheckConstraint(
        "decided_by NOT IN (party_id, submitted_by, coalesce(confirmed_by, ''))", name="contributions_decider"
    ),
    CheckConstraint(
        "state <> 'settled' OR (confirmed_by IS NOT NULL AND decided_by IS NOT NULL AND decided_at >= notice_ends_at)",
        name="contributions_settled",
    ),
    info={
        "updatable": (
            "evidence",
            "state",
            "confirmed_by",
            "confirmed_at",
            "notice_ends_at",
            "decided_by",
            "decided_at",
            "reason",
            "rate_card",
            "cv",
            "sp",
            "version",
        )
    },
)
