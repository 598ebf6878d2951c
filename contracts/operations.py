"""What every service tells its operators, in one shape: does the bookkeeping close, what waits, does every fact have its posting?"""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Count, SignedFen
from contracts.request import Command, Query


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """One unit's books: the sum over all accounts must be zero, and no account may differ from its entries."""

    unit: str
    sum_of_balances: SignedFen
    sum_of_entries: SignedFen
    accounts_off: Count


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One kind of business fact held against what must have followed from it."""

    name: str
    facts: Count
    facts_amount: SignedFen
    postings: Count
    postings_amount: SignedFen
    unmatched: Count


@dataclass(frozen=True, kw_only=True)
class OperationsReport:
    """One service's state. `queues` are the queues whose dead letters the gateway counts at the broker."""

    service: str
    trial_balances: tuple[TrialBalance, ...]
    outbox_waiting: Count
    outbox_oldest_seconds: Count
    handled_events: Count
    facts: tuple[Facts, ...]
    queues: tuple[str, ...]
    chain_sealed: Count = 0
    chain_unsealed: Count = 0


@dataclass(frozen=True, kw_only=True)
class ClockMoved:
    """How far this service's clock now stands from the machine's."""

    offset_seconds: int


@dataclass(frozen=True, kw_only=True)
class GetOperationsReport(Query[OperationsReport]):
    """The state of one service in this community's books. Each service has its own subclass that sets `service`."""

    answer = OperationsReport


@dataclass(frozen=True, kw_only=True)
class MoveClock(Command[ClockMoved]):
    """Set the offset of the service's clock (demo and tests only). Each service has its own subclass that sets `service`."""

    answer = ClockMoved
    offset_seconds: int
