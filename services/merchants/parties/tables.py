"""Who is known here: a copy of what points said, never changed."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, MetaData, PrimaryKeyConstraint, Table, Text

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
    Index("known_parties_of_organisation", "community", "organisation_id"),
    info=APPEND_ONLY,
)
