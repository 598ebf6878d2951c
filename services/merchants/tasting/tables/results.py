"""What came of a panel: what was counted, and the titles it gave."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
)

from chassis.tables import APPEND_ONLY
from services.merchants.tasting.tables.base import OF_DISH, OF_PANEL, metadata, of_panel

tallies = Table(
    "tallies",
    metadata,
    *of_panel(),
    Column("run", Integer, nullable=False),
    Column("method", Text, nullable=False),
    Column("shortfalls", Text, nullable=False),
    Column("judges_dealt", Integer, nullable=False),
    Column("judges_handed_in", Integer, nullable=False),
    Column("ballots_counted", Integer, nullable=False),
    Column("ballots_voided", Integer, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "run"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)

dish_scores = Table(
    "dish_scores",
    metadata,
    *of_panel(),
    Column("run", Integer, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("ballots", Integer, nullable=False),
    Column("plain_mean", Integer, nullable=False),
    Column("adjusted", Integer, nullable=False),
    Column("rank", Integer, nullable=False),
    Column("selection", SmallInteger, nullable=False),
    Column("nominations", Integer, nullable=False),
    Column("why", Text, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "run", "dish_id"),
    ForeignKeyConstraint(*OF_DISH),
    info=APPEND_ONLY,
)

severities = Table(
    "severities",
    metadata,
    *of_panel(),
    Column("run", Integer, nullable=False),
    Column("judge_number", Text, nullable=False),
    Column("ballots", Integer, nullable=False),
    Column("severity", Integer, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "run", "judge_number"),
    ForeignKeyConstraint(*OF_PANEL),
    info=APPEND_ONLY,
)

titles = Table(
    "titles",
    metadata,
    *of_panel(),
    Column("run", Integer, nullable=False),
    Column("dish_id", Text, nullable=False),
    Column("award", Text, nullable=False),
    PrimaryKeyConstraint("community", "panel_id", "run", "dish_id", "award"),
    ForeignKeyConstraint(*OF_DISH),
    info=APPEND_ONLY,
)

awards = Table(
    "awards",
    metadata,
    *of_panel(),
    Column("dish_id", Text, nullable=False),
    Column("award", Text, nullable=False),
    Column("member_id", Text, nullable=False),
    Column("given_on", Date, nullable=False),
    Column("valid_until", Date, nullable=False),
    # A dish is given a title once.
    PrimaryKeyConstraint("community", "panel_id", "dish_id", "award"),
    ForeignKeyConstraint(*OF_DISH),
    Index("awards_in_force", "community", "valid_until"),
    info=APPEND_ONLY,
)
