"""Which period an index is about, and as known at which instant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from chassis.clock import civil_day
from services.points.indices.refusals import PeriodUnfit

YEARS_MOST = 10


@dataclass(frozen=True, kw_only=True)
class Window:
    """What was performed from `since` to `until` (both included), as it was known at `as_of`."""

    since: date
    until: date
    as_of: datetime


def rolling(until: date, *, as_of: datetime) -> Window:
    """The twelve months that end with the day."""
    return Window(since=year_before(until) + timedelta(days=1), until=until, as_of=as_of)


def wanted(*, since: date | None, until: date | None, as_of: datetime | None, now: datetime) -> Window:
    """The period somebody asks for: up to the instant's day and the twelve months before it, where nothing else is said.

    Refuses PeriodUnfit.
    """
    instant = as_of or now
    last = until or civil_day(instant)
    first = since or rolling(last, as_of=instant).since
    too_long = last.year - first.year > YEARS_MOST
    if instant > now or last > civil_day(instant) or first > last or too_long:
        raise PeriodUnfit
    return Window(since=first, until=last, as_of=instant)


def year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
