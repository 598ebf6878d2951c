"""The routes of operators: the report over all services, and the movable clock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis import broker, dead, operations
from chassis.database import Work
from chassis.rpc import Reply
from contracts import shape
from contracts.donations.requests import operations as donations
from contracts.merchants.requests import operations as merchants
from contracts.operations import OperationsReport
from contracts.points.requests import operations as points
from contracts.refused import Refused, Unavailable
from contracts.request import Request
from contracts.roles import ANYONE, Role
from contracts.rural_link import requests as rural_link
from gateway.local import Local
from gateway.operations.shapes import (
    ClockState,
    DeadLetters,
    GetPlatformClock,
    GetPlatformReport,
    GetPlatformStatus,
    MovePlatformClock,
    PlatformReport,
)
from gateway.operations.status import KEPT_SECONDS, Status
from gateway.web import asking
from gateway.web.asked import Asked, Replied
from gateway.web.routes import Routes

READERS = (Role.SYSTEM_OPERATOR, Role.COMMUNITY_STAFF, Role.AUDITOR)
MOVERS = (Role.SYSTEM_OPERATOR,)
SERVICES: dict[str, Any] = {"points": points, "donations": donations, "merchants": merchants, "rural_link": rural_link}


@dataclass(frozen=True)
class Operations:
    """What operators ask."""

    local: Local
    amqp_uri: str
    clock_movable: bool

    def routes(self) -> Routes:
        """The report, the public status and the clock."""
        made = Routes("operations", "运行与对账")
        made.get("/v1/operations/report", GetPlatformReport, may=READERS, summary="全平台对账", serve=self.report)
        asks = {name: module.GetServiceState() for name, module in SERVICES.items()}
        made.get(
            "/v1/status",
            GetPlatformStatus,
            may=ANYONE,
            summary="平台状态，人人可看",
            serve=Status(asks, self.local.transactions).tell,
            everywhere=True,
            public_seconds=KEPT_SECONDS,
        )
        read_clock = self.local.serve(GetPlatformClock, MOVERS, self._own_clock)
        made.get("/v1/operations/clock", GetPlatformClock, may=MOVERS, summary="演示时钟拨了多少", serve=read_clock)
        made.post("/v1/operations/clock", MovePlatformClock, may=MOVERS, summary="拨动演示时钟", serve=self.move_clock)
        return made

    def report(self, asked: Asked) -> Replied:
        """Ask every service at once, then the broker for dead letters."""
        wanted: dict[str, Request[Any]] = {name: module.GetOperationsReport() for name, module in SERVICES.items()}
        replies = asking.parts().caller.call_many(wanted, asked.actor, cause=asking.cause())
        reports = [
            shape.load(OperationsReport, reply.answer, tolerant=True)
            for reply in replies.values()
            if isinstance(reply, Reply)
        ]
        missing = tuple(sorted(name for name, reply in replies.items() if isinstance(reply, Refused)))
        queues = [queue for report in reports for queue in report.queues]
        letters = self._dead_letters(queues)
        answer = PlatformReport(
            balanced=not missing and not letters and all(_closes(report) for report in reports),
            quiet=not missing and all(report.outbox_waiting == 0 for report in reports),
            partial=bool(missing),
            missing=missing,
            services=tuple(reports),
            dead_letters=letters,
        )
        return Replied(answer=shape.dump(answer))

    def _dead_letters(self, queues: list[str]) -> tuple[DeadLetters, ...]:
        try:
            counted = dead.count_dead(self.amqp_uri, queues)
        except broker.Failure as error:
            raise Unavailable from error
        return tuple(DeadLetters(queue=name, messages=count) for name, count in sorted(counted.items()) if count)

    def move_clock(self, asked: Asked) -> Replied:
        """Set every clock to the same offset; repeatable, so that a half-moved platform is moved by asking again."""
        request = asked.request
        assert isinstance(request, MovePlatformClock)  # noqa: S101 - the route says so
        # The gateway's own first: whoever finds the platform half moved reads here how far it was to be moved.
        moved = self.local.serve(MovePlatformClock, MOVERS, self._move_own)(asked)
        for module in SERVICES.values():
            command = module.MoveClock(offset_seconds=request.offset_seconds)
            asking.parts().caller.call(command, asked.actor, key=asked.key, cause=asking.cause())
        return moved

    def _own_clock(self, work: Work, asked: GetPlatformClock) -> ClockState:
        del asked
        return ClockState(offset_seconds=operations.clock_offset(work))

    def _move_own(self, work: Work, asked: MovePlatformClock) -> ClockState:
        operations.move_clock(work, movable=self.clock_movable, offset_seconds=asked.offset_seconds)
        return ClockState(offset_seconds=asked.offset_seconds)


def _closes(report: OperationsReport) -> bool:
    return all(fact.unmatched == 0 for fact in report.facts) and all(
        balance.sum_of_balances == 0 and balance.sum_of_entries == 0 and balance.accounts_off == 0
        for balance in report.trial_balances
    )
