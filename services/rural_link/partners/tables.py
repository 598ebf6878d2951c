"""The rural partners."""

from __future__ import annotations

from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Date,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

partners = Table(
    "partners",
    metadata,
    Column("community", Text, nullable=False),
    Column("partner_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("categories", ARRAY(Text), nullable=False),
    Column("registered_on", Date, nullable=False),
    PrimaryKeyConstraint("community", "partner_id"),
    # A village is one partner: whoever acts for it acts for one set of lots.
    UniqueConstraint("community", "party_id", name="one_partner_per_party"),
    CheckConstraint("cardinality(categories) > 0", name="grows_something"),
    # Written once, but for the name of a grower who is forgotten.
    info={"updatable": ("name",)},
)
