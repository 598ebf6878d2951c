"""Every process shows the figures that the rules and the dashboard are made of."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from prometheus_client.parser import text_string_to_metric_families

from chassis.ids import new_id
from tests.integration.observability.conftest import Watched
from tests.support.processes import eventually

pytestmark = pytest.mark.timeout(300)  # The first test of a run also starts the platform.
ROOT = Path(__file__).parents[3]
OBSERVABILITY = ROOT / "deploy" / "observability"
NAME = re.compile(r"\b((?:ccs|process|python)_[a-z0-9_]+)\b")
OF_PROMETHEUS_ITSELF = {"up"}


def figures(watched: Watched, process: str) -> dict[tuple[str, frozenset[tuple[str, str]]], float]:
    """Every sample that the process shows, by name and labels."""
    status, shown = watched.platform.programs[process].get("/metrics")
    assert status == 200
    return {
        (sample.name, frozenset(sample.labels.items())): sample.value
        for family in text_string_to_metric_families(shown)
        for sample in family.samples
    }


def value(watched: Watched, process: str, name: str, **labels: str) -> float | None:
    return figures(watched, process).get((name, frozenset(labels.items())))


def known(watched: Watched) -> set[str]:
    """Every figure that any process shows or announces: a counter with labels has no sample before its first event."""
    names = set()
    for program in watched.platform.programs.values():
        for family in text_string_to_metric_families(program.get("/metrics")[1]):
            names |= {family.name, *(sample.name for sample in family.samples)}
            more = {"counter": ("_total",), "histogram": ("_bucket", "_sum", "_count")}.get(family.type, ())
            names |= {family.name + suffix for suffix in more}
        eventually(lambda program=program: "ccs_ready 1.0" in program.get("/metrics")[1])
    return names


def expressions() -> Iterator[tuple[str, str]]:
    rules = yaml.safe_load((OBSERVABILITY / "rules/alerts.yml").read_text())
    for group in rules["groups"]:
        yield from ((rule["alert"], rule["expr"]) for rule in group["rules"])
    dashboard = json.loads((OBSERVABILITY / "grafana/dashboards/ccs.json").read_text())
    for panel in dashboard["panels"]:
        yield from ((panel["title"], target["expr"]) for target in panel.get("targets", ()))


@pytest.fixture(scope="module")
def busy(watched: Watched) -> Watched:
    """A party becomes known everywhere, somebody is refused, and an address does not exist."""
    token = watched.key("community_staff")
    party = {"party_id": new_id("pty"), "kind": "organisation", "sector": "SOC", "name": "某社"}
    assert watched.ask("POST", "/v1/parties", token=token, json=party).status_code == 201
    assert watched.ask("GET", f"/v1/parties/{new_id('pty')}", token=token).status_code == 404
    assert watched.ask("GET", "/nowhere", token=token).status_code == 404
    assert watched.ask("GET", "/v1/status", token=None).json()["condition"] == "up"
    return watched


def test_rules_and_dashboard_are_made_of_figures_that_exist(busy: Watched):
    shown = known(busy)
    asked = {name: where for where, expression in expressions() for name in NAME.findall(expression)}

    assert len(asked) > 30
    assert {name: where for name, where in asked.items() if name not in shown} == {}
    invented = "sum(rate(ccs_invented_total[5m]))"
    assert set(NAME.findall(invented)) - shown == {"ccs_invented_total"}


def test_a_party_that_becomes_known_is_counted_on_its_whole_way(busy: Watched):
    queue = "donations.on.points.party_registered.v1"
    eventually(lambda: (value(busy, "donations", "ccs_events_handled_total", queue=queue) or 0) >= 1)

    assert value(busy, "gateway", "ccs_http_requests_total", method="POST", route="/v1/parties", status="201") >= 1
    assert value(busy, "gateway", "ccs_http_requests_total", method="GET", route="none", status="404") >= 1
    assert value(busy, "gateway", "ccs_http_request_seconds_count", method="POST", route="/v1/parties") >= 1
    assert value(busy, "points", "ccs_calls_total", method="register_party", code="ok") >= 1
    assert value(busy, "points", "ccs_calls_total", method="get_party", code="points.party_not_found") >= 1
    assert value(busy, "points", "ccs_call_seconds_count", method="register_party") >= 1
    eventually(lambda: (value(busy, "relay", "ccs_relay_sent_total", service="points") or 0) >= 1)
    eventually(lambda: value(busy, "relay", "ccs_outbox_events", service="points"), 0.0)
    assert value(busy, "relay", "ccs_relay_batch_events_count", service="points") >= 1
    assert value(busy, "donations", "ccs_listener_batch_events_count", queue=queue) >= 1
    assert value(busy, "donations", "ccs_events_deferred_total", queue=queue) == 0


def test_every_process_shows_how_it_is(busy: Watched):
    for name in ("points", "donations", "merchants", "rural_link", "gateway"):
        in_use = value(busy, name, "ccs_database_connections", service=name, state="in_use")
        assert 0 <= in_use <= value(busy, name, "ccs_database_connections_max", service=name)
    for name in ("points", "donations", "merchants", "rural_link", "gateway"):
        assert value(busy, name, "ccs_hub_stall_seconds_max") > 0, "every hub is watched"
    for name in ("points", "donations", "merchants", "rural_link"):
        assert value(busy, "relay", "ccs_relay_connected", service=name) == 1
        assert value(busy, "relay", "ccs_outbox_oldest_seconds", service=name) is not None
        assert 0 < value(busy, name, "ccs_ready_after_seconds") < 120
        assert value(busy, name, "ccs_check_failing", check="database") == 0
    assert value(busy, "merchants", "ccs_listener_connected", queue="merchants.on.points.party_registered.v1") == 1
    assert value(busy, "merchants", "ccs_queue_listeners", queue="merchants.on.points.party_registered.v1") == 1
    assert value(busy, "merchants", "ccs_dead_letters", queue="merchants.on.points.party_registered.v1") == 0


def test_the_books_are_added_up_by_themselves(busy: Watched):
    for name in ("points", "donations"):
        eventually(lambda name=name: value(busy, name, "ccs_books_checked_timestamp_seconds", service=name) is not None)
    assert {v for (name, _), v in figures(busy, "points").items() if name == "ccs_books_off"} <= {0.0}
