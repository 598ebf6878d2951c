"""What makes a confirmation want a second look (rulebook §7): unusual hours, and one confirmer for too much of a party's value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.kinds import PartyId
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import Caution
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import Rulebook

WEEK = timedelta(days=7)
WEEKS_LEAST = 8
"""With fewer weeks in which anything was given there is no habit to differ from; the cap of hours holds for newcomers too."""
SIGMA_LEAST = 60
"""Minutes: who comes two hours every week is not held for coming three."""
SHARE_LEAST_CV = 100_00
SHARE_LEAST_COUNT = 3
"""A share means something only of enough: below 100 CV, or three contributions, in the days that are counted nobody needs a second confirmer."""


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What a person gave before, by day, and what a party was credited in `share_days` by confirmer: settled value and number.

    `watched`: who needs a second confirmer for the party whatever the share, because the council upheld that it was too much.
    """

    minutes: Mapping[date, int]
    confirmed: Sequence[tuple[PartyId, int, int]] = ()
    watched: frozenset[PartyId] = frozenset()


def caution(claim: Claim, habit: Habit, *, by: Hand, month_minutes: int, rulebook: Rulebook) -> Caution:
    """What the claim has to wait for after this confirmation. `month_minutes`: the hours of a month that earn spendable points."""
    watched = bool(habit.watched & {by.party_id, *by.linked})
    return Caution(
        wants_second=watched or too_much_by_one(claim, habit.confirmed, by=by, rulebook=rulebook),
        held=claim.is_time and unusual(claim, habit.minutes, month_minutes=month_minutes, rulebook=rulebook),
    )


def unusual(claim: Claim, minutes: Mapping[date, int], *, month_minutes: int, rulebook: Rulebook) -> bool:
    """More in seven days than three standard deviations over one's own mean, or beyond the hours of the month.

    By the rulebook mean and spread are those of the 26 weeks before: six months.

    `minutes` by day include the claim's own, and of its day and later ones only what began before it.
    """
    month = sum(count for day, count in minutes.items() if (day.year, day.month) == _month(claim.performed_on))
    if month > month_minutes:
        return True
    weeks = [_week(minutes, claim.performed_on - turn * WEEK) for turn in range(rulebook.habit_weeks + 1)]
    this, before = weeks[0], weeks[1:]
    if sum(1 for week in before if week) < WEEKS_LEAST:
        return False
    mean = sum(before) / len(before)
    sigma = math.sqrt(sum((week - mean) ** 2 for week in before) / len(before))
    return this > mean + rulebook.sigmas * max(sigma, SIGMA_LEAST)


def too_much_by_one(
    claim: Claim, confirmed: Sequence[tuple[PartyId, int, int]], *, by: Hand, rulebook: Rulebook
) -> bool:
    """Would this confirmer, under all their identities, stand for over 40 % of the party's value in 90 days?"""
    total = sum(cv for _, cv, _ in confirmed)
    if total < SHARE_LEAST_CV or sum(count for _, _, count in confirmed) < SHARE_LEAST_COUNT:
        return False
    theirs = sum(cv for one, cv, _ in confirmed if one == by.party_id or one in by.linked)
    return (theirs + claim.cv) * 100 > (total + claim.cv) * rulebook.share_percent


def _week(minutes: Mapping[date, int], last: date) -> int:
    return sum(minutes.get(last - timedelta(days=day), 0) for day in range(7))


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
