"""What can be asked about an act of charity itself: drafted, agreed to, published, started, called off, looked at."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import ActivityCancelled
from contracts.points.kinds import ActivityState as State
from contracts.points.kinds import PartyKind
from contracts.roles import ANYONE, Role
from services.points.activities import answering, refusals
from services.points.activities.rules import acts
from services.points.activities.rules.acts import Activity, Host, Shift
from services.points.activities.showing import show
from services.points.activities.store import acts as store
from services.points.activities.store import attending, places
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Hand
from services.points.rate_cards import store as card_store

ORGANISERS = (Role.ACTIVITY_ORGANISER,)
AGENTS = (Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT, Role.COMMUNITY_STAFF)
PUBLISHERS = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)


class Acts:
    """The act of charity itself."""

    @command(requests.DraftActivity, may=ORGANISERS)
    def draft_activity(self, work: Work, asked: requests.DraftActivity) -> answers.Activity:
        """Write it down; the same content again answers what is there.

        Refuses ActivityIncomplete, ActivityTimesUnfit, ShiftUnfit, PartyNotFound (a host), ActivityIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        draft, tasks = _draft(work, asked, by=by), _shifts(asked)
        if not store.find_activities(work, [draft.activity_id]):
            acts.check_draft(draft, asked.hosts, tasks, cards=card_store.published(work), at=work.now)
        if len(party_store.find_parties(work, asked.hosts)) < len(asked.hosts):
            raise parties.PartyNotFound
        named = [Host(activity_id=draft.activity_id, party_id=host) for host in asked.hosts]
        store.add_activity(work, draft, named, tasks)
        return shown(work, store.require_activity(work, draft.activity_id))

    @command(requests.AnswerHosting, may=(*ORGANISERS, Role.RESIDENT, *AGENTS))
    def answer_hosting(self, work: Work, asked: requests.AnswerHosting) -> answers.Activity:
        """Agree or not to be named as a host: a person for oneself, an agent for its organisation.

        Refuses ActivityNotFound, NotAHost, HostAnswered, ActivityInOtherState, ActorUnknown.
        """
        by = party_store.hand_of(work)
        activity = store.require_activity(work, asked.activity_id, lock=True)
        named = {host.party_id: host for host in store.hosts_of(work, [activity.activity_id])}
        party = party_store.find_parties(work, [asked.host_id]).get(asked.host_id)
        if asked.host_id not in named or party is None or not _speaks_for(work, party):
            raise refusals.NotAHost
        host = acts.answer_hosting(activity, named[asked.host_id], accepts=asked.accepts, by=by.party_id, at=work.now)
        store.save_host(work, host)
        return shown(work, activity)

    @command(requests.PublishActivity, may=PUBLISHERS)
    def publish_activity(self, work: Work, asked: requests.PublishActivity) -> answers.Activity:
        """Make it known, as a second person: tasks, kinds of hours and levels are looked at before anybody earns by them.

        Refuses ActivityNotFound, ActivityInOtherState, OwnActivity, NoHostYet, ActivityTimesUnfit, ActorUnknown.
        """
        activity = _locked(work, asked.activity_id)
        hosts = store.hosts_of(work, [activity.activity_id])
        published = store.save_activity(work, acts.publish(activity, hosts, by=party_store.hand_of(work)))
        work.emit(answering.published(published, hosts, community=work.community))
        return shown(work, published)

    @command(requests.StartActivity, may=ORGANISERS)
    def start_activity(self, work: Work, asked: requests.StartActivity) -> answers.Activity:
        """Open the doors. Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, TooEarlyToStart, ActorUnknown."""
        activity, _ = run_by(work, asked.activity_id)
        return shown(work, store.save_activity(work, acts.start(activity, at=work.now)))

    @command(requests.CancelActivity, may=(*ORGANISERS, Role.COMMUNITY_STAFF))
    def cancel_activity(self, work: Work, asked: requests.CancelActivity) -> answers.Activity:
        """Call it off; staff may do so with any activity. Nobody who signed up counts as absent.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, SomebodyCame, ActorUnknown.
        """
        if work.actor.is_any(Role.COMMUNITY_STAFF):
            activity, by = _locked(work, asked.activity_id), party_store.hand_of(work)
        else:
            activity, by = run_by(work, asked.activity_id)
        came = attending.anybody_came(work, activity.activity_id)
        cancelled = acts.cancel(activity, anybody_came=came, by=by.party_id, reason=asked.reason, at=work.now)
        saved = store.save_activity(work, cancelled)
        places.release(work, saved.activity_id)
        if saved.published_by is not None:
            event = ActivityCancelled(community=work.community, activity_id=saved.activity_id, reason=asked.reason)
            work.emit(event)
        return shown(work, saved)

    @query(requests.GetActivity, may=ANYONE)
    def get_activity(self, work: Work, asked: requests.GetActivity) -> answers.Activity:
        """One activity; drafts for those who run, host or look after it. Refuses ActivityNotFound."""
        return shown(work, store.require_activity(work, asked.activity_id))

    @query(requests.ListActivities, may=ANYONE)
    def list_activities(self, work: Work, asked: requests.ListActivities) -> answers.ActivityPage:
        """What is coming or under way, or what is over; never a draft."""
        found, next_key = store.page(work, past=asked.past, after=asked.after, limit=asked.limit)
        return answers.ActivityPage(items=show(work, found), next_key=next_key)


def shown(work: Work, activity: Activity) -> answers.Activity:
    """The activity as the caller may see it. Refuses ActivityNotFound."""
    found = show(work, [activity])
    if not found:
        raise refusals.ActivityNotFound
    return found[0]


def run_by(work: Work, activity_id: str) -> tuple[Activity, Hand]:
    """The activity, locked, and whoever runs it. Refuses ActivityNotFound, NotActivityOrganiser, ActorUnknown."""
    activity, by = _locked(work, activity_id), party_store.hand_of(work)
    acts.check_runs(activity, store.hosts_of(work, [activity_id]), by=by)
    return activity, by


def _locked(work: Work, activity_id: str) -> Activity:
    activity = store.require_activity(work, activity_id, lock=True)
    work.expect_version(activity.version)
    return activity


def _speaks_for(work: Work, party: parties.Party) -> bool:
    """A person for oneself; for an organisation whoever acts for it in such a role."""
    if party.kind is PartyKind.PERSON:
        return party.party_id == work.actor.party_id
    return party.party_id in work.actor.parties and work.actor.is_any(*AGENTS)


def _draft(work: Work, asked: requests.DraftActivity, *, by: Hand) -> Activity:
    return Activity(
        activity_id=asked.activity_id,
        name=asked.name,
        place=asked.place,
        about=asked.about,
        needs=tuple(need.value for need in asked.needs),
        planned_start=asked.planned_start,
        planned_end=asked.planned_end,
        sign_up_closes_at=asked.sign_up_closes_at,
        state=State.DRAFT,
        drafted_by=by.party_id,
        drafted_at=work.now,
    )


def _shifts(asked: requests.DraftActivity) -> list[Shift]:
    return [
        Shift(
            shift_id=shift.shift_id,
            activity_id=asked.activity_id,
            task=shift.task,
            hours_type=shift.hours_type,
            starts_at=shift.starts_at,
            ends_at=shift.ends_at,
            quota=shift.quota,
            level=shift.level,
            qualification=shift.qualification,
            strain=shift.strain,
        )
        for shift in asked.shifts
    ]
