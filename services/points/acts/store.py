"""Every question about what acts of charity are; what is written of them, `activities` writes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ActivityState as State
from contracts.points.kinds import HostState, Strain
from services.points.acts.rules import Held, Listed
from services.points.acts.tables import activities, hosts, sheets, shifts

GOING = (State.PUBLISHED.value, State.RUNNING.value, State.CLOSED.value)


def known(work: Work, activity_ids: Collection[str]) -> dict[str, Held]:
    """Those of the acts that two persons made known, whatever became of them, with who holds them."""
    if not activity_ids:
        return {}
    a, h = activities.c, hosts.c
    agreed = (h.community == a.community) & (h.activity_id == a.activity_id) & (h.state == HostState.ACCEPTED.value)
    wanted = (
        select(a.activity_id, a.drafted_by, h.party_id)
        .select_from(activities.outerjoin(hosts, agreed))
        .where(a.community == work.community, a.activity_id.in_(sorted(activity_ids)), a.published_at.is_not(None))
    )
    drafters: dict[str, PartyId] = {}
    theirs: dict[str, set[PartyId]] = defaultdict(set)
    for activity_id, drafted_by, host in work.connection.execute(wanted):
        drafters[activity_id] = drafted_by
        theirs[activity_id] |= {host} - {None}
    return {
        activity_id: Held(activity_id=activity_id, drafted_by=drafted_by, hosts=frozenset(theirs[activity_id]))
        for activity_id, drafted_by in drafters.items()
    }


def listed(work: Work, activity_ids: Collection[str]) -> list[Listed]:
    """The tasks of these acts that two persons listed as at night, an emergency or heavy before they began."""
    if not activity_ids:
        return []
    a, s = activities.c, shifts.c
    wanted = (
        select(s.activity_id, s.starts_at, s.ends_at, s.strain)
        .select_from(shifts.join(activities, (a.community == s.community) & (a.activity_id == s.activity_id)))
        .where(s.community == work.community, s.activity_id.in_(sorted(activity_ids)), s.strain.is_not(None))
        .where(a.state.in_(GOING), a.published_at <= s.starts_at)
        .order_by(s.activity_id, s.starts_at, s.shift_id)
    )
    return [
        Listed(activity_id=activity_id, starts_at=starts_at, ends_at=ends_at, strain=Strain(strain))
        for activity_id, starts_at, ends_at, strain in work.connection.execute(wanted)
    ]


def printed(work: Work, serials: Collection[str]) -> Mapping[str, str]:
    """Those of the sheets that were printed here, with the act for which each was."""
    if not serials:
        return {}
    s = sheets.c
    wanted = select(s.serial, s.activity_id).where(s.community == work.community, s.serial.in_(sorted(serials)))
    return {row.serial: row.activity_id for row in work.connection.execute(wanted)}
