"""The tables of contributions, of what proves them, and of what is decided about them."""

from __future__ import annotations

from services.points.contributions.tables.base import metadata
from services.points.contributions.tables.claims import (
    appraisals,
    contribution_documents,
    contribution_goods,
    contributions,
    gone_before,
)
from services.points.contributions.tables.deciding import (
    challenges,
    consequences,
    contribution_drafts,
    contribution_reminders,
    duties,
    passed_over,
    recheck_draws,
    rechecks,
)

__all__ = [
    "appraisals",
    "challenges",
    "consequences",
    "contribution_documents",
    "contribution_drafts",
    "contribution_goods",
    "contribution_reminders",
    "contributions",
    "duties",
    "gone_before",
    "metadata",
    "passed_over",
    "recheck_draws",
    "rechecks",
]
