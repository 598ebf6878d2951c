"""One request can be followed through every process it has to do with."""

from __future__ import annotations

import pytest
from opentelemetry.proto.trace.v1.trace_pb2 import Span as Kind

from chassis.ids import new_id
from tests.integration.observability.collector import Span
from tests.integration.observability.conftest import Watched
from tests.support.processes import eventually

pytestmark = pytest.mark.timeout(300)  # The first test of a run also starts the platform.
HEARERS = {"ccs-donations", "ccs-merchants", "ccs-rural_link"}
STEPS = {"POST", "call", "command", "send", "reaction"}


def test_one_trace_runs_from_the_request_through_call_command_and_relay_to_every_reaction(watched: Watched):
    token = watched.key("community_staff")
    request_id = new_id("req")
    party = {"party_id": new_id("pty"), "kind": "organisation", "sector": "SOC", "name": "某协会"}

    answer = watched.ask("POST", "/v1/parties", token=token, json=party, headers={"X-Request-Id": request_id})

    assert answer.status_code == 201, answer.text
    assert answer.headers["X-Request-Id"] == request_id
    # Every process sends its spans when it likes; the first of the trace may come last.
    eventually(lambda: (reactions(watched, request_id).keys(), steps(watched, request_id)), (HEARERS, STEPS))
    spans = watched.collector.of(request_id)
    assert len({span.trace_id for span in spans}) == 1
    for reaction in reactions(watched, request_id).values():
        assert [(span.service, span.name, span.kind) for span in way_to(reaction, spans)] == [
            ("ccs-gateway", "POST /v1/parties", Kind.SPAN_KIND_SERVER),
            ("ccs-gateway", "call points.register_party", Kind.SPAN_KIND_CLIENT),
            ("ccs-points", "command register_party", Kind.SPAN_KIND_SERVER),
            ("ccs-relay", "send points.party_registered.v1", Kind.SPAN_KIND_PRODUCER),
            (reaction.service, "reaction points.party_registered.v1 x1", Kind.SPAN_KIND_CONSUMER),
        ]
    [event] = [
        one for one in watched.heard() if one.properties["application_headers"]["ce-subject"] == party["party_id"]
    ]
    assert event.properties["application_headers"]["ce-correlationid"] == request_id


def test_a_trace_that_the_client_began_is_continued_and_a_refusal_is_no_failure(watched: Watched):
    trace_id, request_id = "0af7651916cd43dd8448eb211c80319c", new_id("req")
    headers = {"traceparent": f"00-{trace_id}-b7ad6b7169203331-01", "X-Request-Id": request_id}

    refused = watched.ask("GET", f"/v1/parties/{new_id('pty')}", token=watched.key("auditor"), headers=headers)

    assert refused.status_code == 404
    eventually(lambda: len(watched.collector.of(request_id)), 3)
    spans = watched.collector.of(request_id)
    assert {span.trace_id for span in spans} == {trace_id}
    assert {span.ended_badly for span in spans} == {False}
    [first] = [span for span in spans if span.name.startswith("GET ")]
    assert first.parent_id == "b7ad6b7169203331"
    assert first.name == "GET /v1/parties/{party_id}"


def reactions(watched: Watched, request_id: str) -> dict[str, Span]:
    return {span.service: span for span in watched.collector.of(request_id) if span.name.startswith("reaction")}


def steps(watched: Watched, request_id: str) -> set[str]:
    return {span.name.split()[0] for span in watched.collector.of(request_id)}


def way_to(last: Span, spans: list[Span]) -> list[Span]:
    """The chain of parents, first span first."""
    known = {span.span_id: span for span in spans}
    chain = [last]
    while chain[0].parent_id:
        chain.insert(0, known[chain[0].parent_id])
    return chain
