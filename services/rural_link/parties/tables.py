"""Who is known here: a copy of what points said; only names are forgotten again."""

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
    Column("public_name", Text, nullable=False),
    Column("registered_on", Date, nullable=False),
    PrimaryKeyConstraint("community", "party_id"),
    # Append-only but for one thing: who is forgotten leaves an empty name.
    info={"updatable": ("public_name",)},
)

forgotten_parties = Table(
    "forgotten_parties",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("erased_on", Date, nullable=False),
    # Kept so that an announcement that comes after the erasure brings no name back.
    PrimaryKeyConstraint("community", "party_id", name="forgotten_parties_pkey"),
    info=APPEND_ONLY,
)
