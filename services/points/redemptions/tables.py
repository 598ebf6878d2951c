"""The tables of the catalogue and of redemptions."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

metadata = MetaData()

items = Table(
    "items",
    metadata,
    Column("community", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("stock", Integer, nullable=False),
    Column("first_stock", Integer, nullable=False),
    Column("state", Text, nullable=False),
    Column("proposed_by", Text, nullable=False),
    Column("approved_by", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "item_id", name="items_pkey"),
    Index("items_state", "community", "state", "item_id"),
    CheckConstraint("price > 0", name="items_price"),
    # Never oversold, never more than there was.
    CheckConstraint("stock BETWEEN 0 AND first_stock", name="items_stock"),
    CheckConstraint("state IN ('proposed', 'offered', 'withdrawn')", name="items_state_known"),
    CheckConstraint("approved_by <> proposed_by", name="items_two_persons"),
    info={"updatable": ("stock", "state", "approved_by", "version")},
)

redemptions = Table(
    "redemptions",
    metadata,
    Column("community", Text, nullable=False),
    Column("redemption_id", Text, nullable=False),
    Column("item_id", Text, nullable=False),
    Column("provider_id", Text, nullable=False),
    Column("party_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("held_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("slot_at", DateTime(timezone=True)),
    Column("tries", Integer, nullable=False),
    Column("ended_at", DateTime(timezone=True)),
    Column("ended_by", Text),
    Column("reason", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "redemption_id", name="redemptions_pkey"),
    ForeignKeyConstraint(["community", "item_id"], [items.c.community, items.c.item_id], name="redemptions_item"),
    Index("redemptions_party", "community", "party_id", "redemption_id"),
    Index("redemptions_provider", "community", "provider_id", "redemption_id"),
    # The sweep's queue, whatever the community.
    Index("redemptions_held", "community", "expires_at", postgresql_where=text("state = 'held'")),
    CheckConstraint("price > 0 AND tries BETWEEN 0 AND 5", name="redemptions_amounts"),
    CheckConstraint("state IN ('held', 'fulfilled', 'cancelled', 'lapsed')", name="redemptions_state_known"),
    CheckConstraint("(state = 'held') = (ended_at IS NULL)", name="redemptions_end"),
    info={"updatable": ("state", "tries", "ended_at", "ended_by", "reason", "version")},
)
