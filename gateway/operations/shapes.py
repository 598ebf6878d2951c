"""What operators can ask of the whole platform."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Count
from contracts.operations import OperationsReport
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
class GetPlatformReport(Query[PlatformReport]):
    """Does everything close? Trial balances, facts against postings, what waits, what is dead."""

    service = "gateway"
    answer = PlatformReport


@dataclass(frozen=True, kw_only=True)
class MovePlatformClock(Command[ClockState]):
    """Set the clock of every service and of the gateway (demo and tests only): notice periods pass, months end."""

    service = "gateway"
    answer = ClockState
    offset_seconds: int
