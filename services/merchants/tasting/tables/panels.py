"""Panels, what is dealt, and what is cast."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
)

from chassis.tables import APPEND_ONLY
from services.merchants.tasting.tables.base import OF_DISH, OF_PANEL, metadata, of_panel

panels = Table(
    "panels",
    metadata,
    *of_panel(),
    Column("name", Text, nullable=False),
    Column("held_on", Date, nullable=False),
    Column("seed_source", Text, nullable=False),
    Column("seats", SmallInteger, nullable=False),
    Column("card_size", SmallInteger, nullable=False),
    Column("minutes", SmallInteger, nullable=False),
    Column("called_by", Text, nullable=False),
    Column("called_at", DateTime(timezone=True), nullable=False),
    Column("state", Text, nullable=False),
    Column("public_seed", Text),
    Column("volunteers_hash", Text),
    Column("code_salt", Text),
    Column("code_table_hash", Text),
    Column("dealing_secret", Text),
    Column("dealt_at", DateTime(timezone=True)),
    Column("ballots_hash", Text),
    Column("closed_by", Text),
    Column("closed_at", DateTime(timezone=True)),
    Column("published_by", Text),
    Column("published_at", DateTime(timezone=True)),
    Column("run", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("activity_id", Text),
    PrimaryKeyConstraint("community", "panel_id"),
    # Whoever called or closed a panel does not publish its result.
    CheckConstraint("published_by IS NULL OR published_by NOT IN (called_by, closed_by)", name="published_by_another"),
)

dishes = Table(
    "dishes",
    metadata,
    *of_panel(),
    Column("dish_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("portions", Integer, nullable=False),
    Column("enrolled_by", Text, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "dish_id"),
    UniqueConstraint("community", "dish_id", name="one_panel_per_dish"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)

codes = Table(
    "codes",
    metadata,
    *of_panel(),
    Column("code", Text, nullable=False),
    Column("dish_id", Text, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "code"),
    UniqueConstraint("community", "panel_id", "dish_id", name="one_code_per_dish"),
    ForeignKeyConstraint(*OF_DISH),
    info=APPEND_ONLY,
)

label_openings = Table(
    "label_openings",
    metadata,
    *of_panel(),
    Column("opened_by", Text, nullable=False),
    Column("opened_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "opened_by", "opened_at"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)

volunteers = Table(
    "volunteers",
    metadata,
    *of_panel(),
    Column("party_id", Text, nullable=False),
    Column("household_id", Text),
    Column("age_band", Text, nullable=False),
    Column("building", Text, nullable=False),
    Column("entered_by", Text, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "party_id"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)

seats = Table(
    "seats",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("place", SmallInteger, nullable=False),
    Column("absent", Boolean, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "judge_id"),
    ForeignKeyConstraint(
        ["community", "panel_id", "judge_id"],
        ["volunteers.community", "volunteers.panel_id", "volunteers.party_id"],
    ),
)

interests = Table(
    "interests",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("kind", Text),
    Column("declared", Boolean, nullable=False),
    Column("noted_by", Text, nullable=False),
    Column("noted_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "judge_id", "member_id"),
    ForeignKeyConstraint(*OF_PANEL),
    CheckConstraint("declared = (kind IS NOT NULL)", name="declared_as_something"),
    info=APPEND_ONLY,
)

plates = Table(
    "plates",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("place", SmallInteger, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "judge_id", "dish_id"),
    ForeignKeyConstraint(*OF_DISH),
    info={"updatable": ("place",), "deletable": True},
)

ballots = Table(
    "ballots",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("colour", SmallInteger, nullable=False),
    Column("aroma", SmallInteger, nullable=False),
    Column("taste", SmallInteger, nullable=False),
    Column("reason", Text),
    Column("fingerprint", Text, nullable=False),
    Column("cast_at", DateTime(timezone=True), nullable=False),
    # A judge scores a plate once, and only a plate that was dealt.
    PrimaryKeyConstraint("community", "panel_id", "judge_id", "dish_id"),
    ForeignKeyConstraint(
        ["community", "panel_id", "judge_id", "dish_id"],
        ["plates.community", "plates.panel_id", "plates.judge_id", "plates.dish_id"],
    ),
    CheckConstraint("colour BETWEEN 0 AND 20 AND aroma BETWEEN 0 AND 20 AND taste BETWEEN 0 AND 20", name="scale"),
    CheckConstraint(
        "(least(colour, aroma, taste) > 6 AND greatest(colour, aroma, taste) < 20) OR length(reason) >= 5",
        name="extremes_say_why",
    ),
    info=APPEND_ONLY,
)

voids = Table(
    "voids",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("voided_by", Text, nullable=False),
    Column("voided_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "judge_id", "dish_id"),
    ForeignKeyConstraint(*OF_DISH),
    info=APPEND_ONLY,
)

nominations = Table(
    "nominations",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("nominated_at", DateTime(timezone=True), nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "judge_id", "dish_id"),
    ForeignKeyConstraint(
        ["community", "panel_id", "judge_id", "dish_id"],
        ["ballots.community", "ballots.panel_id", "ballots.judge_id", "ballots.dish_id"],
    ),
    info=APPEND_ONLY,
)

services_rendered = Table(
    "services_rendered",
    metadata,
    *of_panel(),
    Column("judge_id", Text, nullable=False),
    Column("minutes", SmallInteger, nullable=False),
    # A judge's service on a panel is told once.
    PrimaryKeyConstraint("community", "panel_id", "judge_id"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)
