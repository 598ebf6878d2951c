"""A street festival for the tests of activities: its hosts, its shifts, and the long way to its running."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import HoursType, NeedGroup
from contracts.points.requests import NewShift
from contracts.roles import Role
from tests.database.points.town import Town
from tests.support.bench import actor

HOURS = timedelta(hours=1)


def shift(starts_at: datetime, **changes: object) -> NewShift:
    """Two ordinary hours with two places."""
    plain = {
        "shift_id": new_id("shf"),
        "task": "布置会场",
        "hours_type": HoursType.H1,
        "starts_at": starts_at,
        "ends_at": starts_at + 2 * HOURS,
        "quota": 2,
    }
    return NewShift(**(plain | changes))


def festival(town: Town, *shifts: NewShift, **changes: object) -> requests.DraftActivity:
    """A festival of four hours that begins tomorrow, hosted by the shop and the property company."""
    begins = changes.pop("begins", town.now + 24 * HOURS)
    plain = {
        "activity_id": new_id("act"),
        "name": "邻里公益集市",
        "place": "长林盘广场",
        "about": "为老人义诊、为孩子讲故事。",
        "needs": (NeedGroup.ELDERS, NeedGroup.CHILDREN),
        "planned_start": begins,
        "planned_end": begins + 4 * HOURS,
        "sign_up_closes_at": begins - HOURS,
        "hosts": (town.ids["shop"], town.ids["company"]),
        "shifts": shifts or (shift(begins),),
    }
    return requests.DraftActivity(**(plain | changes))


def agree(town: Town, activity_id: str, host: str = "shop", *, accepts: bool = True) -> answers.Activity:
    """An agent of the host answers."""
    agent = actor(town.ids["carl"], Role.ORGANISATION_AGENT, organisation_id=town.ids[host])
    asked = requests.AnswerHosting(activity_id=activity_id, host_id=town.ids[host], accepts=accepts)
    return town.bench.ask(asked, as_=agent)


def published(town: Town, *shifts: NewShift, **changes: object) -> requests.DraftActivity:
    """A festival that everybody knows of."""
    drafted = festival(town, *shifts, **changes)
    town.ask(drafted, "organiser")
    agree(town, drafted.activity_id)
    town.ask(requests.PublishActivity(activity_id=drafted.activity_id), "staff")
    return drafted


def running(town: Town, *shifts: NewShift, **changes: object) -> requests.DraftActivity:
    """A festival at its planned start, with the doors open."""
    drafted = published(town, *shifts, **changes)
    town.bench.clock.at = drafted.planned_start
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    return drafted


def signing(shift: NewShift, drafted: requests.DraftActivity, **more: object) -> requests.SignUp:
    """A place in the shift, for whoever asks."""
    asked = {"sign_up_id": new_id("sgn"), "activity_id": drafted.activity_id, "shift_id": shift.shift_id}
    return requests.SignUp(**(asked | more))


def venue_code(town: Town, activity_id: str) -> str:
    """What the organiser's screen shows now."""
    return town.ask(requests.GetVenueCode(activity_id=activity_id), "organiser").code


def scan_in(town: Town, activity_id: str, name: str = "anna", **more: object) -> answers.Scan:
    """Somebody arrives and reads the code."""
    code = venue_code(town, activity_id)
    return town.ask(requests.CheckIn(**({"activity_id": activity_id, "code": code} | more)), name)


def scan_out(town: Town, activity_id: str, name: str = "anna", **more: object) -> answers.Scan:
    """Somebody leaves and reads the code."""
    code = venue_code(town, activity_id)
    return town.ask(requests.CheckOut(**({"activity_id": activity_id, "code": code} | more)), name)


def taken(town: Town, shift_id: str) -> tuple[int, int]:
    """How many places the shift says are taken, and how many there are in truth."""
    counted = "SELECT count(*) AS n FROM sign_ups WHERE shift_id = :shift_id AND state IN ('placed', 'offered')"
    [row] = town.bench.rows("SELECT taken FROM shifts WHERE shift_id = :shift_id", shift_id=shift_id)
    return row.taken, town.bench.rows(counted, shift_id=shift_id)[0].n
