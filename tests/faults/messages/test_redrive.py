"""M-08: dead messages go back with two names, audited; doing it twice, or for what lies there twice, changes nothing more."""

from __future__ import annotations

import pytest
from amqp import Message

from chassis import dead
from chassis.topology import dead_name
from tests.faults.messages.broker_side import channel, publish, ready_in
from tests.faults.road import QUEUE, Road
from tests.support.processes import eventually

WHO = {"by": "pty_A", "second_person": "pty_B", "reason": "what was missing is here"}


def test_what_is_returned_after_the_repair_has_its_effect_once_however_often_it_is_returned(road: Road):
    road.post(range(10), mood="early")
    eventually(lambda: len(road.dead()), 10)
    copy_dead(road.amqp_uri)
    road.rows("INSERT INTO arrived VALUES ('it')")

    with pytest.raises(dead.SecondPersonNeeded):
        dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **{**WHO, "second_person": "pty_A"})
    assert dead.redrive(road.amqp_uri, road.hearer, [QUEUE], event_ids=["evt_unknown"], **WHO) == 0
    assert dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **WHO) == 11
    assert dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **WHO) == 0

    road.nothing_lost(range(10))
    eventually(lambda: ready_in(road.amqp_uri, QUEUE), 0)
    audited = road.rows("SELECT queue, by, second_person, count(DISTINCT event_id) FROM redrives GROUP BY 1, 2, 3")
    assert [tuple(row) for row in audited] == [(QUEUE, "pty_A", "pty_B", 10)]


def test_what_is_returned_before_the_repair_comes_back_dead_and_is_returned_again(road: Road):
    road.post([1], mood="early")
    eventually(lambda: len(road.dead()), 1)

    # Whoever looks at the dead takes them and lets them go; until the broker has noticed, they are not there to be returned.
    eventually(lambda: dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **WHO), 1)
    eventually(lambda: [one.attempts for one in road.dead()], [3])
    road.rows("INSERT INTO arrived VALUES ('it')")
    eventually(lambda: dead.redrive(road.amqp_uri, road.hearer, [QUEUE], **WHO), 1)

    road.nothing_lost([1])
    assert len(road.rows("SELECT * FROM redrives")) == 2


def copy_dead(amqp_uri: str) -> None:
    """Put a copy of a dead message beside it."""
    with channel(amqp_uri) as opened:
        taken = opened.basic_get(dead_name(QUEUE))
        publish(amqp_uri, Message(taken.body, **taken.properties), queue=dead_name(QUEUE))
