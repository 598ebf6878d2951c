"""Persons whom a row names by telephone number: found by its blind index; the number itself is gone before anything is kept (ADR 0123)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from chassis.clock import civil_day
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import IMPORT_COLUMNS, LookKind, PersonalField
from contracts.refused import Refused
from services.points.imports.rules import numbers
from services.points.imports.rules.sheets import Import
from services.points.parties import store as party_store
from services.points.personal import store as personal
from services.points.personal.rules.looks import Look
from services.points.personal.sealing import Keyring

PLACE = 1 + next(place for place, column in enumerate(IMPORT_COLUMNS) if column.name == "party_id")
"""Where a row, which begins with its line, says whom it is about."""
PHONE = PersonalField.PHONE
WHY = "批量导入：{reason}"


def without_numbers(texts: Sequence[list[Any]], *, community: str, keys: Keyring | None) -> None:
    """Put into each row, in place of a number, its mask and what finds its person; without `keys` the mask alone."""
    for row in texts:
        cell = row[PLACE]
        if not numbers.is_number(cell):
            continue
        whole = numbers.whole(cell) if keys else None
        if keys is None or whole is None:
            row[PLACE] = numbers.masked(cell)
        else:
            row[PLACE] = numbers.kept(cell, keys.blinds(whole, community=community, field=PHONE.value))


def name_persons(work: Work, found: Import, texts: Sequence[list[Any]]) -> dict[int, Refused]:
    """Put into each row the id of whom its number names; by place among the rows, why it names nobody.

    Everybody who has one of the numbers sees that somebody looked, and why.
    """
    asked = {place: kept for place, row in enumerate(texts) if (kept := numbers.blinds_in(row[PLACE])) is not None}
    if not asked:
        return {}
    having = personal.having(work, PHONE, {blind for _, blinds in asked.values() for blind in blinds})
    everybody = sorted(set[PartyId]().union(*having.values()))
    guardians = party_store.guardians_of(work, everybody)
    unnamed = {}
    for place, (mask, blinds) in asked.items():
        theirs = set[PartyId]().union(*(having.get(blind, ()) for blind in blinds))
        meant = numbers.meant(theirs, guardians=guardians)
        texts[place][PLACE] = mask if isinstance(meant, Refused) else meant
        if isinstance(meant, Refused):
            unnamed[place] = meant
    personal.add_looks(work, [_look(work, found, party_id) for party_id in everybody])
    return unnamed


def _look(work: Work, found: Import, party_id: PartyId) -> Look:
    return Look(
        look_id=new_id("lok"),
        party_id=party_id,
        field=PHONE,
        kind=LookKind.LOOKUP,
        by=found.opened_by,
        at=work.now,
        day=civil_day(work.now),
        reason=WHY.format(reason=found.reason),
    )
