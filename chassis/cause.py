"""Why a piece of work is done: the conversation it belongs to, the message before it, and the trace that runs through."""

from __future__ import annotations

from dataclasses import dataclass, field

from chassis.ids import new_id


@dataclass(frozen=True, kw_only=True)
class Cause:
    """`correlation_id` stays the same through a whole conversation (it is the request's id); `causation_id` is the step before."""

    correlation_id: str = field(default_factory=lambda: new_id("req"))
    causation_id: str | None = None
    traceparent: str | None = None
