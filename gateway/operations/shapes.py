"""What operators can ask of the whole platform."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import Count
from contracts.operations import Condition, OperationsReport
from contracts.request import Command, Query


@dataclass(frozen=True, kw_only=True)
class DeadLetters:
    """How many messages of one queue wait for a person."""

    queue: str
    messages: Count


@dataclass(frozen=True, kw_only=True)
class PlatformReport:
    """All services' books side by side. `balanced`: every trial balance is zero, every fact has its posting, nothing is dead.

    `missing` names the services that did not answer; nothing is `balanced` while one is missing.
    """

    balanced: bool
    quiet: bool
    partial: bool
    missing: tuple[str, ...]
    services: tuple[OperationsReport, ...]
    dead_letters: tuple[DeadLetters, ...]


@dataclass(frozen=True, kw_only=True)
class ClockState:
    """How far the platform's clock stands from the machines', in seconds."""

    offset_seconds: int


@dataclass(frozen=True, kw_only=True)
class PartStatus:
    """How one part of the platform does."""

    name: str
    condition: Condition


@dataclass(frozen=True, kw_only=True)
class PlatformStatus:
    """How the platform does, for everybody: DEGRADED while any part is not up, DOWN while nothing behind the gateway answers."""

    condition: Condition
    parts: tuple[PartStatus, ...]
    checked_at: datetime


@dataclass(frozen=True, kw_only=True)
class GetPlatformStatus(Query[PlatformStatus]):
    """Does everything work? For everybody, without a key; looked at no more often than every five seconds."""

    service = "gateway"
    answer = PlatformStatus


@dataclass(frozen=True, kw_only=True)
class GetPlatformReport(Query[PlatformReport]):
    """Does everything close? Trial balances, facts against postings, what waits, what is dead."""

    service = "gateway"
    answer = PlatformReport


@dataclass(frozen=True, kw_only=True)
class GetPlatformClock(Query[ClockState]):
    """How far was the platform's clock moved? 0 where it was not: then it is the machine's."""

    service = "gateway"
    answer = ClockState


@dataclass(frozen=True, kw_only=True)
class MovePlatformClock(Command[ClockState]):
    """Set the clock of every service and of the gateway (demo and tests only): notice periods pass, months end."""

    service = "gateway"
    answer = ClockState
    offset_seconds: int
