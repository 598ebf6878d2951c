"""The table of parties."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)

metadata = MetaData()

parties = Table(
    "parties",
    metadata,
    Column("community", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("sector", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("household_id", Text),
    Column("organisation_id", Text),
    Column("registered_at", DateTime(timezone=True), nullable=False),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "party_id", name="parties_pkey"),
    ForeignKeyConstraint(
        ["community", "household_id"], ["parties.community", "parties.party_id"], name="parties_household"
    ),
    ForeignKeyConstraint(
        ["community", "organisation_id"], ["parties.community", "parties.party_id"], name="parties_organisation"
    ),
    CheckConstraint("kind IN ('person', 'household', 'organisation')", name="parties_kind"),
    # Households and organisations belong to nobody.
    CheckConstraint("kind = 'person' OR (household_id IS NULL AND organisation_id IS NULL)", name="parties_links"),
    info={"updatable": ("name", "version")},
)
