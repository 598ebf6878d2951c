"""One trace runs through a request, its command and what reacts to it; logs carry the conversation."""

from __future__ import annotations

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis import telemetry


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> InMemorySpanExporter:
    exporter, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "TRACER", provider.get_tracer("test"))
    return exporter


def test_a_trace_goes_on_over_the_wire(spans: InMemorySpanExporter):
    with telemetry.span("POST /v1/x") as sent:
        pass
    with telemetry.span("command x", traceparent=sent) as emitted:
        pass
    with telemetry.span("reaction y", traceparent=emitted):
        pass

    request, command, reaction = spans.get_finished_spans()
    assert len({span.context.trace_id for span in (request, command, reaction)}) == 1
    assert command.parent.span_id == request.context.span_id
    assert reaction.parent.span_id == command.context.span_id


def test_without_an_exporter_the_trace_of_the_client_is_handed_on():
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

    with telemetry.span("x", traceparent=trace, correlation_id="req_1") as handed_on:
        assert telemetry.correlation.get() == "req_1"

    assert handed_on is not None
    assert handed_on.split("-")[1] == trace.split("-")[1]
    assert telemetry.correlation.get() is None
