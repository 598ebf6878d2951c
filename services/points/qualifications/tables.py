"""The table of qualifications."""

from __future__ import annotations

from sqlalchemy import (
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

qualifications = Table(
    "qualifications",
    metadata,
    Column("community", Text, nullable=False),
    Column("qualification_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("code", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("valid_until", Date),
    Column("stated_by", Text, nullable=False),
    Column("stated_at", DateTime(timezone=True), nullable=False),
    Column("verified_by", Text),
    Column("verified_at", DateTime(timezone=True)),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "qualification_id", name="qualifications_pkey"),
    Index("qualifications_party", "community", "party_id", "code"),
    CheckConstraint("verified_by NOT IN (party_id, stated_by)", name="qualifications_two_persons"),
    info={"updatable": ("verified_by", "verified_at", "version")},
)
