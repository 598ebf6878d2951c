"""Serves the gateway's own requests through the same doors as a service: shape, role, idempotency key, one transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from chassis import commands, queries
from chassis.calls import Call
from chassis.database import Transactions, Work
from chassis.doors import RequestDoor
from chassis.rpc import RefusedRemotely
from contracts import shape
from contracts.request import Request
from contracts.roles import Role
from gateway.web import asking
from gateway.web.asked import Asked, Replied
from gateway.web.doors import Serve


@dataclass(frozen=True)
class Local:
    """The gateway's own database behind routes."""

    transactions: Transactions

    def serve(
        self,
        request: type[Request[Any]],
        may: tuple[Role, ...],
        body: Callable[[Work, Any], Any],
        finish: Callable[[Any, dict[str, Any]], dict[str, Any]] | None = None,
    ) -> Serve:
        """What a route calls instead of a service: `body(work, asked) -> answer`.

        `finish(asked, answer)` adds what may be told but not stored: the answer is kept under the idempotency key as `body` gave it.
        """
        door = RequestDoor(request=request, may=may, body=lambda _service, work, asked: body(work, asked))
        answer = commands.answer if request.writes else queries.answer

        def served(asked: Asked) -> Replied:
            [outcome] = answer(door, None, self.transactions, [_call(asked)])
            if outcome.refusal is not None:
                raise RefusedRemotely(outcome.refusal)
            told = finish(asked.request, outcome.answer) if finish else outcome.answer
            return Replied(answer=told, replayed=outcome.replayed)

        return served


def _call(asked: Asked) -> Call:
    return Call(
        method=asked.request.method(),
        body=shape.dump(asked.request),
        actor=asked.actor,
        cause=asking.cause(),
        key=asked.key,
        if_version=asked.if_version,
    )
