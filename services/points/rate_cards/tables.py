"""The table of published rate cards. Nothing of a card ever changes."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, Integer, MetaData, PrimaryKeyConstraint, Table, Text, UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB

from chassis.tables import APPEND_ONLY

metadata = MetaData()

rate_cards = Table(
    "rate_cards",
    metadata,
    Column("community", Text, nullable=False),
    Column("number", Integer, nullable=False),
    Column("in_force_from", Text, nullable=False),
    Column("heavy_cv_percent", Integer, nullable=False),
    Column("sp_hours_per_month", Integer, nullable=False),
    Column("rates", JSONB, nullable=False),
    Column("published_by", Text, nullable=False),
    Column("published_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "number", name="rate_cards_pkey"),
    # One card begins in a month.
    UniqueConstraint("community", "in_force_from", name="rate_cards_month"),
    info=APPEND_ONLY,
)
