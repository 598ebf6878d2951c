"""Statements about erasures, and what an erasure removes."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, func

from chassis.database import Work
from chassis.tables import requests
from contracts.kinds import PartyId
from services.points import rows
from services.points.personal.refusals import ErasureAsked, ErasureIdTaken, ErasureNotFound
from services.points.personal.rules import Erasure
from services.points.personal.tables import erasures, personal_values

TOLD_IN = ("register_party", "reveal_personal_data")
"""The commands whose stored answers name a person or hold a sealed value."""


def add_erasure(work: Work, erasure: Erasure) -> Erasure:
    """Keep what was asked for, or answer the one with the same content. Refuses ErasureAsked, ErasureIdTaken."""
    if rows.add(work, erasures, erasure):
        return erasure
    known = rows.find(work, erasures, Erasure, erasure.erasure_id)
    if known is None:
        raise ErasureAsked
    if not known.same_as(erasure):
        raise ErasureIdTaken
    return known


def require_erasure(work: Work, erasure_id: str, *, lock: bool = False) -> Erasure:
    """The erasure, perhaps locked. Refuses ErasureNotFound."""
    erasure = rows.find(work, erasures, Erasure, erasure_id, lock=lock)
    if erasure is None:
        raise ErasureNotFound
    return erasure


def save_erasure(work: Work, erasure: Erasure) -> Erasure:
    """Write an erasure that was locked."""
    return rows.save(work, erasures, erasure)


def erasure_page(
    work: Work, *, of: Collection[PartyId] | None, after: str | None, limit: int
) -> tuple[list[Erasure], str | None]:
    """Erasures, newest id first; of these persons, or all."""
    where = [] if of is None else [erasures.c.party_id.in_(of)]
    return rows.page(work, erasures, Erasure, *where, after=after, limit=limit, newest_first=True)


def forget_values(work: Work, party_id: PartyId) -> None:
    """Remove every value and index of a person, and the stored answers that would tell them to whoever repeats a request."""
    work.connection.execute(
        delete(personal_values).where(
            personal_values.c.community == work.community, personal_values.c.party_id == party_id
        )
    )
    work.connection.execute(
        delete(requests).where(
            requests.c.community == work.community,
            requests.c.method.in_(TOLD_IN),
            func.strpos(requests.c.answer, party_id) > 0,
        )
    )
