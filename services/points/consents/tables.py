"""The tables of consents; their history is only ever added to."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.tables import APPEND_ONLY

metadata = MetaData()

consent_texts = Table(
    "consent_texts",
    metadata,
    Column("community", Text, nullable=False),
    Column("text_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("text_version", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "text_id", name="consent_texts_pkey"),
    # The hash is that of the words.
    CheckConstraint("sha256 = encode(sha256(convert_to(text, 'UTF8')), 'hex')", name="consent_texts_hash"),
    Index("consent_texts_latest", "community", "purpose", "published_at"),
    info=APPEND_ONLY,
)

consents = Table(
    "consents",
    metadata,
    Column("community", Text, nullable=False),
    Column("consent_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("purpose", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("fields", ARRAY(Text), nullable=False),
    Column("text_version", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("given_by", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    Column("given_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "consent_id", name="consents_pkey"),
    CheckConstraint("cardinality(fields) > 0", name="consents_fields"),
    # Nobody consents for somebody else without a signed paper; a guardian enters it as who gave it.
    CheckConstraint("recorded_by = given_by OR channel = 'paper'", name="consents_paper"),
    Index("consents_of_party", "community", "party_id", "purpose", "recipient"),
    info=APPEND_ONLY,
)

consent_withdrawals = Table(
    "consent_withdrawals",
    metadata,
    Column("community", Text, nullable=False),
    Column("consent_id", Text, nullable=False),
    Column("withdrawn_by", Text, nullable=False),
    Column("withdrawn_at", DateTime(timezone=True), nullable=False),
    Column("channel", Text, nullable=False),
    PrimaryKeyConstraint("community", "consent_id", name="consent_withdrawals_pkey"),
    ForeignKeyConstraint(
        ["community", "consent_id"], ["consents.community", "consents.consent_id"], name="consent_withdrawals_consent"
    ),
    info=APPEND_ONLY,
)
