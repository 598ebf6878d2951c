"""One trace runs through a request, its command and what reacts to it; logs carry the conversation."""

from __future__ import annotations

import json
import logging
import re
import sys

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from chassis import telemetry
from contracts.refused import NotAllowed

CANARY = "欧阳金丝雀 13912345678"


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


def test_a_failure_is_told_to_the_trace_by_its_kind_alone_and_a_refusal_is_none(spans: InMemorySpanExporter):
    with pytest.raises(ValueError), telemetry.span("command x"):  # noqa: PT011 - any will do
        raise ValueError(CANARY)
    with pytest.raises(NotAllowed), telemetry.span("POST /v1/x"):
        raise NotAllowed

    failed, refused = spans.get_finished_spans()
    assert (failed.status.status_code, failed.status.description) == (StatusCode.ERROR, "ValueError")
    assert (refused.status.status_code, refused.attributes) == (StatusCode.UNSET, {"ccs.refused": "not-allowed"})
    assert CANARY not in failed.to_json() + refused.to_json()


def test_a_log_line_tells_where_something_failed_but_not_what_was_written_there(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(logging.root, "handlers", [])
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    telemetry.configure("points")
    try:
        try:
            _write({"name": CANARY})
        except KeyError as error:
            raise ValueError(CANARY) from error
    except ValueError:
        logging.getLogger("chassis.ticker").exception("job %s failed", "points.seal_books")

    line = json.loads(capsys.readouterr().out)
    assert CANARY not in json.dumps(line, ensure_ascii=False)
    assert line["event"] == "job points.seal_books failed"
    assert re.match(r"ValueError at .*test_telemetry\.py:\d+ test_a_log.*; because of KeyError at ", line["exception"])


def test_what_speaks_of_the_machine_or_of_code_is_told():
    told = [telemetry.told_of(error) for error in (ConnectionRefusedError(111, "Connection refused"), NameError("x"))]

    assert told == ["ConnectionRefusedError (Connection refused) at ?", "NameError (x) at ?"]


def _write(row: dict[str, str]) -> None:
    raise KeyError(row["name"])
