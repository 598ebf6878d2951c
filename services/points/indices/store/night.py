"""Everything the indices of a whole community come from, in a few statements: columns of numbers, not rows of objects."""

from __future__ import annotations

from typing import Any

import numpy as np
from sqlalchemy import text

from chassis.database import Work
from contracts.points.kinds import NeedGroup, PartyKind
from services.points.indices.rules.everybody import SECTORS, Floats, Ints, World
from services.points.indices.rules.nights import TYPES, Night
from services.points.indices.rules.periods import Window
from services.points.indices.rules.records import CENTI
from services.points.indices.store import own
from services.points.indices.store.taken import CV, MINUTES, OF_ALL
from services.points.parties import store as parties

EPOCH = "1970-01-01"
MINUTES_MOST = 10
"""A night's statements and computation may take longer than a call's; a second night waits for the next look."""

PATIENCE = text("""
SELECT set_config('statement_timeout', :limit, true), set_config('idle_in_transaction_session_timeout', :limit, true)
""")
COMMUNITIES = text("SELECT DISTINCT community FROM parties ORDER BY community")
PARTIES = text("SELECT party_id, sector, kind FROM parties WHERE community = :community ORDER BY party_id")
# Each column travels as one string of fixed-width numbers. A party's number is its place in the order of ids, an activity's in that of the
# list that comes along; -1 stands for a grant without activity. Constants of this package.
GIVEN = text(f"""
WITH party AS (
    SELECT party_id, (row_number() OVER (ORDER BY party_id) - 1)::int AS place FROM parties WHERE community = :community
), given AS MATERIALIZED (
    SELECT g.party_id, g.activity_id, g.level, g.performed_on, g.contribution_type, {MINUTES} AS minutes, {CV} AS cv
      FROM grants g {OF_ALL}
     WHERE g.community = :community AND g.performed_on BETWEEN :since AND :until AND g.granted_at <= :as_of
), activity AS MATERIALIZED (
    SELECT activity_id, (row_number() OVER (ORDER BY activity_id) - 1)::int AS place
      FROM (SELECT DISTINCT activity_id FROM given WHERE activity_id IS NOT NULL) AS each
), numbers AS (
    SELECT party.place AS party, coalesce(activity.place, -1) AS act, level, performed_on - DATE '{EPOCH}' AS day, minutes, cv,
           array_position(CAST(:types AS text[]), contribution_type) - 1 AS type
      FROM given JOIN party USING (party_id) LEFT JOIN activity USING (activity_id)
)
SELECT (SELECT array_agg(activity_id ORDER BY place) FROM activity) AS activities,
       string_agg(int4send(party), '') AS party, string_agg(int4send(act), '') AS act, string_agg(int2send(level), '') AS level,
       string_agg(int4send(day), '') AS day, string_agg(int4send(minutes::int), '') AS minutes, string_agg(int8send(cv::bigint), '') AS cv,
       string_agg(int2send(type::smallint), '') AS type
  FROM numbers
""")  # noqa: S608
OUTSIDE = text(f"""
SELECT g.activity_id, sum({CV})::bigint AS cv
  FROM grants g {OF_ALL}
 WHERE g.community = :community AND g.performed_on NOT BETWEEN :since AND :until AND g.granted_at <= :as_of
   AND g.activity_id = ANY(:activity_ids)
 GROUP BY g.activity_id
""")  # noqa: S608
FIRSTS = text("""
SELECT p.party_id, first.performed_on
  FROM parties p CROSS JOIN LATERAL (
       SELECT performed_on FROM grants
        WHERE community = :community AND party_id = p.party_id AND performed_on < :since AND granted_at <= :as_of
        ORDER BY performed_on LIMIT 1) AS first
 WHERE p.community = :community
""")
APPROVALS = text("""
SELECT CAST(percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM decided_at - submitted_at)) / 3600 AS float) AS hours
  FROM contributions
 WHERE community = :community AND state IN ('settled', 'reversed') AND performed_on BETWEEN :since AND :until AND decided_at <= :as_of
""")


def be_patient(work: Work) -> None:
    """Allow this transaction more time than a call has."""
    work.connection.execute(PATIENCE, {"limit": f"{MINUTES_MOST}min"})


def communities(work: Work) -> list[str]:
    """All of them."""
    return list(work.connection.execute(COMMUNITIES).scalars())


def night(work: Work, window: Window) -> Night:
    """Everything that was given within the window, with identities collapsed."""
    period = {"community": work.community, "since": window.since, "until": window.until, "as_of": window.as_of}
    registered = work.connection.execute(PARTIES, {"community": work.community}).all()
    party_ids = [row.party_id for row in registered]
    identity, kept = _identities(work, party_ids)
    given = work.connection.execute(GIVEN, period | {"types": [each.value for each in TYPES]}).one()
    activity_ids: list[str] = given.activities or []
    by, act, day = _numbers(given.party, 4), _numbers(given.act, 4), _numbers(given.day, 4)
    # A grant without an activity stands alone: each is an act of its own, after the others.
    alone = act < 0
    act[alone] = len(activity_ids) + np.arange(int(alone.sum()))
    acts = len(activity_ids) + int(alone.sum())
    newcomers = np.ones(len(kept), bool)
    places = {party_id: place for place, party_id in enumerate(party_ids)}
    for row in work.connection.execute(FIRSTS, period):
        newcomers[identity[places[row.party_id]]] = False
    needs = own.needs(work, as_of=window.as_of)
    sectors = np.array([SECTORS.index(registered[place].sector) for place in kept], np.int64)
    world = World(
        party=identity[by] if len(by) else by,
        act=act,
        cv=_numbers(given.cv, 8) / CENTI,
        level=_numbers(given.level, 2),
        month=(day.astype("datetime64[D]").astype("datetime64[M]")).astype(np.int64),
        sector=sectors,
        outside=_outside(work, period, activity_ids, acts),
        served=_served(work, window, activity_ids, acts),
        need_share=np.array([needs[group].share if group in needs else 0.0 for group in NeedGroup]),
        need_size=np.array([float(needs[group].size) if group in needs else 0.0 for group in NeedGroup]),
    )
    return Night(
        world=world,
        party_ids=party_ids,
        identity=identity,
        person=np.array([row.kind == PartyKind.PERSON.value for row in registered], bool),
        newcomer=newcomers,
        by=by,
        day=day,
        minutes=_numbers(given.minutes, 4),
        type=_numbers(given.type, 2),
        activities=len(activity_ids),
        approval_hours_median=work.connection.execute(APPROVALS, period).scalar(),
    )


def _identities(work: Work, party_ids: list[str]) -> tuple[Ints, Ints]:
    """Of each registered party the place of its identity; and of each identity the place of the party that stands for it."""
    one_of = parties.collapsed(work, party_ids)
    places = {party_id: place for place, party_id in enumerate(party_ids)}
    standing = np.array([places[one_of[party_id]] for party_id in party_ids], np.int64)
    kept, identity = np.unique(standing, return_inverse=True)
    return identity.astype(np.int64), kept


def _outside(work: Work, period: dict[str, Any], activity_ids: list[str], acts: int) -> Floats:
    outside = np.zeros(acts)
    places = {activity_id: place for place, activity_id in enumerate(activity_ids)}
    for row in work.connection.execute(OUTSIDE, period | {"activity_ids": activity_ids}):
        outside[places[row.activity_id]] = row.cv / CENTI
    return outside


def _served(work: Work, window: Window, activity_ids: list[str], acts: int) -> Floats:
    served = np.zeros((acts, len(NeedGroup)))
    places = {activity_id: place for place, activity_id in enumerate(activity_ids)}
    columns = {group: column for column, group in enumerate(NeedGroup)}
    for activity_id, groups in own.served(work, activity_ids, as_of=window.as_of).items():
        for group, people in groups.items():
            served[places[activity_id], columns[group]] = people
    return served


def _numbers(packed: Any, width: int) -> Ints:
    return np.frombuffer(packed or b"", dtype=f">i{width}").astype(np.int64)
