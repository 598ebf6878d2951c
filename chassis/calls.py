"""One call and its outcome, as they pass between the gateway's client, the broker and a service's door."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from chassis.actor import Actor
from chassis.cause import Cause
from contracts.refused import Refused


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that reached its service: its body still as JSON, its actor already verified.

    `deadline` is in seconds since the epoch; whoever is later finds nobody waiting.
    """

    method: str
    body: dict[str, Any]
    actor: Actor
    cause: Cause
    key: str | None = None
    if_version: int | None = None
    deadline: float = math.inf


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a call: an answer (JSON-ready) or a refusal (as Refused.to_wire gives it)."""

    answer: Any = None
    refusal: dict[str, Any] | None = None
    replayed: bool = False

    @staticmethod
    def refused(refusal: Refused) -> Outcome:
        """The outcome of a refusal."""
        return Outcome(refusal=refusal.to_wire())


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One event that reached a queue, decoded but not yet checked against its shape."""

    event_id: str
    body: dict[str, Any]
    cause: Cause
