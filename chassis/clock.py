"""Time is injected: everything reads `work.now`, and only this file reads the machine's clock."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

CIVIL = ZoneInfo("Asia/Shanghai")


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, UTC."""
        return datetime.now(UTC)


@dataclass
class SetClock:
    """A clock for tests: stands still until it is moved."""

    at: datetime = field(default_factory=lambda: datetime(2023, 3, 18, 2, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.at

    def advance(self, **parts: float) -> None:
        """Move it: `clock.advance(days=3, minutes=1)`."""
        self.at += timedelta(**parts)


def civil_day(at: datetime) -> date:
    """The day in Asia/Shanghai on which the instant falls (rulebook §0)."""
    return at.astimezone(CIVIL).date()


def civil_month(at: datetime) -> str:
    """The month in Asia/Shanghai in which the instant falls, YYYY-MM (rulebook §0)."""
    return civil_day(at).strftime("%Y-%m")
