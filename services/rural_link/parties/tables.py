"""Who is known here, and which accounts are one identity: a copy of what points said; only names are forgotten again."""

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

party_links = Table(
    "party_links",
    metadata,
    Column("community", Text, nullable=False),
    Column("link_id", Text, nullable=False),
    Column("one_id", Text, nullable=False),
    Column("other_id", Text, nullable=False),
    PrimaryKeyConstraint("community", "link_id", name="party_links_pkey"),
    info=APPEND_ONLY,
)

ended_links = Table(
    "ended_links",
    metadata,
    Column("community", Text, nullable=False),
    Column("link_id", Text, nullable=False),
    # Kept by itself: an end that is heard before its beginning ends it all the same.
    PrimaryKeyConstraint("community", "link_id", name="ended_links_pkey"),
    info=APPEND_ONLY,
)
