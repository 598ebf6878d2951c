"""Every statement about programmes."""

from __future__ import annotations

from chassis.database import Work
from services.points import rows
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.tables import programmes


def add_programme(work: Work, programme: Programme) -> Programme:
    """Keep a draft, or answer the one with the same content. Refuses ProgrammeIdTaken."""
    if rows.add(work, programmes, programme):
        return programme
    known = require_programme(work, programme.programme_id)
    if not known.same_as(programme):
        raise refusals.ProgrammeIdTaken
    return known


def require_programme(work: Work, programme_id: str, *, lock: bool = False) -> Programme:
    """The programme, perhaps locked. Refuses ProgrammeNotFound."""
    programme = rows.find(work, programmes, Programme, programme_id, lock=lock)
    if programme is None:
        raise refusals.ProgrammeNotFound
    return programme


def save_programme(work: Work, programme: Programme) -> Programme:
    """Write a programme that was locked."""
    return rows.save(work, programmes, programme)


def programme_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Programme], str | None]:
    """Programmes in the order of their ids."""
    return rows.page(work, programmes, Programme, after=after, limit=limit)
