"""Whatever dies, and wherever: every event has its effect once."""

from __future__ import annotations

import pytest

from chassis.crashpoints import EXIT_CODE
from tests.integration.messaging.conftest import Post, queue_exists, started
from tests.support.processes import eventually

RELAY_POINTS = ("relay.after_publish", "relay.after_delete", "relay.after_commit")
REACTION_POINTS = ("reaction.mid_inbox", "reaction.before_commit", "reaction.after_commit")


def test_a_relay_that_dies_at_each_point_loses_and_doubles_nothing(post: Post):
    post.toy.start(ready=False)
    eventually(lambda: queue_exists(post.amqp_uri))

    for turn, point in enumerate(RELAY_POINTS):
        post.post(range(turn * 300, turn * 300 + 300))
        post.relay.start(ready=False, CRASH_AT=f"{point}:2")
        assert post.relay.wait_dead() == EXIT_CODE
    post.relay.start()

    post.applied_once(range(900))
    assert post.relay.terminate(within_seconds=5) == 0


def test_a_hearer_that_dies_at_each_point_loses_and_doubles_nothing(post: Post):
    post.relay.start()

    for turn, point in enumerate(REACTION_POINTS):
        post.post(range(turn * 150, turn * 150 + 150))
        post.toy.start(ready=False, CRASH_AT=f"{point}:2")
        assert post.toy.wait_dead() == EXIT_CODE
    post.toy.start(ready=False)

    post.applied_once(range(450))
    assert post.toy.terminate() == 0


@pytest.mark.parametrize("victim", ["relay", "toy"])
def test_killed_at_any_moment_while_events_flow_it_goes_on_where_it_was(post: Post, victim: str):
    started(post)

    for turn in range(30):
        post.post(range(turn * 20, turn * 20 + 20))
        if turn in {7, 19}:
            program = getattr(post, victim)
            program.kill()
            program.start(ready=False)

    post.applied_once(range(600))
