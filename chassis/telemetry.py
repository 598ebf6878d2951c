"""What a process says of itself: JSON log lines without personal data, the figures of calls, spans where an exporter is configured."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.trace import SpanKind, Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Histogram

from contracts.refused import Refused

calls = Counter("ccs_calls_total", "Calls answered, by method and outcome code.", ["method", "code"])
call_seconds = Histogram("ccs_call_seconds", "Time from the start of a call to its outcome.", ["method"])
expired_calls = Counter("ccs_calls_expired_total", "Calls not begun because their caller had given up.")
malformed_calls = Counter("ccs_calls_malformed_total", "Messages set aside because they were no calls.")

batch_sizes = Histogram("ccs_calls_together", "Calls answered in one go.", ["method"], buckets=(1, 2, 4, 8, 16, 32, 64))
undone_batches = Counter(
    "ccs_batches_undone_total", "Batches that failed as a whole and were done again one by one.", ["method"]
)
unreachable_calls = Counter("ccs_calls_unreachable_total", "Calls returned because no process of the service runs.")

correlation: ContextVar[str | None] = ContextVar("correlation_id", default=None)

FRAMES_MAX = 8
FLUSH_MS = 2_000
PROPAGATOR = TraceContextTextMapPropagator()
TRACER = trace.get_tracer("ccs")
KINDS = {
    "call": SpanKind.CLIENT,
    "command": SpanKind.SERVER,
    "query": SpanKind.SERVER,
    "send": SpanKind.PRODUCER,
    "reaction": SpanKind.CONSUMER,
    "GET": SpanKind.SERVER,
    "POST": SpanKind.SERVER,
    "PUT": SpanKind.SERVER,
    "PATCH": SpanKind.SERVER,
    "DELETE": SpanKind.SERVER,
}
"""The first word of a span's name says of which kind it is."""


def configure(service: str, level: str = "INFO") -> None:
    """Log as JSON lines on standard output; send spans if OTEL_EXPORTER_OTLP_ENDPOINT is set."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.ExtraAdder(),
        _with_correlation,
        _with_failure,
    ]
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _named(service),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter)
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.getLogger("nameko").setLevel(logging.WARNING)
    # Repeats, with the text of the exception, which may quote a row, what calls and listeners say with its place.
    logging.getLogger("nameko.containers").setLevel(logging.CRITICAL)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    sys.excepthook = _log_uncaught
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        _export_spans(service)


@contextmanager
def span(name: str, *, traceparent: str | None = None, correlation_id: str | None = None) -> Iterator[str | None]:
    """A span around the block, continuing the given trace; yields the traceparent to hand on (the given one where nothing is recorded)."""
    token = correlation.set(correlation_id)
    begun = begin(name, traceparent=traceparent, correlation_id=correlation_id)
    try:
        with trace.use_span(begun.span, record_exception=False, set_status_on_exception=False):
            yield begun.traceparent
    except Refused as refusal:
        # Somebody heard no, and nothing is wrong with that.
        begun.span.set_attribute("ccs.refused", refusal.to_wire()["code"])
        begun.end()
        raise
    except BaseException as error:
        begun.end(type(error).__name__)
        raise
    else:
        begun.end()
    finally:
        correlation.reset(token)


@dataclass(frozen=True)
class Begun:
    """A span that is going on; whoever began it ends it. `traceparent` is what to hand on."""

    span: trace.Span
    traceparent: str | None

    def end(self, failure: str | None = None) -> None:
        """It is over. `failure`: a word that tells why it went wrong; never an exception's own text, which may quote personal data."""
        if failure is not None:
            self.span.set_status(Status(StatusCode.ERROR, failure))
        self.span.end()


def begin(name: str, *, traceparent: str | None, correlation_id: str | None = None) -> Begun:
    """Begin a span that continues the given trace (None: one of its own), without making it the current one."""
    if isinstance(TRACER, trace.ProxyTracer) and isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider):
        # Nobody collects spans, and what follows costs more than many a request.
        return Begun(trace.INVALID_SPAN, traceparent)
    parent = PROPAGATOR.extract({"traceparent": traceparent} if traceparent else {})
    begun = TRACER.start_span(name, context=parent, kind=KINDS.get(name.partition(" ")[0], SpanKind.INTERNAL))
    if not begun.is_recording():
        return Begun(begun, traceparent)
    if correlation_id is not None:
        begun.set_attribute("ccs.correlation_id", correlation_id)
    carrier: dict[str, str] = {}
    PROPAGATOR.inject(carrier, trace.set_span_in_context(begun, parent))
    return Begun(begun, carrier.get("traceparent", traceparent))


def flush() -> None:
    """Send the spans that wait; for programs that end without saying goodbye to their libraries."""
    provider: Any = trace.get_tracer_provider()
    if hasattr(provider, "force_flush"):
        provider.force_flush(FLUSH_MS)


def place_of(error: BaseException) -> str:
    """Where an exception was raised (file:line), for logs: its own text may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"


def told_of(error: BaseException) -> str:
    """An exception for the log: its kind, what can be told of it, and the last FRAMES_MAX places it came through, innermost first."""
    frames = traceback.extract_tb(error.__traceback__)[-FRAMES_MAX:]
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    told = f"{type(error).__name__}{_harmless(error)} at {where or '?'}"
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return told if cause is None else f"{told}; because of {type(cause).__name__} at {place_of(cause)}"


def _harmless(error: BaseException) -> str:
    """The text of exceptions that speak of code or of the machine; every other text may quote what a person wrote."""
    if isinstance(error, OSError):
        return f" ({error.strerror})" if error.strerror else ""
    ours = type(error).__module__.startswith("chassis.") and not isinstance(error, Refused)
    if ours or isinstance(error, ImportError | AttributeError | NameError | SyntaxError):
        return f" ({error})"
    return ""


def _export_spans(service: str) -> None:
    # Heavy imports, wanted only where somebody collects spans.
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
    from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
    from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
    from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415

    provider = TracerProvider(resource=Resource.create({"service.name": f"ccs-{service}"}))
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    trace.set_tracer_provider(provider)


def _with_correlation(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    current = correlation.get()
    if current is not None:
        event.setdefault("correlation_id", current)
    return event


def _with_failure(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An exception by its kind and its places. The library's own way would print its text, and with it a row or a request."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = told_of(error)
    return event


def _log_uncaught(kind: type[BaseException], error: BaseException, place: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, place)
        return
    logging.getLogger(__name__).critical("ends: nobody expected this", exc_info=error)


def _named(service: str) -> Any:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return add
