"""What something would earn before it is submitted, and what limits it (rulebook §4)."""

from __future__ import annotations

from contracts.points import answers
from contracts.points.kinds import Limit
from services.points.grants.rules import Earning, Headroom, decide
from services.points.rate_cards.rules import of_time, of_value

WARNING_PERCENT = 80


def estimate(earning: Earning, *, card: answers.RateCard, headroom: Headroom, cap: int) -> answers.Estimate:
    """What it would earn now, what the card alone would give, and whether 80 % of a limit is reached with it."""
    worth, minutes = decide(earning, card=card, headroom=headroom)
    full = (
        of_time(card, earning.time, sp_minutes=earning.minutes)
        if earning.minutes
        else of_value(card, earning.contribution_type, fen=earning.fen)
    )
    month = card.sp_hours_per_month * 60
    minutes_left = max(0, headroom.minutes - minutes)
    cap_left = max(0, headroom.points - worth.sp)
    near_hours = earning.minutes > 0 and (month - minutes_left) * 100 >= month * WARNING_PERCENT
    near_cap = full.sp > 0 and (cap - cap_left) * 100 >= cap * WARNING_PERCENT
    return answers.Estimate(
        rate_card=card.number,
        cv=worth.cv,
        sp=worth.sp,
        full_sp=full.sp,
        limited_by=_limit(worth.sp, full.sp, headroom),
        warning=near_hours or near_cap,
        hours_minutes_left=minutes_left,
        cap_left=cap_left,
    )


def _limit(sp: int, full: int, headroom: Headroom) -> Limit:
    if sp == full:
        return Limit.NONE
    return Limit.CAP if sp == max(0, headroom.points) else Limit.HOURS
