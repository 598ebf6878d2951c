"""The tables of acts of charity."""

from __future__ import annotations

from services.points.activities.tables.acts import activities, beneficiaries, hosts, metadata, reports, shifts
from services.points.activities.tables.attending import attendances, code_tries, sign_ups
from services.points.activities.tables.sheets import corrections, serials, sheet_lines, sheets

__all__ = [
    "activities",
    "attendances",
    "beneficiaries",
    "code_tries",
    "corrections",
    "hosts",
    "metadata",
    "reports",
    "serials",
    "sheet_lines",
    "sheets",
    "shifts",
    "sign_ups",
]
