"""The caller's side of calls: one connection per process, every call with a deadline, calls that wait together travel together.

One thread owns the connection. Request threads hand it their call and wait on a latch of their own; it sends whatever is waiting as one message
per service, so that batches form by load and nothing waits at rest. A time-out means that the outcome is unknown: ask again with the same key.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from chassis import guard, telemetry, wire
from chassis.actor import Actor, TokenSigner
from chassis.cause import Cause
from chassis.ids import new_id
from chassis.line import Line, Pending
from contracts import shape
from contracts.refused import Refused, Unavailable
from contracts.request import Request

logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 3.0
TOKENS_MAX = 2_000
TOKEN_REUSE_SECONDS = 120  # A token may be used again this long: signing costs more than sending.


class RefusedRemotely(Refused):
    """The service said no; `wire` is its refusal as it travelled (code, kind, zh, en, details)."""

    def __init__(self, refusal: dict[str, Any]) -> None:
        self.wire = refusal
        super().__init__(**(refusal.get("details") or {}))

    def __str__(self) -> str:
        return f"{self.wire['code']}: {self.wire['en']}"

    def to_wire(self) -> dict[str, Any]:
        """The refusal, unchanged."""
        return self.wire


@dataclass(frozen=True, kw_only=True)
class Reply:
    """An answer, JSON-ready; `replayed` if it was stored under the key before."""

    answer: dict[str, Any]
    replayed: bool = False


@dataclass
class Caller:
    """Calls services. Thread-safe; connects at the first call, and again in a forked child."""

    amqp_uri: str
    signer: TokenSigner
    _line: Line | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tokens: dict[tuple[Actor, str], tuple[float, str]] = field(default_factory=dict)

    def call(
        self,
        request: Request[Any],
        actor: Actor,
        *,
        key: str | None = None,
        if_version: int | None = None,
        cause: Cause | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> Reply:
        """Ask and wait. Raises RefusedRemotely, or Unavailable when the outcome is unknown (ask again with the same key)."""
        guard.outside("a call")
        pending = self._begin(
            request, actor, key=key, if_version=if_version, cause=cause, timeout_seconds=timeout_seconds
        )
        return self._end(pending)

    def call_many(
        self,
        requests: Mapping[str, Request[Any]],
        actor: Actor,
        *,
        cause: Cause | None = None,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> dict[str, Reply | Refused]:
        """Ask several services at once; each part is a Reply, or the Refused that came instead."""
        guard.outside("a call")
        begun = {
            name: self._begin(request, actor, key=None, if_version=None, cause=cause, timeout_seconds=timeout_seconds)
            for name, request in requests.items()
        }
        replies: dict[str, Reply | Refused] = {}
        for name, pending in begun.items():
            try:
                replies[name] = self._end(pending)
            except Refused as refusal:
                replies[name] = refusal
        return replies

    @property
    def connected(self) -> bool:
        """Is there a live connection to the broker?"""
        return self._own_line().connected

    def close(self) -> None:
        """End the connection; calls in flight become Unavailable."""
        if self._line is not None:
            self._line.close()

    def _begin(
        self,
        request: Request[Any],
        actor: Actor,
        *,
        key: str | None,
        if_version: int | None,
        cause: Cause | None,
        timeout_seconds: float,
    ) -> Pending:
        cause = cause or Cause()
        span = telemetry.begin(
            f"call {request.service}.{request.method()}",
            traceparent=cause.traceparent,
            correlation_id=cause.correlation_id,
        )
        asked = wire.Asked(
            id=new_id("cal"),
            method=request.method(),
            body=shape.dump(request),
            token=self._token(actor, request.service),
            deadline=time.time() + timeout_seconds,
            correlation_id=cause.correlation_id,
            key=key,
            if_version=if_version,
            traceparent=span.traceparent,
        )
        pending = Pending(request.service, asked, span=span)
        self._own_line().put(pending)
        return pending

    def _end(self, pending: Pending) -> Reply:
        result = pending.wait()
        if pending.span is not None:
            pending.span.end(None if result else "no answer")
        if result is None:
            self._own_line().forget(pending)
            raise Unavailable
        if result.get("refusal") is not None:
            raise RefusedRemotely(result["refusal"])
        return Reply(answer=result["answer"], replayed=bool(result.get("replayed")))

    def _token(self, actor: Actor, service: str) -> str:
        now = time.monotonic()
        known = self._tokens.get((actor, service))
        if known is not None and known[0] > now:
            return known[1]
        if len(self._tokens) > TOKENS_MAX:
            self._tokens.clear()
        token = self.signer.sign(actor, audience=service)
        self._tokens[actor, service] = (now + TOKEN_REUSE_SECONDS, token)
        return token

    def _own_line(self) -> Line:
        line = self._line
        if line is None or not line.usable:
            with self._lock:
                line = self._line
                if line is None or not line.usable:
                    self._line = line = Line(self.amqp_uri)
        return line
