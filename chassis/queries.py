"""What happens around the body of a query: it only looks, because its transaction is read-only."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from chassis import telemetry
from chassis.calls import Call, Outcome
from chassis.database import Transactions, Work
from chassis.doors import RequestDoor, checked, traced, unexpected
from contracts import shape
from contracts.refused import Refused
from contracts.request import Request

logger = logging.getLogger(__name__)


def answer(door: RequestDoor, service: Any, transactions: Transactions, calls: Sequence[Call]) -> list[Outcome]:
    """Answer each call, in their order; several share one transaction, in which each statement still sees what is committed by then."""
    if len(calls) > 1:
        try:
            return _look(door, service, transactions, calls)
        except MemoryError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it was, it is met again by the one that causes it
            telemetry.undone_batches.labels(door.request.method()).inc()
            logger.warning("calls: %d looks together failed (%s); each again alone", len(calls), type(error).__name__)
    return [_alone(door, service, transactions, call) for call in calls]


def _alone(door: RequestDoor, service: Any, transactions: Transactions, call: Call) -> Outcome:
    try:
        return _look(door, service, transactions, [call])[0]
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one call's failure is its own
        return Outcome.refused(unexpected(error))


def _look(door: RequestDoor, service: Any, transactions: Transactions, calls: Sequence[Call]) -> list[Outcome]:
    asked = [_checked(door, call) for call in calls]
    if all(isinstance(one, Refused) for one in asked):
        return [Outcome.refused(one) for one in asked if isinstance(one, Refused)]
    with transactions.begin(calls[0].actor, calls[0].cause, read_only=True) as work:
        return [_one(door, service, work, call, one) for call, one in zip(calls, asked, strict=True)]


def _one(door: RequestDoor, service: Any, work: Work, call: Call, asked: Request[Any] | Refused) -> Outcome:
    try:
        if isinstance(asked, Refused):
            raise asked
        with traced(f"query {call.method}", call.cause) as cause:
            return Outcome(answer=shape.dump(door.body(service, work.on_behalf(call.actor, cause), asked)))
    except Refused as refusal:
        return Outcome.refused(refusal)


def _checked(door: RequestDoor, call: Call) -> Request[Any] | Refused:
    try:
        return checked(door, call)
    except Refused as refusal:
        return refusal
