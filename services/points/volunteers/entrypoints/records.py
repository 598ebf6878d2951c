"""What can be asked about volunteer records."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import query
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import HostState
from contracts.roles import EVERYBODY, Role
from services.points.activities.store import acts
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.volunteers.answering import service_of
from services.points.volunteers.rules import Service
from services.points.volunteers.store import records as store

SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Records:
    """Raw time by day, activity and kind: points never rewrite hours (rulebook §2)."""

    @query(requests.ListServiceRecord, may=EVERYBODY)
    def list_service_record(self, work: Work, asked: requests.ListServiceRecord) -> answers.ServiceRecordPage:
        """One's own record, or for staff anybody's; settled time only. Refuses PartyNotFound."""
        party_id = _whose(work, asked.party_id)
        found, next_key = store.page(
            work, party_id, first_day=asked.first_day, last_day=asked.last_day, after=asked.after, limit=asked.limit
        )
        return answers.ServiceRecordPage(items=_with_names(work, found), next_key=next_key)

    @query(requests.GetServiceTotal, may=EVERYBODY)
    def get_service_total(self, work: Work, asked: requests.GetServiceTotal) -> answers.ServiceTotal:
        """One's own total, or for staff anybody's. Refuses PartyNotFound."""
        party_id = _whose(work, asked.party_id)
        minutes, services, days = store.total(work, party_id, first_day=asked.first_day, last_day=asked.last_day)
        return answers.ServiceTotal(party_id=party_id, minutes=minutes, services=services, days=days)


def _whose(work: Work, party_id: PartyId | None) -> PartyId:
    own = work.actor.party_id
    wanted = party_id or own
    if wanted is None or (wanted != own and not work.actor.is_any(*SEES_ALL)):
        raise parties.PartyNotFound
    return party_store.require_party(work, wanted).party_id


def _with_names(work: Work, services: Sequence[Service]) -> tuple[answers.ServiceLine, ...]:
    """Each line with those who vouch for it: the hosts of its activity, else whoever confirmed it."""
    activity_ids = {service.activity_id for service in services if service.activity_id is not None}
    hosts = [host for host in acts.hosts_of(work, sorted(activity_ids)) if host.state is HostState.ACCEPTED]
    known = party_store.find_parties(
        work, {host.party_id for host in hosts} | {service.confirmed_by for service in services}
    )
    names: dict[str, list[str]] = {activity_id: [] for activity_id in activity_ids}
    for host in hosts:
        names[host.activity_id].append(known[host.party_id].public_name)
    lines = []
    for service in services:
        confirmer = known.get(service.confirmed_by or "")
        alone = [confirmer.public_name] if confirmer else []
        lines.append(service_of(service, recorded_by=names.get(service.activity_id or "", alone)))
    return tuple(lines)
