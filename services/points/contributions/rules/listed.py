"""What of night, emergency and heavy work counts as H3 (rulebook §2: listed)."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.clock import CIVIL
from contracts.points.kinds import ContributionType as Type
from contracts.points.kinds import Strain
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim

NIGHT_BEGINS = 22
NIGHT_ENDS = 6


def at_night(begins: datetime, ends: datetime) -> bool:
    """Does all of it lie in one night, 22:00 to 06:00 by the civil clock?"""
    # Two hours on, the night lies within one civil day: 00:00 to 08:00.
    first, last = (at.astimezone(CIVIL) + timedelta(hours=24 - NIGHT_BEGINS) for at in (begins, ends))
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    return last - midnight <= timedelta(hours=24 - NIGHT_BEGINS + NIGHT_ENDS)


def check_listed(claim: Claim, *, strain: Strain | None) -> None:
    """Refuse NotListed to H3 that was neither listed with an activity beforehand nor done in the night, as the clock says.

    Whether work was an emergency, or heavy, nobody says of their own afterwards: two persons list it with the activity.
    """
    if claim.contribution_type is Type.H3 and strain is None and not at_night(claim.started_at, claim.ended_at):
        raise refusals.NotListed
