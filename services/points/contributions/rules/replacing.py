"""What was returned for better evidence comes again, in time however long it lay with those who returned it (rulebook §3)."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.clock import civil_day
from contracts.points.kinds import ContributionState as State
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim


def check_replaced(claim: Claim, returned: Claim | None, *, at: datetime, days: int) -> Claim:
    """The returned one: what comes in its place counts as put forward on that one's day.

    Refuses NotReplaceable unless it is the same person's, of the same type, day and activity, was returned at most so many days ago, and
    is no replacement itself. After them the return stands; the next one would be another contribution, and in its own time.
    """
    if (
        returned is None
        or returned.state is not State.RETURNED
        or returned.replaces is not None
        or returned.confirmed_at is None
        or _same(returned) != _same(claim)
        or civil_day(at) - civil_day(returned.confirmed_at) > timedelta(days=days)
    ):
        raise refusals.NotReplaceable(days=days)
    return returned


def lies_within(claim: Claim, returned: Claim | None) -> bool:
    """Is all of its time of what was returned? Only of that does it hold what two persons had listed: the role, and the strain."""
    if returned is None:
        return False
    return not claim.minutes or returned.started_at <= claim.started_at <= claim.ended_at <= returned.ended_at


def _same(claim: Claim) -> tuple[object, ...]:
    what = (claim.contribution_type, claim.activity, claim.activity_id, claim.loan, claim.performed_on)
    return (claim.party_id, claim.giver, *what)
