"""The tables of where a party's points go when they lapse, and of the notices it got before."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
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

choices = Table(
    "lapse_choices",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("goes_to", Text, nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "party_id", name="lapse_choices_pkey"),
    CheckConstraint("goes_to IN ('pool', 'nothing')", name="lapse_choices_to"),
    info={"updatable": ("goes_to", "version")},
)

notices = Table(
    "lapse_notices",
    metadata,
    Column("community", Text, nullable=False),
    Column("notice_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("noticed_on", Date, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("days_before", SmallInteger, nullable=False),
    Column("sp", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "notice_id", name="lapse_notices_pkey"),
    # Each step once for what a party has with one last day: a lot has one last day, so this is once a lot.
    UniqueConstraint("community", "party_id", "expires_on", "days_before", name="lapse_notices_once"),
    Index("lapse_notices_party", "community", "party_id", "notice_id"),
    CheckConstraint("sp > 0 AND days_before IN (30, 7, 1)", name="lapse_notices_shape"),
    info=APPEND_ONLY,
)
