"""Orders of packs."""

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
    Table,
    Text,
)

metadata = MetaData()

orders = Table(
    "orders",
    metadata,
    Column("community", Text, nullable=False),
    Column("order_id", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("partner_id", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("buyer_id", Text, nullable=False),
    Column("placed_by", Text, nullable=False),
    Column("packs", Integer, nullable=False),
    Column("pack_grams", BigInteger, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("state", Text, nullable=False),
    Column("placed_on", Date, nullable=False),
    Column("delivered_on", Date),
    Column("handed_over_by", Text),
    Column("cancelled_because", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "order_id"),
    Index("orders_of_a_lot", "community", "lot_id", "order_id"),
    Index("orders_of_a_buyer", "community", "buyer_id", "order_id"),
    Index("orders_of_a_partner", "community", "partner_id", "order_id"),
    CheckConstraint("packs > 0 AND pack_grams > 0 AND price > 0", name="orders_something"),
    CheckConstraint("state IN ('placed', 'confirmed', 'delivered', 'cancelled')", name="an_order_state"),
    CheckConstraint("(state = 'delivered') = (handed_over_by IS NOT NULL)", name="delivered_by_somebody"),
    info={"updatable": ("state", "delivered_on", "handed_over_by", "cancelled_because", "version")},
)
