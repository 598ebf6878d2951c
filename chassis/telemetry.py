"""What a process says of itself: JSON log lines without personal data, counters for Prometheus, spans where an exporter is configured."""

from __future__ import annotations

import logging
import os
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import structlog
from opentelemetry import trace
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator
from prometheus_client import Counter, Histogram

calls = Counter("ccs_calls_total", "Calls answered, by method and outcome code.", ["method", "code"])
call_seconds = Histogram("ccs_call_seconds", "Time from the start of a call to its outcome.", ["method"])
expired_calls = Counter("ccs_calls_expired_total", "Calls not begun because their caller had given up.")
malformed_calls = Counter("ccs_calls_malformed_total", "Messages set aside because they were no calls.")

unreachable_calls = Counter("ccs_calls_unreachable_total", "Calls returned because no process of the service runs.")

correlation: ContextVar[str | None] = ContextVar("correlation_id", default=None)

PROPAGATOR = TraceContextTextMapPropagator()
TRACER = trace.get_tracer("ccs")


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
        structlog.processors.format_exc_info,
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
    if os.environ.get("OTEL_EXPORTER_OTLP_ENDPOINT"):
        _export_spans(service)


@contextmanager
def span(name: str, *, traceparent: str | None = None, correlation_id: str | None = None) -> Iterator[str | None]:
    """A span around the block, continuing the given trace; yields the traceparent to hand on (None where nothing is recorded)."""
    token = correlation.set(correlation_id)
    parent = PROPAGATOR.extract({"traceparent": traceparent}) if traceparent else None
    try:
        with TRACER.start_as_current_span(name, context=parent, record_exception=False, set_status_on_exception=True):
            carrier: dict[str, str] = {}
            PROPAGATOR.inject(carrier)
            yield carrier.get("traceparent", traceparent)
    finally:
        correlation.reset(token)


def place_of(error: BaseException) -> str:
    """Where an exception was raised (file:line), for logs: its own text may quote personal data."""
    frames = traceback.extract_tb(error.__traceback__)
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "?"


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


def _named(service: str) -> Any:
    def add(_logger: Any, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
        event["service"] = service
        return event

    return add
