"""Events that are handled together belong to traces of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from chassis import telemetry
from chassis.calls import Delivery
from chassis.cause import Cause
from chassis.ids import new_id
from contracts import shape
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from services.merchants.service import MerchantsService
from tests.support.bench import Bench

TRACES = ("0af7651916cd43dd8448eb211c80319c", "1bf7651916cd43dd8448eb211c80319d")


def heard(trace_id: str) -> Delivery:
    event = PartyRegistered(
        community="changlinpan",
        party_id=new_id("pty"),
        sector=Sector.SOC,
        is_person=False,
        household_id=None,
        organisation_id=None,
        public_name="某社",
        registered_on=date(2023, 3, 18),
    )
    cause = Cause(traceparent=f"00-{trace_id}-b7ad6b7169203331-01")
    return Delivery(event_id=new_id("evt"), body=shape.dump(event), cause=cause)


def test_each_event_of_a_batch_shows_in_its_own_trace_that_it_was_heard(
    bench_of: Callable[[type], Bench], monkeypatch: pytest.MonkeyPatch
):
    town, exporter, provider = bench_of(MerchantsService), InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    monkeypatch.setattr(telemetry, "TRACER", provider.get_tracer("test"))

    town.service.know_parties([heard(trace_id) for trace_id in TRACES])

    found = {f"{span.context.trace_id:032x}": span.name for span in exporter.get_finished_spans()}
    assert found == dict.fromkeys(TRACES, "reaction points.party_registered.v1 x2")
    assert town.count("known_parties") == 2
