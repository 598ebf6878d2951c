"""What makes a confirmation want a second look (rulebook §7): unusual hours or value, and one confirmer for too much of a party's value."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionType
from services.points.contributions.rules.claims import GOODS, Claim
from services.points.contributions.rules.steps import Caution
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import Rulebook

WEEK = timedelta(days=7)
VALUED = GOODS | {ContributionType.V1, ContributionType.F1W}
"""What is watched by its value: all that comes without a payment that a bank's statement tells of, and earns spendable points; F1 earns none."""


@dataclass(frozen=True, kw_only=True)
class Habit:
    """What a giver gave before, by day: minutes of time, or fen of what is watched by its value; and what a party was credited in `share_days` by confirmer: settled value and number.

    `watched`: who needs a second confirmer for the party whatever the share, because the council upheld that it was too much.
    """

    minutes: Mapping[date, int]
    fen: Mapping[date, int] = field(default_factory=dict)
    confirmed: Sequence[tuple[PartyId, int, int]] = ()
    watched: frozenset[PartyId] = frozenset()


def caution(claim: Claim, habit: Habit, *, by: Hand, month_minutes: int, rulebook: Rulebook) -> Caution:
    """What the claim has to wait for after this confirmation. `month_minutes`: the hours of a month that earn spendable points."""
    watched = bool(habit.watched & {by.party_id, *by.linked})
    return Caution(
        wants_second=watched or too_much_by_one(claim, habit.confirmed, by=by, rulebook=rulebook),
        held=unusual(claim, habit.minutes, month_minutes=month_minutes, rulebook=rulebook)
        if claim.is_time
        else claim.contribution_type in VALUED and unusual_value(claim, habit.fen, rulebook=rulebook),
    )


def unusual(claim: Claim, minutes: Mapping[date, int], *, month_minutes: int, rulebook: Rulebook) -> bool:
    """More in seven days than three standard deviations over one's own mean, or beyond the hours of the month.

    By the rulebook mean and spread are those of the 26 weeks before: six months.

    With fewer weeks than eight (or what the council set) in which anything was given there is no habit to differ from; the hours of the
    month hold for newcomers too. Who comes two hours every week is not held for coming three: the least spread.

    `minutes` by day include the claim's own, and of its day and later ones only what began before it.
    """
    month = sum(count for day, count in minutes.items() if (day.year, day.month) == _month(claim.performed_on))
    if month > month_minutes:
        return True
    this, before = _weeks(minutes, claim.performed_on, weeks=rulebook.habit_weeks)
    if sum(1 for week in before if week) < rulebook.habit_least_weeks:
        return False
    return this > _usual(before, sigmas=rulebook.sigmas, sigma_least=rulebook.spread_least_minutes)


def unusual_value(claim: Claim, fen: Mapping[date, int], *, rulebook: Rulebook) -> bool:
    """More value in seven days than three standard deviations over one's own mean; `fen` by day as the minutes of `unusual`.

    By the rulebook no week's goods, loans and money are held below ¥3,000 over one's own mean. Gifts of value are seldom a habit, so this
    holds from the first one on.
    """
    this, before = _weeks(fen, claim.performed_on, weeks=rulebook.habit_weeks)
    return this > _usual(before, sigmas=rulebook.sigmas, sigma_least=rulebook.spread_least_fen)


def too_much_by_one(
    claim: Claim, confirmed: Sequence[tuple[PartyId, int, int]], *, by: Hand, rulebook: Rulebook
) -> bool:
    """Would this confirmer, under all their identities, stand for over 40 % of the party's value in 90 days?

    A share means something only of enough: below 100 CV, or three contributions, or what the council set, nobody needs a second one.
    """
    total = sum(cv for _, cv, _ in confirmed)
    if total < rulebook.share_least or sum(count for _, _, count in confirmed) < rulebook.share_least_count:
        return False
    theirs = sum(cv for one, cv, _ in confirmed if one == by.party_id or one in by.linked)
    return (theirs + claim.cv) * 100 > (total + claim.cv) * rulebook.share_percent


def _weeks(given: Mapping[date, int], last: date, *, weeks: int) -> tuple[int, list[int]]:
    """What was given in the seven days until the last one, and in each of the weeks before."""
    this, *before = (_week(given, last - turn * WEEK) for turn in range(weeks + 1))
    return this, before


def _week(given: Mapping[date, int], last: date) -> int:
    return sum(given.get(last - timedelta(days=day), 0) for day in range(7))


def _usual(weeks: Sequence[int], *, sigmas: int, sigma_least: int) -> float:
    """The most that is usual after weeks like these."""
    mean = sum(weeks) / len(weeks)
    sigma = math.sqrt(sum((week - mean) ** 2 for week in weeks) / len(weeks))
    return mean + sigmas * max(sigma, sigma_least)


def _month(day: date) -> tuple[int, int]:
    return day.year, day.month
