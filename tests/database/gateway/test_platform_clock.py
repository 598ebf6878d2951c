"""The clock of a demo: moved on all services, read back by whoever goes on with a play; half moved is told as moved."""

from __future__ import annotations

from contracts.refused import Refused
from tests.database.gateway.conftest import Front

CLOCK = "/v1/operations/clock"
BACK = -7_200


def test_an_operator_reads_how_far_the_clock_was_moved(front: Front):
    front.services.answers["move_clock"] = {"offset_seconds": BACK}
    untouched = front.get(CLOCK)

    moved = front.post(CLOCK, {"offset_seconds": BACK})

    assert (untouched.status_code, untouched.json) == (200, {"offset_seconds": 0})
    assert (moved.status_code, front.get(CLOCK).json) == (200, {"offset_seconds": BACK})


def test_a_clock_that_services_did_not_hear_of_is_asked_again_and_reads_as_it_shall_be(front: Front, away: Refused):
    front.services.answers["move_clock"] = away
    half = front.post(CLOCK, {"offset_seconds": BACK}, key="key_of_the_move")
    seen = front.get(CLOCK).json
    front.services.answers["move_clock"] = {"offset_seconds": BACK}

    again = front.post(CLOCK, {"offset_seconds": BACK}, key="key_of_the_move")

    assert (half.status_code, half.json["code"], seen) == (503, "unavailable", {"offset_seconds": BACK})
    assert (again.status_code, again.json) == (200, {"offset_seconds": BACK})


def test_nobody_but_an_operator_reads_or_moves_it(front: Front):
    token = front.key("community_staff")

    answers = [front.get(CLOCK, token=token), front.post(CLOCK, {"offset_seconds": BACK}, token=token)]

    assert [answer.status_code for answer in answers] == [403, 403]
