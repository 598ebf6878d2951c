"""The tables of acts of charity."""

from __future__ import annotations

from services.points.activities.tables.attending import attendances, code_tries, sign_ups
from services.points.activities.tables.base import metadata
from services.points.activities.tables.counts import beneficiaries, reports
from services.points.activities.tables.sheets import corrections, serials, sheet_lines

__all__ = [
    "attendances",
    "beneficiaries",
    "code_tries",
    "corrections",
    "metadata",
    "reports",
    "serials",
    "sheet_lines",
    "sign_ups",
]
