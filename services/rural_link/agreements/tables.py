"""Agreements, what each party owes under them, and the signatures."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

OF_AN_AGREEMENT = (["community", "agreement_id"], ["agreements.community", "agreements.agreement_id"])

agreements = Table(
    "agreements",
    metadata,
    Column("community", Text, nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("review_on", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("in_force_on", Date),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "agreement_id"),
    CheckConstraint("review_on <= ends_on", name="reviewed_before_it_ends"),
    # What is signed cannot change under the signatures.
    info={"updatable": ("in_force_on", "version")},
)

agreement_parties = Table(
    "agreement_parties",
    metadata,
    Column("community", Text, nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("place", Integer, nullable=False),
    PrimaryKeyConstraint("community", "agreement_id", "party_id"),
    ForeignKeyConstraint(*OF_AN_AGREEMENT, name="party_of_an_agreement"),
    info=APPEND_ONLY,
)

obligations = Table(
    "obligations",
    metadata,
    Column("community", Text, nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("owner_id", Text, nullable=False),
    Column("duty", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("evidence", Text, nullable=False),
    Column("met_on", Date),
    Column("evidence_sha256", Text),
    PrimaryKeyConstraint("community", "agreement_id", "number"),
    ForeignKeyConstraint(
        ["community", "agreement_id", "owner_id"],
        ["agreement_parties.community", "agreement_parties.agreement_id", "agreement_parties.party_id"],
        name="owed_by_a_party",
    ),
    CheckConstraint("(met_on IS NULL) = (evidence_sha256 IS NULL)", name="met_with_evidence"),
    info={"updatable": ("met_on", "evidence_sha256")},
)

signatures = Table(
    "signatures",
    metadata,
    Column("community", Text, nullable=False),
    Column("agreement_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("signed_by", Text, nullable=False),
    Column("authority", Text, nullable=False),
    Column("text_sha256", Text, nullable=False),
    Column("signed_at", DateTime(timezone=True), nullable=False),
    Column("signed_on", Date, nullable=False),
    # A party signs once, and nobody signs for two parties.
    PrimaryKeyConstraint("community", "agreement_id", "party_id"),
    UniqueConstraint("community", "agreement_id", "signed_by", name="one_party_per_signer"),
    ForeignKeyConstraint(
        ["community", "agreement_id", "party_id"],
        ["agreement_parties.community", "agreement_parties.agreement_id", "agreement_parties.party_id"],
        name="signed_for_a_party",
    ),
    info=APPEND_ONLY,
)
