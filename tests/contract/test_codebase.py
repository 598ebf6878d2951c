"""Rules about the codebase that no linter knows."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from eventlet import patcher
from sqlalchemy import text

import contracts
from chassis import migrations, revisions
from chassis.config import SETTINGS
from chassis.doors import EventDoor, RequestDoor
from chassis.entrypoints import DOOR
from chassis.runner import service_class
from contracts import publish
from contracts.event import published
from contracts.refused import Refused
from contracts.roles import Role
from contracts.unheard import UNHEARD
from tests.support.databases import Databases

ROOT = Path(__file__).parents[2]
SERVICES = sorted(path.parent.name for path in ROOT.glob("services/*/service.py"))
MIGRATED = sorted(path.parent.name for path in [*ROOT.glob("services/*/migrations"), *ROOT.glob("gateway/migrations")])
PATCHING = {"chassis.run", "chassis.green"}
"""Importing these would make this very process green, and with it every test that comes later."""
PACKAGES = ("contracts", "chassis", "ledger", "services", "gateway")


def modules() -> Iterator[str]:
    for package in PACKAGES:
        found = importlib.import_module(package)
        for module in pkgutil.walk_packages(found.__path__, prefix=f"{package}."):
            if (
                ".alembic" not in module.name
                and ".migrations" not in module.name
                and not module.name.endswith("__main__")
            ):
                yield module.name


def refusals() -> list[type[Refused]]:
    for module in modules():
        if module not in PATCHING:
            importlib.import_module(module)
    assert not patcher.is_monkey_patched("socket"), "a module makes whoever imports it green: name it in PATCHING"
    found, waiting = [], [Refused]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        found.append(kind)
    return [kind for kind in found if kind.__module__.split(".")[0] in PACKAGES and kind.__name__ != "RefusedRemotely"]


def doors(service: str) -> Iterator[tuple[str, object]]:
    kind = service_class(service)
    for name in dir(kind):
        if hasattr(getattr(kind, name), DOOR):
            yield name, getattr(getattr(kind, name), DOOR)


def test_every_refusal_code_means_one_thing_and_has_words_in_both_languages():
    kinds = [kind for kind in refusals() if "code" in vars(kind)]
    meanings = Counter(code for code, _ in {(kind.code, kind.kind) for kind in kinds})

    assert [code for code, times in meanings.items() if times > 1] == [], "one code, two kinds of no"
    for kind in kinds:
        assert re.search(r"[\u4e00-\u9fff]", kind.zh), kind
        assert kind.en.strip(), kind
        assert re.fullmatch(r"[a-z0-9_]+([.-][a-z0-9_]+)*", kind.code), kind


@pytest.mark.parametrize("service", SERVICES)
def test_everything_a_service_can_be_asked_is_answered_by_exactly_one_documented_method(service: str):
    publish.import_all()
    from contracts.request import asked

    wanted = {
        method for (name, method), kind in asked.items() if name == service and kind.__module__.startswith("contracts.")
    }
    answered = {name for name, door in doors(service) if isinstance(door, RequestDoor)}

    assert answered == wanted
    for name, door in doors(service):
        assert getattr(service_class(service), name).__doc__, f"{service}.{name} ({door}) has no docstring"


def test_every_event_is_heard_or_unheard_on_purpose():
    publish.import_all()
    said = {name for name, kind in published.items() if kind.__module__.startswith("contracts.")}
    heard = {door.event.type() for service in SERVICES for _, door in doors(service) if isinstance(door, EventDoor)}

    assert said - heard - set(UNHEARD) == set()
    assert heard & set(UNHEARD) == set(), "listed as unheard although somebody hears it"
    assert set(UNHEARD) - said == set(), "listed as unheard although nobody says it"


@pytest.mark.parametrize("service", SERVICES)
def test_who_only_reads_changes_nothing_and_the_operator_has_no_business_rights(service: str):
    admitted = {name: door for name, door in doors(service) if isinstance(door, RequestDoor)}
    readers = {Role.AUDITOR, Role.FEDERATION_ACCOUNTANT}

    written = {name for name, door in admitted.items() if door.request.writes and readers & set(door.may)}
    operated = {name for name, door in admitted.items() if Role.SYSTEM_OPERATOR in door.may}

    # Unlocking an identity or a document, with a reason, is written down as a look and changes nothing else.
    assert written <= {"reveal_personal_data", "look_at_document"}
    assert operated == {"get_operations_report", "move_clock"}


def test_published_shapes_are_up_to_date():
    assert publish.main(["--check"]) == 0


def test_no_published_shape_was_broken_since_the_last_release():
    tag = subprocess.run(
        ["git", "describe", "--tags", "--abbrev=0"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tag.returncode != 0:
        before = json.loads(publish.PUBLISHED.read_text())  # Not released yet: at least it agrees with itself.
    else:
        show = ["git", "show", f"{tag.stdout.strip()}:contracts/published.json"]
        before = json.loads(subprocess.run(show, cwd=ROOT, capture_output=True, text=True, check=True).stdout)

    assert publish.incompatible(before, publish.shapes()) == []


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda shape: shape["properties"].pop("amount"), "removed"),
        (lambda shape: shape["properties"]["amount"].update(type="integer"), "changed"),
        (lambda shape: shape["required"].remove("amount"), "may now be absent"),
    ],
)
def test_a_broken_event_shape_is_noticed(change, complaint: str):
    before = publish.shapes()
    after = json.loads(json.dumps(before))

    change(after["events"]["donations.gift_confirmed.v1"]["schema"])

    assert [complaint in found for found in publish.incompatible(before, after)] == [True]


def test_an_added_field_breaks_nobody_but_a_required_input_does():
    before = publish.shapes()
    after = json.loads(json.dumps(before))
    name, request = next((name, each["request"]) for name, each in after["requests"].items() if each["writes"])

    after["events"]["donations.gift_confirmed.v1"]["schema"]["properties"]["more"] = {"type": "string"}
    assert publish.incompatible(before, after) == []
    request["properties"]["more"] = {"type": "string"}
    request.setdefault("required", []).append("more")

    assert publish.incompatible(before, after) == [f"{name} request: field more now required"]


@pytest.mark.parametrize("service", MIGRATED)
def test_migrations_make_exactly_the_tables_that_the_code_expects(databases: Databases, service: str):
    copy = databases.fresh(service)
    try:
        with copy.engine.connect() as connection:
            assert migrations.differences(service, connection) == []
            assert revisions.heads(service) == migrations.heads(service)
            assert revisions.at_head(service, connection)
            connection.execute(text("SET LOCAL search_path = nowhere"))
            assert not revisions.at_head(service, connection)
    finally:
        copy.close()


def test_every_setting_that_the_chassis_reads_is_documented():
    read = set()
    for path in (ROOT / "chassis").glob("*.py"):
        read |= set(re.findall(r"environ(?:\.get\(|\[)\"([A-Z_]+)\"", path.read_text()))

    assert read - set(SETTINGS) == set()


def test_every_file_says_what_it_is_for_and_none_is_too_long():
    too_long, silent = [], []
    tracked = subprocess.run(
        ["git", "ls-files", "*.py"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    for name in tracked:
        path = ROOT / name
        if "migrations" in path.parts or not path.exists():
            continue
        source = path.read_text()
        if source.count("\n") > (400 if name.startswith("tests/") else 300):
            too_long.append(name)
        if not source.lstrip().startswith('"""'):
            silent.append(name)

    assert (too_long, silent) == ([], [])


def test_contracts_know_none_of_us():
    for module in pkgutil.walk_packages(contracts.__path__, prefix="contracts."):
        path = ROOT / (module.name.replace(".", "/") + ".py")
        source = path.read_text() if path.exists() else ""
        assert not re.search(r"^(from|import) (chassis|ledger|services|gateway|deploy)", source, re.MULTILINE), (
            module.name
        )
