"""Statements about sealed values; none of them ever holds a value in clear."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import PersonalField
from services.points import rows
from services.points.personal.rules import PersonalValue
from services.points.personal.tables import personal_changes, personal_values


def find_values(work: Work, party_id: PartyId) -> dict[PersonalField, PersonalValue]:
    """What is recorded of a person, by field."""
    mine = (personal_values.c.community == work.community, personal_values.c.party_id == party_id)
    found = work.connection.execute(select(personal_values).where(*mine)).mappings()
    return {value.field: value for value in (rows.thing_of(PersonalValue, row) for row in found)}


def values_of(work: Work, party_ids: Collection[PartyId], field: PersonalField) -> dict[PartyId, PersonalValue]:
    """One value of each of these persons, of those that have it."""
    if not party_ids:
        return {}
    theirs = (personal_values.c.community == work.community, personal_values.c.party_id.in_(party_ids))
    found = select(personal_values).where(*theirs, personal_values.c.field == field.value)
    return {row["party_id"]: rows.thing_of(PersonalValue, row) for row in work.connection.execute(found).mappings()}


def keep_values(work: Work, values: Sequence[PersonalValue], *, reason: str | None) -> None:
    """Write values, each over what stood in its field, and who did it. The party is locked."""
    new = insert(personal_values).values([{"community": work.community, **rows.values_of(value)} for value in values])
    written = {name: new.excluded[name] for name in personal_values.info["updatable"]}
    work.connection.execute(new.on_conflict_do_update(index_elements=["community", "party_id", "field"], set_=written))
    _note(work, values, change="recorded", by=values[0].changed_by, reason=reason)


def remove_value(work: Work, value: PersonalValue, *, by: PartyId, reason: str | None) -> None:
    """Remove one value and its index, and write down who did it. The party is locked."""
    work.connection.execute(
        delete(personal_values).where(
            personal_values.c.community == work.community,
            personal_values.c.party_id == value.party_id,
            personal_values.c.field == value.field.value,
        )
    )
    _note(work, [value], change="removed", by=by, reason=reason)


def found_by(work: Work, field: PersonalField, blinds: Collection[str]) -> list[PartyId]:
    """The persons of this community whose value has one of these blind indexes."""
    wanted = select(personal_values.c.party_id).where(
        personal_values.c.community == work.community,
        personal_values.c.field == field.value,
        personal_values.c.blind.in_(blinds),
    )
    return list(work.connection.execute(wanted.distinct().order_by(personal_values.c.party_id)).scalars())


def having(work: Work, field: PersonalField, blinds: Collection[str]) -> dict[str, set[PartyId]]:
    """By blind index the persons of this community whose value has it; an index that nobody has is left out."""
    theirs = (personal_values.c.community == work.community, personal_values.c.field == field.value)
    wanted = select(personal_values.c.blind, personal_values.c.party_id).where(
        *theirs, personal_values.c.blind.in_(blinds)
    )
    found: dict[str, set[PartyId]] = {}
    for blind, party_id in work.connection.execute(wanted):
        found.setdefault(blind, set()).add(party_id)
    return found


def sealed_otherwise(work: Work, *, key_id: str, limit: int) -> list[tuple[str, PersonalValue]]:
    """Values of any community that are not sealed under this key, with their community, locked; those in other hands are left out."""
    wanted = (
        select(personal_values)
        .where(personal_values.c.sealed.not_like(f"{key_id}.%"))
        .order_by(personal_values.c.community, personal_values.c.party_id, personal_values.c.field)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    found = work.connection.execute(wanted).mappings()
    return [(row["community"], rows.thing_of(PersonalValue, row)) for row in found]


def seal_anew(work: Work, values: Sequence[PersonalValue]) -> None:
    """Write new seals over old ones of this community: nothing is changed for anybody, so nobody is told of a change."""
    new = insert(personal_values).values([{"community": work.community, **rows.values_of(value)} for value in values])
    written = {"sealed": new.excluded.sealed, "blind": new.excluded.blind}
    work.connection.execute(new.on_conflict_do_update(index_elements=["community", "party_id", "field"], set_=written))


def _note(work: Work, values: Sequence[PersonalValue], *, change: str, by: PartyId, reason: str | None) -> None:
    noted = [
        {
            "community": work.community,
            "change_id": new_id("chg"),
            "party_id": value.party_id,
            "field": value.field.value,
            "change": change,
            "by": by,
            "at": work.now,
            "reason": reason,
        }
        for value in values
    ]
    work.connection.execute(insert(personal_changes), noted)
