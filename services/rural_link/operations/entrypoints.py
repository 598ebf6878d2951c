"""What operators may ask of rural_link."""

from __future__ import annotations

from chassis import operations
from chassis.database import Transactions, Work
from chassis.entrypoints import command, query
from contracts.operations import ClockMoved, OperationsReport, ServiceState
from contracts.roles import ANYONE, Role
from contracts.rural_link import requests
from services.rural_link.operations import store


class Operations:
    """The state of the service."""

    name: str
    transactions: Transactions

    @query(requests.GetOperationsReport, may=(Role.SYSTEM_OPERATOR, Role.COMMUNITY_STAFF, Role.AUDITOR))
    def get_operations_report(self, work: Work, asked: requests.GetOperationsReport) -> OperationsReport:
        """Tell what waits, and whether every lot of this community adds up."""
        del asked
        waiting = operations.waiting(work)
        return OperationsReport(
            service=self.name,
            trial_balances=(),
            outbox_waiting=waiting.outbox_waiting,
            outbox_oldest_seconds=waiting.outbox_oldest_seconds,
            handled_events=waiting.handled_events,
            facts=store.facts(work),
            queues=operations.queues(self),
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
