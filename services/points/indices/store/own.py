"""What one party's indices are computed from. It reads the party's own grants and those of the acts it shares in, never the community's."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Row, text

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import NeedGroup
from services.points.indices.rules.formulas import Act, Need
from services.points.indices.rules.periods import Window
from services.points.indices.rules.records import CENTI, Entry, Found, Record
from services.points.indices.store.taken import CV, OF_EACH
from services.points.parties import store as parties

# Constants of this package.
ENTRIES = text(f"""
SELECT g.grant_id, g.party_id, g.activity_id, g.level, g.performed_on, {CV} AS cv
  FROM grants g {OF_EACH}
 WHERE g.community = :community AND g.party_id = ANY(:party_ids) AND g.performed_on BETWEEN :since AND :until
   AND g.granted_at <= :as_of
 ORDER BY g.performed_on, g.grant_id
""")  # noqa: S608
SHARES = text(f"""
SELECT g.activity_id, g.party_id,
       coalesce(sum({CV}) FILTER (WHERE g.performed_on BETWEEN :since AND :until), 0)::bigint AS within,
       coalesce(sum({CV}) FILTER (WHERE g.performed_on NOT BETWEEN :since AND :until), 0)::bigint AS outside
  FROM grants g {OF_EACH}
 WHERE g.community = :community AND g.activity_id = ANY(:activity_ids) AND g.granted_at <= :as_of
 GROUP BY g.activity_id, g.party_id
""")  # noqa: S608
SERVED = text("""
SELECT holds.activity_id, b.need_group, b.people
  FROM (SELECT DISTINCT ON (activity_id) activity_id, report_id FROM beneficiary_reports
         WHERE community = :community AND activity_id = ANY(:activity_ids) AND confirmed_at <= :as_of
         ORDER BY activity_id, number DESC) AS holds
  JOIN beneficiaries b ON b.community = :community AND b.report_id = holds.report_id
""")
NAMES = text(
    "SELECT activity_id, name FROM activities WHERE community = :community AND activity_id = ANY(:activity_ids)"
)


def found(work: Work, party_id: PartyId, window: Window, *, also: Collection[str] = ()) -> Found:
    """Everything the party's indices of the period come from; `also` names activities it does not share in yet. Refuses PartyNotFound."""
    party = parties.require_party(work, party_id)
    identities = parties.linked(work, [party_id])[party_id]
    mine = min(identities)
    period = {"since": window.since, "until": window.until, "as_of": window.as_of, "community": work.community}
    rows = work.connection.execute(ENTRIES, period | {"party_ids": sorted(identities)}).all()
    entries = tuple(
        Entry(
            party_id=mine,
            by=row.party_id,
            act_id=row.activity_id or row.grant_id,
            level=row.level,
            performed_on=row.performed_on,
            cv=row.cv / CENTI,
        )
        for row in rows
    )
    shared = sorted({row.activity_id for row in rows if row.activity_id} | set(also))
    shares = work.connection.execute(SHARES, period | {"activity_ids": shared}).all()
    one_of = parties.collapsed(work, {row.party_id for row in shares} | {mine})
    known = parties.find_parties(work, set(one_of.values()) | {party_id})
    alone = (Act(act_id=row.grant_id, cv={mine: row.cv / CENTI}) for row in rows if not row.activity_id and row.cv)
    acts = (*_acts(shares, one_of, served(work, shared, as_of=window.as_of)), *alone)
    record = Record(
        party_id=mine, entries=entries, acts=acts, sector_of={each: party.sector for each, party in known.items()}
    )
    return Found(record=record, party=party, identities=identities, known=known, names=names(work, shared))


def served(work: Work, activity_ids: Collection[str], *, as_of: datetime) -> dict[str, dict[NeedGroup, int]]:
    """By activity the people it reached, by need group, as two persons had counted them at the instant."""
    names = {"community": work.community, "activity_ids": list(activity_ids), "as_of": as_of}
    found: dict[str, dict[NeedGroup, int]] = defaultdict(dict)
    for row in work.connection.execute(SERVED, names):
        found[row.activity_id][NeedGroup(row.need_group)] = row.people
    return found


def names(work: Work, activity_ids: Collection[str]) -> dict[str, str]:
    """What the activities are called; those that nobody announced are left out."""
    wanted = {"community": work.community, "activity_ids": list(activity_ids)}
    return {row.activity_id: row.name for row in work.connection.execute(NAMES, wanted)}


def needs(work: Work, *, as_of: datetime) -> dict[str, Need]:
    """Share and size of each need group as published at the instant; nothing before they were."""
    return {
        share.group: Need(share=share.percent / 100, size=share.size) for share in parties.need_groups(work, at=as_of)
    }


def _acts(
    shares: Iterable[Row[Any]], one_of: Mapping[PartyId, PartyId], reached: Mapping[str, Mapping[NeedGroup, int]]
) -> list[Act]:
    cv: dict[str, dict[PartyId, float]] = defaultdict(lambda: defaultdict(float))
    outside: dict[str, float] = defaultdict(float)
    for row in shares:
        if row.within:
            cv[row.activity_id][one_of[row.party_id]] += row.within / CENTI
        outside[row.activity_id] += row.outside / CENTI
    return [
        Act(
            act_id=activity_id,
            cv=dict(cv[activity_id]),
            outside=beyond,
            served={group: float(people) for group, people in reached.get(activity_id, {}).items()},
        )
        for activity_id, beyond in outside.items()
    ]
