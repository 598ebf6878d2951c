"""What operators may ask of donations, and the seal on its books."""

from __future__ import annotations

import ledger
from chassis import metrics, operations
from chassis.actor import system
from chassis.database import Transactions, Work
from chassis.entrypoints import command, query, sweep
from contracts.donations import requests
from contracts.operations import ClockMoved, OperationsReport, ServiceState, TrialBalance
from contracts.roles import ANYONE, Role
from services.donations.operations import store

SEALED_AT_ONCE = 500
CHECK_SECONDS = 300


class Operations:
    """The state of the service."""

    name: str
    transactions: Transactions

    @query(requests.GetOperationsReport, may=(Role.SYSTEM_OPERATOR, Role.COMMUNITY_STAFF, Role.AUDITOR))
    def get_operations_report(self, work: Work, asked: requests.GetOperationsReport) -> OperationsReport:
        """Tell whether the books close, what waits, and whether every fact has its posting."""
        del asked
        waiting = operations.waiting(work)
        verified = ledger.verify(work)
        return OperationsReport(
            service=self.name,
            trial_balances=tuple(_trial(books) for books in ledger.trial_balance(work)),
            outbox_waiting=waiting.outbox_waiting,
            outbox_oldest_seconds=waiting.outbox_oldest_seconds,
            handled_events=waiting.handled_events,
            facts=store.facts(work),
            queues=operations.queues(self),
            chain_sealed=verified.count,
            chain_unsealed=verified.unsealed,
        )

    @query(requests.GetServiceState, may=ANYONE)
    def get_service_state(self, work: Work, asked: requests.GetServiceState) -> ServiceState:
        """Tell how the service does, as far as everybody may know."""
        del asked
        return operations.state(work)

    @command(requests.MoveClock, may=(Role.SYSTEM_OPERATOR,))
    def move_clock(self, work: Work, asked: requests.MoveClock) -> ClockMoved:
        """Set how far the service's clock stands from the machine's; refused outside demo and tests (ClockNotMovable)."""
        operations.move_clock(work, movable=self.transactions.clock_movable, offset_seconds=asked.offset_seconds)
        return ClockMoved(offset_seconds=asked.offset_seconds)

    @sweep(seconds=2)
    def seal_books(self, work: Work) -> None:
        """Number and chain what was booked since the last time, behind the writers."""
        for community in store.unsealed(work):
            ledger.seal(work.on_behalf(system(community), work.cause), limit=SEALED_AT_ONCE)

    @sweep(seconds=CHECK_SECONDS)
    def check_books(self, work: Work) -> None:
        """Add up all books and show by how much they do not close, for whoever watches the figures."""
        metrics.show_books(self.name, ledger.differences(work))


def _trial(books: ledger.TrialBalance) -> TrialBalance:
    return TrialBalance(
        unit=books.unit,
        sum_of_balances=books.balances,
        sum_of_entries=books.entries,
        accounts_off=len(books.differing),
    )
