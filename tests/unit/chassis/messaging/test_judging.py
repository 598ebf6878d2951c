"""What becomes of a message whose reaction failed."""

from __future__ import annotations

from typing import Any

import amqp
import psycopg2
import psycopg2.errors
import pytest
from marshmallow import ValidationError
from sqlalchemy.exc import DataError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.broker import Backoff
from chassis.deferral import Verdict, deferred, judge, next_delay, set_aside
from chassis.envelope import Malformed
from contracts.refused import NotFound, NotYet

DELAYS = (1.0, 5.0)


class Coded(psycopg2.Error):
    """An error with a code of the server's."""

    def __init__(self, pgcode: str) -> None:
        super().__init__(pgcode)
        self.code = pgcode

    @property
    def pgcode(self) -> str:  # type: ignore[override]
        """What the server said."""
        return self.code


def wrapped(kind: type[Any], original: Exception) -> Any:
    return kind("SELECT 1", {}, original)


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (wrapped(OperationalError, psycopg2.OperationalError("server closed the connection")), Verdict.OUTAGE),
        (wrapped(InterfaceError, psycopg2.InterfaceError("connection already closed")), Verdict.OUTAGE),
        (wrapped(OperationalError, Coded("57P01")), Verdict.OUTAGE),
        (wrapped(OperationalError, Coded("53300")), Verdict.OUTAGE),
        (PoolTimeout(), Verdict.OUTAGE),
        (wrapped(OperationalError, Coded("55P03")), Verdict.BUSY),
        (wrapped(OperationalError, Coded("57014")), Verdict.BUSY),
        (wrapped(OperationalError, Coded("40P01")), Verdict.BUSY),
        (wrapped(IntegrityError, Coded("23505")), Verdict.LATER),
        (wrapped(DataError, psycopg2.DataError("a NUL")), Verdict.LATER),
        (ZeroDivisionError(), Verdict.LATER),
        (NotYet(), Verdict.LATER),
        (NotFound(), Verdict.FINAL),
        (ValidationError("no"), Verdict.FINAL),
        (Malformed("not-json"), Verdict.FINAL),
    ],
)
def test_a_failure_means_what_it_says(error: Exception, verdict: Verdict):
    assert judge(error) is verdict


def test_attempts_grow_apart_and_end():
    message = amqp.Message(b"{}", message_id="evt_1", application_headers={"ce-id": "evt_1", "x-death": [{"count": 1}]})

    for number, delay in enumerate(DELAYS, start=1):
        assert next_delay(message, ValueError(), DELAYS) == delay
        sent = deferred(message, "q", ValueError("canary"), delay)
        assert sent.routing_key == f"q.retry.{delay:g}"
        assert sent.headers == {"ce-id": "evt_1", "x-attempt": number, "x-error": "ValueError"}
        message = amqp.Message(sent.body, message_id=sent.message_id, application_headers=dict(sent.headers))

    assert next_delay(message, ValueError(), DELAYS) is None
    aside = set_aside(message, "q", ValueError("canary"))
    assert (aside.routing_key, aside.headers["x-reason"], aside.headers["x-attempt"]) == ("q.dead", "failed", 2)
    assert "canary" not in str(aside)


@pytest.mark.parametrize("attempt", [-5, "many", None, {"a": 1}])
def test_a_forged_count_of_attempts_starts_at_the_beginning(attempt: object):
    message = amqp.Message(b"{}", application_headers={"x-attempt": attempt})

    assert next_delay(message, ValueError(), DELAYS) == DELAYS[0]


def test_waits_double_with_jitter_up_to_two_seconds_and_start_small_again():
    backoff = Backoff()

    waits = [backoff.next_seconds() for _ in range(200)]
    backoff.reset()

    assert 0.1 <= waits[0] <= 0.2
    assert all(1.0 <= wait <= 2.0 for wait in waits[4:])
    assert len(set(waits)) > 100
    assert backoff.next_seconds() <= 0.2
