"""Produce lots. What was stated of a harvest and of an offer is written once, in tables of their own: that is what locks it."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

lots = Table(
    "lots",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("partner_id", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("product", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("left_grams", BigInteger, nullable=False),
    Column("promised_grams", BigInteger, nullable=False),
    Column("packs_left", Integer, nullable=False),
    Column("state_before_hold", Text),
    Column("held_because", Text),
    Column("version", Integer, nullable=False),
    PrimaryKeyConstraint("community", "lot_id"),
    Index("lots_of_a_partner", "community", "partner_id", "lot_id"),
    Index("lots_by_state", "community", "state", "lot_id"),
    CheckConstraint("state IN ('draft', 'commissioned', 'certified', 'published', 'held', 'recalled')", name="a_state"),
    # No pack is sold twice.
    CheckConstraint("packs_left >= 0", name="packs_left_not_negative"),
    CheckConstraint("promised_grams >= 0", name="promised_not_negative"),
    CheckConstraint("(state = 'held') = (state_before_hold IS NOT NULL)", name="held_knows_what_it_was"),
    info={
        "updatable": (
            "category",
            "product",
            "state",
            "left_grams",
            "promised_grams",
            "packs_left",
            "state_before_hold",
            "held_because",
            "version",
        )
    },
)

harvests = Table(
    "harvests",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("partner_id", Text, nullable=False),
    Column("lot_number", Text, nullable=False),
    Column("grower_name", Text, nullable=False),
    Column("plot", Text, nullable=False),
    Column("variety", Text, nullable=False),
    Column("harvested_on", Date, nullable=False),
    Column("grams", BigInteger, nullable=False),
    PrimaryKeyConstraint("community", "lot_id"),
    # A village numbers its lots once: the number on a pack leads to one lot.
    UniqueConstraint("community", "partner_id", "lot_number", name="one_lot_per_number"),
    ForeignKeyConstraint(["community", "lot_id"], ["lots.community", "lots.lot_id"], name="harvest_of_a_lot"),
    CheckConstraint("grams > 0", name="harvest_weighs_something"),
    # Written once, but for the name of a grower who is forgotten.
    info={"updatable": ("grower_name",)},
)

offers = Table(
    "offers",
    metadata,
    Column("community", Text, nullable=False),
    Column("lot_id", Text, nullable=False),
    Column("price", BigInteger, nullable=False),
    Column("pack_grams", BigInteger, nullable=False),
    Column("packs", Integer, nullable=False),
    Column("grower_shown_as", Text, nullable=False),
    Column("published_on", Date, nullable=False),
    PrimaryKeyConstraint("community", "lot_id"),
    ForeignKeyConstraint(["community", "lot_id"], ["lots.community", "lots.lot_id"], name="offer_of_a_lot"),
    CheckConstraint("price > 0 AND pack_grams > 0 AND packs > 0", name="offers_something"),
    info={"updatable": ("grower_shown_as",)},
)
