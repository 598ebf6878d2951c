"""Mandates, what their donors agreed to, and their months."""

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
    UniqueConstraint,
    text,
)

from chassis.tables import APPEND_ONLY

metadata = MetaData()

mandates = Table(
    "mandates",
    metadata,
    Column("community", Text, nullable=False),
    Column("mandate_id", Text, nullable=False),
    Column("donor_id", Text, nullable=False),
    Column("fund_code", Text, nullable=False),
    Column("project_code", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("day_of_month", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("consent_sha256", Text),
    Column("contract_number", Text),
    Column("signed_at", DateTime(timezone=True)),
    Column("first_day", Date),
    Column("paused_until", Text),
    Column("failed_in_a_row", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "mandate_id", name="mandates_pkey"),
    CheckConstraint("amount > 0", name="mandates_amount"),
    CheckConstraint("day_of_month BETWEEN 1 AND 28", name="mandates_day"),
    # Nothing is charged without a consent and a contract.
    CheckConstraint(
        "state NOT IN ('active', 'paused', 'paused_auto')"
        " OR (consent_sha256 IS NOT NULL AND contract_number IS NOT NULL AND first_day IS NOT NULL)",
        name="mandates_agreed",
    ),
    Index("mandates_of_donor", "community", "donor_id", "mandate_id"),
    Index("mandates_live", "community", "mandate_id", postgresql_where=text("state IN ('active', 'paused')")),
)

consents = Table(
    "consents",
    metadata,
    Column("community", Text, nullable=False),
    Column("mandate_id", Text, nullable=False),
    Column("consent_sha256", Text, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("agreed_by", Text),
    Column("agreed_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "mandate_id", "consent_sha256", name="consents_pkey"),
    info=APPEND_ONLY,
)

cycles = Table(
    "cycles",
    metadata,
    Column("community", Text, nullable=False),
    Column("mandate_id", Text, nullable=False),
    Column("month", Text, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("amount", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("gift_id", Text, nullable=False),
    Column("version", Integer, nullable=False),
    # At most one success per mandate and month (rulebook §22, invariant 10): one row, one gift, confirmed once.
    PrimaryKeyConstraint("community", "mandate_id", "month", name="cycles_pkey"),
    UniqueConstraint("community", "gift_id", name="cycles_gift"),
)
