"""The end of an act of charity."""

from __future__ import annotations

from datetime import timedelta

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, sweep
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.events import ActivityClosed
from services.points.activities import counting
from services.points.activities.entrypoints.acts import ORGANISERS, run_by, shown
from services.points.activities.rules import acts
from services.points.activities.rules import attending as rules
from services.points.activities.rules.acts import Activity
from services.points.activities.store import acts as act_store
from services.points.activities.store import attending as store
from services.points.activities.store import places

FORGOTTEN_AFTER = timedelta(hours=24)
CLOSED_AT_ONCE = 10
COUNTED_AT_ONCE = 200


class Closing:
    """The end: nothing of it is done by halves, and nobody's time is lost because nobody pressed a button."""

    @command(requests.CloseActivity, may=ORGANISERS)
    def close_activity(self, work: Work, asked: requests.CloseActivity) -> answers.Activity:
        """End it: open times end as planned, absences are noted, the time goes to be confirmed.

        Refuses ActivityNotFound, NotActivityOrganiser, ActivityInOtherState, ActorUnknown.
        """
        activity, by = run_by(work, asked.activity_id)
        return shown(work, _close(work, activity, by=by.party_id))

    @sweep(seconds=60)
    def close_forgotten(self, work: Work) -> None:
        """End what nobody ended within a day of its planned end, so that time is submitted while it may be (14 days, rulebook §3)."""
        before = work.now - FORGOTTEN_AFTER
        for community, due in store.forgotten(work, ended_before=before, limit=CLOSED_AT_ONCE).items():
            own = work.on_behalf(system(community), work.cause)
            for activity in due:
                _close(own, activity, by=None)

    @sweep(seconds=5)
    def count_attendances(self, work: Work) -> None:
        """Turn what was attended into contributions, some hundreds at a time: killed half-way, the next turn goes on where this one was."""
        for community, came in store.waiting_to_count(work, limit=COUNTED_AT_ONCE).items():
            counting.count(work.on_behalf(system(community), work.cause), came)


def _close(work: Work, activity: Activity, *, by: PartyId | None) -> Activity:
    closed = act_store.save_activity(work, acts.close(activity, by=by, at=work.now))
    shifts = {shift.shift_id: shift for shift in act_store.shifts_of(work, [closed.activity_id])}
    inside = store.still_open(work, closed.activity_id)
    store.save_attendances(work, [rules.capped(one, shifts[one.shift_id], at=work.now) for one in inside])
    absent = places.note_absent(work, closed.activity_id)
    attended = store.count(work, closed.activity_id)
    work.emit(
        ActivityClosed(community=work.community, activity_id=closed.activity_id, attended=attended, absent=absent)
    )
    return closed
