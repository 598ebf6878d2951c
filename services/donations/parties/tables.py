"""Parties as they were announced by points."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, MetaData, PrimaryKeyConstraint, Table, Text

from chassis.tables import APPEND_ONLY

metadata = MetaData()

known_parties = Table(
    "known_parties",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("is_person", Boolean, nullable=False),
    Column("household_id", Text),
    Column("organisation_id", Text),
    Column("public_name", Text, nullable=False),
    Column("registered_on", Date, nullable=False),
    PrimaryKeyConstraint("community", "party_id"),
    info=APPEND_ONLY,
)
