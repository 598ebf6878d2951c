"""The hearer's side: what comes too early, and dead letters as an operator sees them. What breaks it is in tests/faults/messages."""

from __future__ import annotations

import pytest

from chassis import dead
from tests.integration.messaging.conftest import QUEUE, Post, publish
from tests.integration.messaging.malformed import message
from tests.support.processes import eventually


def test_what_comes_too_early_is_done_when_what_it_needs_has_arrived(shared: Post):
    shared.post([1], mood="early")
    eventually(lambda: "again in" in shared.toy.said())
    assert shared.effects() == []

    shared.rows("INSERT INTO arrived VALUES ('it')")

    shared.applied_once([1])
    assert shared.dead() == []


def test_dead_messages_are_counted_and_listed_for_an_operator(
    shared: Post, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
):
    publish(shared.amqp_uri, message(b"[]"))

    eventually(lambda: dead.count_dead(shared.amqp_uri, [QUEUE, "no.such"]), {QUEUE: 1, "no.such": 0})
    monkeypatch.setenv("AMQP_URI", shared.amqp_uri)
    monkeypatch.setenv("DATABASE_URL_POINTS", shared.hearer.url.render_as_string(hide_password=False))
    monkeypatch.setattr(dead, "queues_of", lambda service: [QUEUE, f"{service}.on.nothing"])
    alone = ["--by", "pty_A", "--second", "pty_A", "--reason", "again"]
    assert dead.main(["list", "--service", "points"]) == 0
    assert dead.main(["redrive", "--service", "points", *alone]) == 2

    told = capsys.readouterr()
    assert f"{QUEUE} evt_1 malformed:not-an-object attempts=1" in told.out
    assert "两个不同的人" in told.err
