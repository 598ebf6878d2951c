"""The tables of tasting: panels, what is dealt, what is cast, and what came of it."""

from __future__ import annotations

from services.merchants.tasting.tables.base import metadata
from services.merchants.tasting.tables.panels import (
    ballots,
    codes,
    dishes,
    interests,
    label_openings,
    nominations,
    panels,
    plates,
    seats,
    services_rendered,
    voids,
    volunteers,
)
from services.merchants.tasting.tables.results import awards, dish_scores, severities, tallies, titles

__all__ = [
    "awards",
    "ballots",
    "codes",
    "dish_scores",
    "dishes",
    "interests",
    "label_openings",
    "metadata",
    "nominations",
    "panels",
    "plates",
    "seats",
    "services_rendered",
    "severities",
    "tallies",
    "titles",
    "voids",
    "volunteers",
]
