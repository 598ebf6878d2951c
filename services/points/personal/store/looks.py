"""Statements about who looked at whose data, and who changed them; both are only ever added to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select

from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.personal.rules.looks import Change, Look
from services.points.personal.tables import personal_changes, personal_looks


def add_looks(work: Work, looks: Sequence[Look]) -> None:
    """Write down who looked."""
    rows.add_all(work, personal_looks, looks)


def find_look(work: Work, look_id: str) -> Look | None:
    """The look with this id."""
    return rows.find(work, personal_looks, Look, look_id)


def revealed_today(work: Work, *, by: PartyId, day: date) -> int:
    """How many values somebody has revealed on a day. Their party is locked, so nobody counts at the same time."""
    mine = (personal_looks.c.community == work.community, personal_looks.c.by == by)
    counted = select(func.count()).where(*mine, personal_looks.c.day == day, personal_looks.c.kind == "reveal")
    return int(work.connection.execute(counted).scalar_one())


def looks_page(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Look], str | None]:
    """Who looked at this person's data, newest first."""
    mine = personal_looks.c.party_id == party_id
    return rows.page(work, personal_looks, Look, mine, after=after, limit=limit, newest_first=True)


def changes_page(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Change], str | None]:
    """Who changed this person's data, newest first."""
    mine = personal_changes.c.party_id == party_id
    return rows.page(work, personal_changes, Change, mine, after=after, limit=limit, newest_first=True)
