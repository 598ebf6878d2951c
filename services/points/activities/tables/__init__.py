"""The tables of acts of charity."""

from __future__ import annotations

from services.points.activities.tables.acts import activities, beneficiaries, hosts, metadata, reports, shifts
from services.points.activities.tables.attending import attendances, code_tries, qualifications, sign_ups

__all__ = [
    "activities",
    "attendances",
    "beneficiaries",
    "code_tries",
    "hosts",
    "metadata",
    "qualifications",
    "reports",
    "shifts",
    "sign_ups",
]
