"""The alert rules, as far as they can be checked without a running platform: by Prometheus's own promtool."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
OBSERVABILITY = ROOT / "deploy" / "observability"
RULES = OBSERVABILITY / "rules" / "alerts.yml"


@pytest.fixture(scope="session")
def promtool() -> Path:
    """Downloaded by the first who needs it; without it these tests fail, and say how to get it."""
    got = subprocess.run([ROOT / "deploy/bootstrap.sh", "promtool"], capture_output=True, text=True, check=False)
    assert got.returncode == 0, got.stdout + got.stderr
    return ROOT / "var" / "tools" / "promtool"


def alerts() -> list[dict[str, Any]]:
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def ask(promtool: Path, *what: str, at: Path = OBSERVABILITY) -> subprocess.CompletedProcess[str]:
    return subprocess.run([promtool, *what], cwd=at, capture_output=True, text=True, check=False)


def test_prometheus_understands_configuration_and_rules(promtool: Path):
    checked = ask(promtool, "check", "config", "prometheus.yml")

    assert checked.returncode == 0, checked.stdout + checked.stderr
    assert f"{len(alerts())} rules found" in checked.stdout


def test_every_alert_rings_when_it_should_and_none_while_all_is_well(promtool: Path):
    tested = ask(promtool, "test", "rules", "alerts_test.yml", at=RULES.parent)

    assert tested.returncode == 0, tested.stdout + tested.stderr
    names = [test["name"] for test in yaml.safe_load((RULES.parent / "alerts_test.yml").read_text())["tests"]]
    assert {alert["alert"] for alert in alerts()} <= set(names)


@pytest.mark.parametrize(
    ("alert", "change"),
    [
        ("DeadLetters", {"expr": "ccs_dead_letters > 2"}),
        ("OutboxOld", {"for": "1h"}),
        ("BooksOff", {"expr": "ccs_books_off == 0"}),
    ],
)
def test_an_alert_that_rings_too_late_or_too_often_is_noticed(
    promtool: Path, alert: str, change: dict[str, str], tmp_path: Path
):
    shutil.copytree(RULES.parent, tmp_path, dirs_exist_ok=True)
    spoilt = [rule | change if rule["alert"] == alert else rule for rule in alerts()]
    (tmp_path / RULES.name).write_text(
        yaml.safe_dump({"groups": [{"name": "ccs", "rules": spoilt}]}, allow_unicode=True)
    )

    assert ask(promtool, "test", "rules", "alerts_test.yml", at=tmp_path).returncode != 0


def test_every_alert_leads_to_its_own_section_of_the_runbook():
    headings = re.findall(r"^### (\w+)$", (ROOT / "deploy/RUNBOOK.md").read_text(), re.MULTILINE)

    for alert in alerts():
        name = alert["alert"]
        assert name in headings
        assert alert["annotations"]["runbook_url"] == f"deploy/RUNBOOK.md#{name.lower()}"
        assert alert["labels"]["severity"] in {"page", "ticket"}
        assert re.search(r"[\u4e00-\u9fff]", alert["annotations"]["summary"])


def test_prometheus_asks_every_process_that_is_composed():
    composed = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text())["services"]
    jobs = {
        job["job_name"]: job for job in yaml.safe_load((OBSERVABILITY / "prometheus.yml").read_text())["scrape_configs"]
    }
    asked = {(each["labels"]["process"], each["targets"][0]) for each in jobs["ccs"]["static_configs"]}

    watched = {
        name: each["environment"] for name, each in composed.items() if "HEALTH_PORT" in each.get("environment", {})
    }
    assert asked == {(name, f"{name}:{environment['HEALTH_PORT']}") for name, environment in watched.items()}
    assert {environment["HEALTH_HOST"] for environment in watched.values()} == {"0.0.0.0"}  # noqa: S104 - in its container
    assert set(watched) == {"points", "donations", "merchants", "rural_link", "relay", "gateway"}


def test_the_dashboard_is_one_that_grafana_finds():
    dashboard = json.loads((OBSERVABILITY / "grafana/dashboards/ccs.json").read_text())
    [source] = yaml.safe_load((OBSERVABILITY / "grafana/provisioning/datasources/prometheus.yml").read_text())[
        "datasources"
    ]
    ids = [panel["id"] for panel in dashboard["panels"]]

    assert len(ids) == len(set(ids)) > 20
    assert {panel["datasource"]["uid"] for panel in dashboard["panels"] if panel["type"] != "row"} == {source["uid"]}
