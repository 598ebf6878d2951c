"""What of night, emergency and heavy work counts as H3 (rulebook §2: listed)."""

from __future__ import annotations

from datetime import datetime, timedelta

from chassis.clock import CIVIL
from contracts.points.kinds import ContributionType as Type
from services.points.contributions import refusals
from services.points.contributions.rules.claims import Claim
from services.points.rate_cards.rules import Rulebook


def at_night(begins: datetime, ends: datetime, *, rulebook: Rulebook) -> bool:
    """Does all of it lie in one night, by the civil clock 22:00 to 06:00, or as the council set?"""
    # So many hours on, the night lies within one civil day and begins it: 00:00 to 08:00.
    before = 24 - rulebook.night_from_hour
    first, last = (at.astimezone(CIVIL) + timedelta(hours=before) for at in (begins, ends))
    midnight = first.replace(hour=0, minute=0, second=0, microsecond=0)
    return last - midnight <= timedelta(hours=before + rulebook.night_until_hour)


def check_listed(claim: Claim, *, listed: bool, rulebook: Rulebook) -> None:
    """Refuse NotListed to H3 that was neither listed with an activity beforehand nor done in the night, as the clock says.

    Whether work was an emergency, or heavy, nobody says of their own afterwards: two persons list it with the activity.
    """
    if claim.contribution_type is not Type.H3 or listed:
        return
    if not at_night(claim.started_at, claim.ended_at, rulebook=rulebook):
        raise refusals.NotListed(begins=rulebook.night_from_hour, ends=rulebook.night_until_hour)
