"""What every service tells its operators, in one shape: does the bookkeeping close, what waits, does every fact have its posting?"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from contracts.kinds import Count, Pattern, SignedFen
from contracts.request import Command, Query
from contracts.shape import decimal_text

Quantity = Annotated[str, Pattern(r"-?\d{1,19}(\.\d{2})?", "630.00")]


class Unit(StrEnum):
    """What an amount counts. Money and points have two places, everything else is whole."""

    CNY = "CNY"
    CV = "CV"
    SP = "SP"
    GRAMS = "grams"
    MINUTES = "minutes"
    COUNT = "count"

    def written(self, amount: int) -> str:
        """The amount, in the unit's smallest part, as people read it: 63000 centi-points are "630.00", 30 ballots are "30"."""
        return decimal_text(amount) if self in WITH_PLACES else str(amount)


WITH_PLACES = frozenset({Unit.CNY, Unit.CV, Unit.SP})


@dataclass(frozen=True, kw_only=True)
class TrialBalance:
    """One unit's books: the sum over all accounts must be zero, and no account may differ from its entries."""

    unit: str
    sum_of_balances: SignedFen
    sum_of_entries: SignedFen
    accounts_off: Count


@dataclass(frozen=True, kw_only=True)
class Facts:
    """One kind of business fact held against what must have followed from it; both amounts are written in `unit`."""

    name: str
    unit: Unit
    facts: Count
    facts_amount: Quantity
    postings: Count
    postings_amount: Quantity
    unmatched: Count

    @classmethod
    def compared(
        cls,
        name: str,
        unit: Unit,
        *,
        facts: int,
        facts_amount: int,
        postings: int,
        postings_amount: int,
        unmatched: int,
    ) -> Facts:
        """One line from plain numbers, the amounts in the unit's smallest part."""
        return cls(
            name=name,
            unit=unit,
            facts=facts,
            facts_amount=unit.written(facts_amount),
            postings=postings,
            postings_amount=unit.written(postings_amount),
            unmatched=unmatched,
        )


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


class Condition(StrEnum):
    """How something does, as far as everybody may know. DEGRADED: it works, but something of it is late or missing."""

    UP = "up"
    DEGRADED = "degraded"
    DOWN = "down"


@dataclass(frozen=True, kw_only=True)
class ServiceState:
    """One service's own word on how it does; whoever hears nothing calls it DOWN."""

    condition: Condition


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


@dataclass(frozen=True, kw_only=True)
class GetServiceState(Query[ServiceState]):
    """How does the service do? About no community. Each service has its own subclass that sets `service`."""

    answer = ServiceState
