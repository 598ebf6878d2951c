"""The table of fees that companies told."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, DateTime, Index, MetaData, PrimaryKeyConstraint, Table, Text

from chassis.tables import APPEND_ONLY

metadata = MetaData()

annual_fees = Table(
    "annual_fees",
    metadata,
    Column("community", Text, nullable=False),
    Column("fee_id", Text, nullable=False),
    Column("company_id", Text, nullable=False),
    Column("household_id", Text, nullable=False),
    Column("year", Text, nullable=False),
    Column("annual_fee", BigInteger, nullable=False),
    Column("told_by", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "fee_id", name="annual_fees_pkey"),
    Index("annual_fees_told", "community", "company_id", "household_id", "year", "told_at"),
    CheckConstraint("annual_fee > 0", name="annual_fees_amount"),
    # On what a discount was worked out stays on record.
    info=APPEND_ONLY,
)
