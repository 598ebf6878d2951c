"""Every door: passed by the roles that the rulebook names, and by nobody else.

What the doors declare is held against role_matrix.yaml, written from the rulebook; then every door is tried with one key for each role.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from werkzeug.test import TestResponse

from chassis import dead
from chassis.ids import new_id
from contracts.operations import OperationsReport
from contracts.points.answers import DocumentFile
from contracts.roles import Role
from gateway import parts
from gateway.identity.keys import DatabaseKeys
from gateway.local import Local
from gateway.web.doors import PATH_FIELD, VERSIONED, Door
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, SETTINGS, Front
from tests.support.shapes import example
from tests.unit.gateway import sheets

DATABASE_TESTS = Path(__file__).parents[1]
MATRIX_FILE = Path(__file__).with_name("role_matrix.yaml")
WRITTEN = yaml.safe_load(MATRIX_FILE.read_text(encoding="utf-8"))
GROUPS = {name: frozenset(words.split()) for name, words in WRITTEN["groups"].items()}
ANYBODY = frozenset({"anyone"})
PAGES = {"/openapi.json", "/docs", "/docs/<name>", "/problems", "/problems/<code>"}
TURNED_AWAY = {"key-required", "not-allowed"}
ADDRESS = re.compile(r"<(?:\w+:)?(\w+)>")
UNLOCKS = {"reveal_personal_data", "look_at_document"}
"""Commands, because they leave a trace; the rulebook gives them to auditors, with a reason."""


def roles_of(words: str) -> frozenset[str]:
    """The roles that a line of the matrix names."""
    return frozenset[str]().union(*(GROUPS.get(word, frozenset({word})) for word in words.split()))


MATRIX: dict[tuple[str, str], frozenset[str]] = {
    (service, request): roles_of(words)
    for service, capabilities in WRITTEN["may"].items()
    for requests in capabilities.values()
    for request, words in requests.items()
}
APART = [
    (service, create, approve, held_by[0] if held_by else None)
    for service, pairs in WRITTEN["apart"].items()
    for creates, approves, *held_by in pairs
    for create in creates.split()
    for approve in approves.split()
]


def named(door: Door) -> tuple[str, str]:
    """As the matrix names what a door asks."""
    return door.request.service, door.request.method()


def listed(findings: Iterable[object]) -> str:
    """One finding a line, so that a failure can be read."""
    return "\n".join(map(str, findings))


def admitted(door: Door) -> frozenset[str]:
    """The roles that may pass."""
    return MATRIX.get(named(door), frozenset())


@pytest.fixture
def doors(front: Front) -> list[Door]:
    return [door for routes in parts.all_routes(SETTINGS, Local(front.transactions)) for door in routes.doors]


@pytest.fixture
def tokens(front: Front) -> dict[str, str]:
    """A key for each role."""
    business = [role.value for role in Role if role is not Role.SYSTEM_OPERATOR]
    return {role: front.key(role) for role in business} | {Role.SYSTEM_OPERATOR.value: ADMIN_KEY}


@pytest.fixture
def turned_away(front: Front, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The codes of those who were turned away, as the audit is told of them; thousands of rows would be written one by one."""
    noted: list[str] = []
    monkeypatch.setattr(DatabaseKeys, "denied", lambda _keys, refusal, **_more: noted.append(refusal.code))
    return noted


class Knocking:
    """Asks for what a door gives, in the right shape."""

    def __init__(self, front: Front, door: Door) -> None:
        given = example(door.request)
        self.front, self.door = front, door
        self.path = PATH_FIELD.sub(lambda found: str(given.pop(found[1])), door.path)
        self.sent: dict[str, Any] = {"query_string": given}
        if door.sheet is not None:
            row = ",".join("x" for _ in door.sheet.needed)
            self.sent = {
                "data": sheets.csv(row, titles=",".join(door.sheet.needed)),
                "content_type": "application/octet-stream",
            }
        elif door.document and door.request.writes:
            self.sent = {"data": b"%PDF-", "content_type": "application/pdf"}
        elif door.request.writes:
            self.sent = {"json": given}

    def __call__(self, token: str | None) -> TestResponse:
        headers = {"X-Community": COMMUNITY}
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        if self.door.method != "GET":
            headers["Idempotency-Key"] = new_id("key")
        if self.door.method in VERSIONED:
            headers["If-Match"] = '"1"'
        self.front.services.asked.clear()
        return self.front.client.open(self.path, method=self.door.method, headers=headers, **self.sent)

    def asked(self) -> list[tuple[str, str]]:
        """What the services were asked."""
        return [(asked.service, asked.method()) for asked, *_ in self.front.services.asked]


def test_the_matrix_names_roles_and_each_request_once():
    requests = re.findall(r"^ {6}(\w+):", MATRIX_FILE.read_text(encoding="utf-8"), re.MULTILINE)
    known = {role.value for role in Role}

    assert len(requests) == len(MATRIX)
    assert {role for roles in [*MATRIX.values(), *GROUPS.values()] for role in roles} - ANYBODY == known


def test_every_door_declares_the_roles_that_the_matrix_names(front: Front, doors: list[Door]):
    declared = {named(door): {role.value for role in door.may} or ANYBODY for door in doors}
    rules = [rule for rule in front.app.url_map.iter_rules() if rule.rule not in PAGES]
    addresses = {
        (method, ADDRESS.sub(r"{\1}", rule.rule)) for rule in rules for method in rule.methods - {"HEAD", "OPTIONS"}
    }

    off = {named(door): sorted(declared[named(door)] ^ admitted(door)) for door in doors}
    differing = [(door, roles) for door, roles in off.items() if roles]
    assert not differing, listed(differing)
    assert MATRIX.keys() - declared.keys() == set()
    assert addresses == {(door.method, door.path) for door in doors}


def test_whoever_has_not_the_role_is_turned_away_and_no_service_is_asked(
    front: Front, doors: list[Door], tokens: dict[str, str], turned_away: list[str]
):
    let_in, tried = [], 0
    for door in doors:
        if admitted(door) == ANYBODY:
            continue
        knock = Knocking(front, door)
        others = [(role, tokens[role], 403, "not-allowed") for role in tokens.keys() - admitted(door)]
        strangers: list[tuple[str, str | None, int, str]] = [("nobody", None, 401, "key-required"), *others]
        for role, token, status, code in strangers:
            answer, tried = knock(token), tried + 1
            said = (answer.status_code, answer.content_type, (answer.json or {}).get("code"))
            if said != (status, "application/problem+json", code) or front.services.asked:
                let_in.append((named(door), role, said))

    assert not let_in, listed(let_in)
    assert len(turned_away) == tried


def test_whoever_has_the_role_is_passed_on_under_it(
    front: Front,
    doors: list[Door],
    tokens: dict[str, str],
    turned_away: list[str],
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(dead, "count_dead", lambda *_: {})
    front.services.answers["get_operations_report"] = example(OperationsReport)
    front.services.answers |= dict.fromkeys(("get_document_file", "get_sheet_scan"), example(DocumentFile))
    kept_out: list[tuple[object, ...]] = []
    for door in doors:
        knock, roles = Knocking(front, door), admitted(door)
        for role, token in (
            [("nobody", None), *tokens.items()] if roles == ANYBODY else [(one, tokens[one]) for one in roles]
        ):
            answer = knock(token)
            if door.serve is None and (answer.status_code != door.status or knock.asked() != [named(door)]):
                kept_out.append((named(door), role, answer.status_code, answer.json))
            if answer.status_code >= 500 or (answer.json or {}).get("code") in TURNED_AWAY:
                kept_out.append((named(door), role, answer.status_code, answer.json))
            acting = {frozenset(role.value for role in actor.roles) for _, actor, *_ in front.services.asked}
            if not acting <= {frozenset({role} - {"nobody"}), *([frozenset()] if door.everywhere else [])}:
                kept_out.append((named(door), role, acting))

    assert not kept_out, listed(kept_out)
    assert TURNED_AWAY.isdisjoint(turned_away)


@pytest.mark.parametrize(("service", "create", "approve", "held_by"), APART)
def test_no_role_creates_and_approves_or_the_persons_are_compared(
    service: str, create: str, approve: str, held_by: str | None
):
    both = MATRIX[service, create] & MATRIX[service, approve]

    assert bool(both) == (held_by is not None), both
    if held_by is not None:
        file, test = held_by.split("::")
        assert f"\ndef {test}(" in (DATABASE_TESTS / file).read_text(encoding="utf-8")


def commands(doors: list[Door], role: Role) -> Iterator[str]:
    """What a role may change."""
    return (door.request.method() for door in doors if door.request.writes and role.value in MATRIX[named(door)])


def test_who_only_reads_only_reads_and_who_redeems_only_redeems(doors: list[Door]):
    assert set(commands(doors, Role.AUDITOR)) == UNLOCKS
    assert set(commands(doors, Role.FEDERATION_ACCOUNTANT)) == set()
    assert set(commands(doors, Role.SYSTEM_OPERATOR)) == {
        "issue_key",
        "issue_keys",
        "agree_key",
        "agree_keys",
        "revoke_key",
        "move_platform_clock",
    }
    assert set(commands(doors, Role.MERCHANT_CLERK)) == {
        "accept_redemption",
        "decline_redemption",
        "fulfil_redemption",
        "upload_offline_uses",
    }
    operators = {named(door) for door in doors if Role.SYSTEM_OPERATOR.value in MATRIX[named(door)]}
    assert {service for service, _ in operators} == {"gateway"}
