"""What happens around the body of a query: it only looks, because its transaction is read-only."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from chassis import telemetry
from chassis.calls import Call, Outcome
from chassis.database import Transactions
from chassis.doors import Ask, RequestDoor, answers_of, checked, traced, unexpected
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
    except Refused as refusal:
        return Outcome.refused(refusal)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - one call's failure is its own
        return Outcome.refused(unexpected(error))


def _look(door: RequestDoor, service: Any, transactions: Transactions, calls: Sequence[Call]) -> list[Outcome]:
    said: dict[int, Any | Refused] = {}
    good: dict[int, Request[Any]] = {}
    for place, call in enumerate(calls):
        try:
            good[place] = checked(door, call)
        except Refused as refusal:
            said[place] = refusal
    if good:
        first = calls[min(good)]
        name = f"query {first.method}" + (f" x{len(good)}" if len(good) > 1 else "")
        with traced(name, first.cause), transactions.look(first.actor, first.cause) as work:
            asks = [
                Ask(work=work.on_behalf(calls[place].actor, calls[place].cause), asked=asked)
                for place, asked in good.items()
            ]
            said |= zip(good, _said(door, service, asks), strict=True)
    return [_outcome(said[place]) for place in range(len(calls))]


def _said(door: RequestDoor, service: Any, asks: Sequence[Ask[Any]]) -> list[Any | Refused]:
    if door.together:
        return answers_of(door, service, asks)
    said: list[Any | Refused] = []
    for ask in asks:
        try:
            said += answers_of(door, service, [ask])
        except Refused as refusal:
            said.append(refusal)
    return said


def _outcome(said: Any | Refused) -> Outcome:
    return Outcome.refused(said) if isinstance(said, Refused) else Outcome(answer=said)
