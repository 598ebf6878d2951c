"""The tables of certificates of service; the record itself is what was granted and attended."""

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
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

certificates = Table(
    "certificates",
    metadata,
    Column("community", Text, nullable=False),
    Column("certificate_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("services", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("requested_by", Text, nullable=False),
    Column("requested_at", DateTime(timezone=True), nullable=False),
    Column("notice_ends_at", DateTime(timezone=True), nullable=False),
    Column("number", Text),
    Column("issuer_id", Text),
    Column("contact", Text),
    Column("issued_by", Text),
    Column("issued_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("ended_at", DateTime(timezone=True)),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "certificate_id", name="certificates_pkey"),
    UniqueConstraint("community", "number", name="certificates_number"),
    Index("certificates_party", "community", "party_id", "certificate_id"),
    Index("certificates_state", "community", "state", "certificate_id"),
    CheckConstraint("state IN ('under_notice', 'issued', 'declined', 'revoked')", name="certificates_state_known"),
    CheckConstraint("first_day <= last_day AND minutes > 0 AND services > 0", name="certificates_period"),
    # Never before the public notice of seven days, and never by whoever asked for it or holds it.
    CheckConstraint("notice_ends_at >= requested_at + interval '7 days'", name="certificates_notice"),
    CheckConstraint("issued_at >= notice_ends_at", name="certificates_issued_after"),
    CheckConstraint("issued_by NOT IN (requested_by, party_id)", name="certificates_two_persons"),
    CheckConstraint("ended_by NOT IN (coalesce(issued_by, requested_by), party_id)", name="certificates_ended_by"),
    CheckConstraint(
        "(state IN ('issued', 'revoked')) = "
        "(number IS NOT NULL AND issuer_id IS NOT NULL AND contact IS NOT NULL AND issued_by IS NOT NULL)",
        name="certificates_issued",
    ),
    info={
        "updatable": (
            "state",
            "number",
            "issuer_id",
            "contact",
            "issued_by",
            "issued_at",
            "ended_by",
            "ended_at",
            "reason",
            "version",
        )
    },
)

lines = Table(
    "certificate_lines",
    metadata,
    Column("community", Text, nullable=False),
    Column("certificate_id", Text, nullable=False),
    Column("line", SmallInteger, nullable=False),
    Column("source_id", Text, nullable=False),
    Column("activity", Text, nullable=False),
    Column("performed_on", Date, nullable=False),
    Column("contribution_type", Text, nullable=False),
    Column("minutes", Integer, nullable=False),
    Column("evidence", Text, nullable=False),
    PrimaryKeyConstraint("community", "certificate_id", "line", name="certificate_lines_pkey"),
    ForeignKeyConstraint(
        ["community", "certificate_id"],
        [certificates.c.community, certificates.c.certificate_id],
        name="certificate_lines_certificate",
    ),
    info=APPEND_ONLY,
)

numbers = Table(
    "certificate_numbers",
    metadata,
    Column("community", Text, nullable=False),
    Column("year", SmallInteger, nullable=False),
    Column("last", Integer, nullable=False),
    PrimaryKeyConstraint("community", "year", name="certificate_numbers_pkey"),
    info={"updatable": ("last",)},
)
