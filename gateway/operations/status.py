"""How the platform does, for everybody: one look serves all who ask within some seconds, and says nothing of the inside."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from chassis.clock import Clock, SystemClock
from chassis.database import Transactions
from chassis.rpc import Reply
from contracts import shape
from contracts.operations import Condition
from contracts.request import Request
from gateway.operations.shapes import PartStatus, PlatformStatus
from gateway.web import asking
from gateway.web.asked import Asked, Replied

KEPT_SECONDS = 5
ANSWER_SECONDS = 1.5  # A service that needs longer is down for whoever waits for it.


@dataclass
class Status:
    """Looks at every part; `asks` are the requests for the services' states, by service."""

    asks: Mapping[str, Request[Any]]
    transactions: Transactions
    clock: Clock = field(default_factory=SystemClock)
    _looking: threading.Lock = field(default_factory=threading.Lock)
    _looked_at: float = float("-inf")
    _seen: dict[str, Any] = field(default_factory=dict)

    def tell(self, asked: Asked) -> Replied:
        """What was seen, at most KEPT_SECONDS ago; of many who ask at once, one looks and the others wait for it."""
        with self._looking:
            if time.monotonic() - self._looked_at > KEPT_SECONDS:
                self._seen = shape.dump(self._look(asked))
                self._looked_at = time.monotonic()
            return Replied(answer=self._seen)

    def _look(self, asked: Asked) -> PlatformStatus:
        replies = asking.parts().caller.call_many(
            self.asks, asked.actor, cause=asking.cause(), timeout_seconds=ANSWER_SECONDS
        )
        services = {name: _condition(reply) for name, reply in replies.items()}
        parts = {"gateway": self._own_condition()} | services
        return PlatformStatus(
            condition=_together(services.values(), parts.values()),
            parts=tuple(PartStatus(name=name, condition=condition) for name, condition in parts.items()),
            checked_at=self.clock.now(),
        )

    def _own_condition(self) -> Condition:
        try:
            with self.transactions.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            # Pages for everybody still work; nobody with a key can be let in.
            return Condition.DEGRADED
        return Condition.UP


def _condition(reply: Any) -> Condition:
    if not isinstance(reply, Reply):
        return Condition.DOWN
    try:
        return Condition(str(reply.answer.get("condition")))
    except ValueError:
        # It answers, but in words of another version than ours.
        return Condition.DEGRADED


def _together(services: Any, everything: Any) -> Condition:
    if all(condition is Condition.DOWN for condition in services):
        return Condition.DOWN
    return Condition.UP if all(condition is Condition.UP for condition in everything) else Condition.DEGRADED
