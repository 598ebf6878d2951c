"""Personal data stay where they belong (H-04): marked people go through everything that can go wrong, and then the marks are looked for.

A mark may be in the service's own tables and in what its owner or staff are answered. It may not be in logs, figures, spans, queues, the
servers' own logs, or in any refusal.
"""

from __future__ import annotations

import json
import secrets
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine, text

from chassis.ids import new_id
from contracts import publish
from contracts.roles import Role
from deploy.local.layout import of_tests
from tests.integration.observability.conftest import Watched
from tests.integration.observability.everything import requests_with
from tests.support.processes import eventually

pytestmark = pytest.mark.timeout(300)  # The first test of a run also starts the platform.
RUN = secrets.randbelow(10**8)
NAME = f"欧阳金丝雀{RUN:08d}"
CHILD = f"金丝雀宝宝{RUN:08d}"
PHONE = f"139{RUN:08d}"
ID_NUMBER = f"5101121990{RUN:08d}"
ADDRESS = f"金丝雀巷{RUN:08d}栋4单元"
APART = {
    Role.SYSTEM_OPERATOR,
    Role.AUDITOR,
    Role.TASTING_JUDGE,
    Role.FUND_TREASURER,
}  # Nobody holds these besides others.
MARKS = (NAME, CHILD, PHONE, ID_NUMBER, ADDRESS)
NOTE = f"{CHILD}（{PHONE}，{ADDRESS}，{ID_NUMBER}）"


@dataclass
class Story:
    """Who was marked, and what strangers and owners were answered."""

    watched: Watched
    staff: str
    person: str = field(default_factory=lambda: new_id("pty"))

    def party(self, **more: Any) -> dict[str, Any]:
        """A marked person, to be registered."""
        return {"party_id": self.person, "kind": "person", "sector": "RES", "name": NAME, **more}


@pytest.fixture(scope="module")
def story(watched: Watched) -> Story:
    """Marked people go through everything that can go wrong."""
    watched.heard()
    watched.answers.clear()
    told = Story(watched, watched.key("community_staff", label=NAME))
    _be_known(told)
    _be_refused(told)
    _try_everything(told)
    _send_nonsense(told)
    _fail_inside(told)
    _fail_elsewhere(told)
    return told


def _be_known(story: Story) -> None:
    """Everything as it should be: the marks are stored, and shown to whom they concern."""
    watched = story.watched
    made = watched.ask("POST", "/v1/parties", token=story.staff, json=story.party())
    assert made.status_code == 201, made.text
    assert (made.json()["name"], NAME in made.text) == (None, False)
    organiser = watched.key("activity_organiser")
    claim = {
        "contribution_id": new_id("ctb"),
        "party_id": story.person,
        "contribution_type": "H1",
        "activity": NOTE,
        "started_at": "2023-03-17T08:00:00+08:00",
        "minutes": 60,
    }
    watched.ask("POST", "/v1/contributions", token=organiser, json=claim)
    own = watched.key("resident", party_id=story.person, label=PHONE)
    assert NAME in watched.ask("GET", f"/v1/parties/{story.person}/personal-data", token=own).text


def _be_refused(story: Story) -> None:
    """Every sort of no, to the owner and to strangers."""
    ask, other = story.watched.ask, story.watched.key("resident")
    for path in (f"/v1/parties/{story.person}", f"/v1/parties/{story.person}/balance", "/v1/contributions/notices"):
        for token in (None, other, f"ccs_live_{PHONE}_{ID_NUMBER}"):
            ask("GET", path, token=token)
    ask("POST", "/v1/parties", token=story.staff, json=story.party(sector="UNI"))
    ask("POST", "/v1/parties", token=other, json=story.party())
    ask("POST", "/v1/parties", token=story.staff, json=story.party(phone=PHONE, id_number=ID_NUMBER))
    ask("POST", "/v1/parties", token=story.staff, json=story.party(kind=NAME, sector=PHONE, party_id=ID_NUMBER))
    ask("POST", "/v1/parties", token=story.staff, json=story.party(name=NAME * 40))
    ask("POST", "/v1/parties", token=story.staff, json=story.party(name=[NAME], household_id={"a": CHILD}))
    ask("POST", "/v1/parties", token=story.staff, json=story.party(household_id=new_id("pty")))
    ask("POST", "/v1/keys", token=story.staff, json={"label": NAME, "roles": [CHILD], "communities": [ADDRESS]})


def _try_everything(story: Story) -> None:
    """Every operation, by somebody who may nearly everything, with marks wherever people may write."""
    watched = story.watched
    everybody = watched.key(*(role.value for role in Role if role not in APART), party_id=story.person)
    document = watched.ask("GET", "/openapi.json", token=None).json()
    tried = [
        watched.ask(method, path, token=everybody, json=body) for method, path, body in requests_with(document, NOTE)
    ]
    # Rules of every service said no, not only the door.
    assert {_code(answer).partition(".")[0] for answer in tried} >= {"points", "funds", "merchants", "rural_link"}
    assert [answer.url for answer in tried if answer.status_code >= 500] == []


def _code(answer: requests.Response) -> str:
    return str(answer.json().get("code", "")) if answer.status_code >= 400 else ""


def _send_nonsense(story: Story) -> None:
    """What is no request, or hardly one."""
    ask, token = story.watched.ask, story.staff
    broken = json.dumps(story.party(), ensure_ascii=False).encode()[:-3]
    ask("POST", "/v1/parties", token=token, data=broken, headers={"Content-Type": "application/json"})
    ask("POST", "/v1/parties", token=token, data=NOTE.encode(), headers={"Content-Type": "text/plain"})
    ask("POST", "/v1/parties", token=token, data=NOTE.encode() * 20_000, headers={"Content-Type": "application/json"})
    ask("GET", f"/v1/parties/{NAME}/{ADDRESS}", token=token)
    ask("GET", "/v1/parties", token=token, params={"sector": NAME, "phone": PHONE, "cursor": ID_NUMBER})
    ask("GET", "/v1/parties", token=token, headers={"User-Agent": PHONE, "X-Community": PHONE, "traceparent": PHONE})
    ask("PURGE", "/v1/parties", token=token, params={"name": NAME})
    for raw in (
        f"{PHONE} /v1/parties?name={ID_NUMBER} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"GET /{PHONE} {ADDRESS} HTTP/9.9\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\n{NAME} {PHONE}\r\n\r\n",
        f"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: {PHONE}x\r\n\r\n",
        f"GET /?{PHONE}={'9' * 9000} HTTP/1.1\r\nHost: x\r\n\r\n",
        f"POST /v1/parties HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: {PHONE}\r\n\r\n{PHONE}\r\n",
    ):
        port = int(story.watched.platform.url.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(raw.encode())
            connection.recv(4096)


def _fail_inside(story: Story) -> None:
    """The database refuses a row and quotes it; a service dies under a call."""
    watched = story.watched
    _forbid(watched, "points", "parties", f"name <> '{CHILD}'")
    # A person's name is sealed before the database sees it; an organisation's stands in the row.
    club = story.party(party_id=new_id("pty"), kind="organisation", sector="SOC", name=CHILD)
    failed = watched.ask("POST", "/v1/parties", token=story.staff, json=club)
    assert failed.status_code == 500, failed.text
    _forbid(watched, "points", "parties", None)
    points = watched.platform.programs["points"]
    points.kill()
    unanswered = watched.ask("POST", "/v1/parties", token=story.staff, json=story.party(party_id=new_id("pty")))
    assert unanswered.status_code == 503, unanswered.text
    points.start()


def _fail_elsewhere(story: Story) -> None:
    """A reaction fails again and again, and its event is set aside."""
    watched = story.watched
    _forbid(watched, "merchants", "known_parties", "public_name <> '百灵社'")
    club = {"party_id": new_id("pty"), "kind": "organisation", "sector": "SOC", "name": "百灵社"}
    assert watched.ask("POST", "/v1/parties", token=story.staff, json=club).status_code == 201
    eventually(lambda: "set aside" in watched.platform.programs["merchants"].said())
    _forbid(watched, "merchants", "known_parties", None)


def _forbid(watched: Watched, service: str, table: str, rule: str | None) -> None:
    """Let the service's table of parties refuse whoever breaks the rule; its complaint quotes the whole row."""
    engine = create_engine(watched.platform.databases[service].owner_url)
    with engine.begin() as connection:
        if rule is None:
            connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT canary"))
        else:
            connection.execute(text(f"ALTER TABLE {table} ADD CONSTRAINT canary CHECK ({rule}) NOT VALID"))
    engine.dispose()


def marks_in(said: str) -> list[str]:
    """Which marks are in a text, in any of the ways in which programs write what is not ASCII."""
    return [mark for mark in MARKS if any(way in said for way in written(mark))]


def written(mark: str) -> set[str]:
    raw = mark.encode()
    return {
        mark,
        json.dumps(mark).strip('"'),
        "".join(f"%{byte:02X}" for byte in raw),
        raw.decode("latin-1"),
        str(raw)[2:-1],
    }


def lines_with_marks(said: str) -> Iterator[str]:
    return (line[:600] for line in said.splitlines() if marks_in(line))


def test_no_process_logs_what_people_wrote(story: Story):
    for name, program in story.watched.platform.programs.items():
        assert list(lines_with_marks(program.said())) == [], name
    assert "unexpected IntegrityError" in story.watched.platform.programs["points"].said()


def test_broker_and_database_log_no_values_either(story: Story):
    for part in ("postgres", "broker"):
        logs = [path for path in of_tests(part).state.rglob("*") if path.is_file() and "log" in path.parts[-2]]
        assert logs
        for path in logs:
            assert list(lines_with_marks(path.read_text(errors="replace"))) == [], path


def test_no_figure_has_a_label_that_people_wrote(story: Story):
    for name, program in story.watched.platform.programs.items():
        status, figures = program.get("/metrics")
        assert status == 200
        assert list(lines_with_marks(figures)) == [], name


def test_no_span_carries_what_people_wrote(story: Story):
    spans = story.watched.collector.spans
    eventually(lambda: any(span.ended_badly for span in spans))

    assert [span.name for span in spans if marks_in(span.whole)] == []


def test_no_refusal_repeats_what_was_sent_and_no_stranger_sees_what_is_kept(story: Story):
    refusals = [answer for answer in story.watched.answers if answer.status_code >= 400]
    assert {answer.status_code for answer in refusals} >= {400, 401, 403, 404, 405, 409, 413, 415, 422, 500, 503}

    for answer in refusals:
        # The address is the caller's own, and tells which request it was.
        told = {name: value for name, value in answer.json().items() if name != "instance"}
        assert marks_in(json.dumps(told, ensure_ascii=False)) == [], answer.text
        assert marks_in(str(answer.headers)) == []
    strangers = [one for one in story.watched.answers if "Authorization" not in one.request.headers]
    assert [answer.text for answer in strangers if marks_in(answer.text.partition('"instance"')[0])] == []


def test_events_and_dead_letters_carry_no_names_and_are_what_the_document_says(story: Story):
    heard = story.watched.heard()
    dead = story.watched.drain("merchants.on.points.party_registered.v1.dead")
    assert len(dead) == 1
    assert {one.properties["application_headers"]["ce-type"] for one in heard} >= {"points.party_registered.v1"}

    document = publish.asyncapi()["components"]
    headers = Draft202012Validator(document["messageTraits"]["cloudEvent"]["headers"])
    for message in [*heard, *dead]:
        attributes = message.properties["application_headers"]
        assert marks_in(bytes(message.body).decode() + json.dumps(attributes, ensure_ascii=False, default=str)) == []
        payload = document["messages"][attributes["ce-type"]]["payload"]
        Draft202012Validator(payload).validate(json.loads(bytes(message.body)))
        headers.validate(attributes)
