"""What something would earn before it is submitted, and what limits it (rulebook §4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from chassis.clock import CIVIL
from contracts.points import answers
from contracts.points.kinds import ContributionType, Limit, PartyKind
from contracts.sectors import Sector
from services.points.contributions import refusals
from services.points.contributions.rules.claims import HOURS
from services.points.grants.rules import Earning, Headroom, Weighed, weigh
from services.points.parties.rules import Agency, Party, acted_for
from services.points.rate_cards.rules import rulebook_of


def check_whose(
    kind: ContributionType, *, person: Party, credited: Party, agencies: Iterable[Agency], on: date
) -> None:
    """Whose time it is, and who pays it, as it would be refused when it is put forward (rulebook §1).

    Refuses HoursArePersonal, NotOfThisOrganisation, StaffEarnNothing.
    """
    if kind in HOURS and person.kind is not PartyKind.PERSON:
        raise refusals.HoursArePersonal
    if credited == person:
        return
    # An estimate knows no hour: who acted for it at any time of that day may have given it then.
    begins = datetime.combine(on, time.min, CIVIL)
    ends = begins + timedelta(days=1)
    if kind not in HOURS or not acted_for(person, credited.party_id, agencies, since=ends, until=begins):
        raise refusals.NotOfThisOrganisation
    if credited.sector is Sector.GOV:
        raise refusals.StaffEarnNothing


def estimate(earning: Earning, *, card: answers.RateCard, headroom: Headroom, cap: int) -> answers.Estimate:
    """What it would earn now, what the card alone would give, and whether it warns: by the rulebook from 80 % of a limit on."""
    percent = rulebook_of(card).warning_percent
    weighed = weigh(earning, card=card, headroom=headroom)
    whole = weigh(replace(earning, counts=None), card=card, headroom=headroom)
    month = card.sp_hours_per_month * 60
    minutes_left = max(0, headroom.minutes - weighed.sp_minutes)
    cap_left = max(0, headroom.points - weighed.worth.sp)
    near_hours = earning.minutes > 0 and (month - minutes_left) * 100 >= month * percent
    near_cap = weighed.sp_rated > 0 and (cap - cap_left) * 100 >= cap * percent
    return answers.Estimate(
        rate_card=card.number,
        cv=weighed.worth.cv,
        sp=weighed.worth.sp,
        full_sp=whole.sp_rated,
        limited_by=_limit(earning, weighed, headroom),
        warning=near_hours or near_cap,
        hours_minutes_left=minutes_left,
        cap_left=cap_left,
        mint_percent=weighed.reserve_percent,
        counted_minutes=earning.time.minutes if earning.minutes else 0,
    )


def _limit(earning: Earning, weighed: Weighed, headroom: Headroom) -> Limit:
    """The one to be told: suspended before the rest, the day, which limits value too; the reserve last, because its percentage is told anyway."""
    if headroom.suspended:
        return Limit.SUSPENDED
    if earning.time.minutes < earning.minutes:
        return Limit.DAY
    if weighed.sp_over_cap:
        return Limit.CAP
    if weighed.sp_in_month < weighed.sp_rated:
        return Limit.HOURS
    return Limit.NONE if weighed.worth.sp == weighed.sp_rated else Limit.RESERVE
