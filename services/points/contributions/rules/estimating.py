"""What something would earn before it is submitted, and what limits it (rulebook §4)."""

from __future__ import annotations

from dataclasses import replace

from contracts.points import answers
from contracts.points.kinds import Limit
from services.points.grants.rules import Earning, Headroom, Weighed, weigh
from services.points.rate_cards.rules import rulebook_of


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
