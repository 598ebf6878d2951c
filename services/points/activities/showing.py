"""Gathers what is shown of activities: any number of them with the same few statements, each as the caller may see it."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from contracts.points import answers
from contracts.points.kinds import HostState
from contracts.roles import Role
from services.points.activities import answering
from services.points.activities.rules import acts
from services.points.activities.rules.acts import Activity, Host
from services.points.activities.store import acts as store
from services.points.activities.store import counts, places
from services.points.parties import store as party_store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.AUDITOR)


def show(work: Work, found: Sequence[Activity]) -> tuple[answers.Activity, ...]:
    """The activities, in their order, without the drafts that the caller has nothing to do with."""
    ids = [activity.activity_id for activity in found]
    hosts: dict[str, list[Host]] = {activity_id: [] for activity_id in ids}
    for host in store.hosts_of(work, ids):
        hosts[host.activity_id].append(host)
    tasks = store.shifts_of(work, ids)
    reached = counts.beneficiaries(work, ids)
    waiting = places.waiting(work, ids)
    names = party_store.find_parties(work, {host.party_id for named in hosts.values() for host in named})
    return tuple(
        answering.activity_of(
            activity,
            hosts=[host for host in hosts[activity.activity_id] if _sees_host(work, activity, host, hosts)],
            shifts=[shift for shift in tasks if shift.activity_id == activity.activity_id],
            waiting=waiting,
            reached=reached.get(activity.activity_id),
            names=names,
        )
        for activity in found
        if _sees(work, activity, hosts[activity.activity_id])
    )


def _sees(work: Work, activity: Activity, hosts: Sequence[Host]) -> bool:
    public = activity.published_by is not None
    return public or _inside(work, activity, hosts) or any(host.party_id in work.actor.parties for host in hosts)


def _sees_host(work: Work, activity: Activity, host: Host, hosts: dict[str, list[Host]]) -> bool:
    mine = host.party_id in work.actor.parties or _inside(work, activity, hosts[activity.activity_id])
    return host.state is HostState.ACCEPTED or mine


def _inside(work: Work, activity: Activity, hosts: Sequence[Host]) -> bool:
    return work.actor.is_any(*SEES_ALL) or acts.runs(activity, hosts, ties=work.actor.parties)
