"""F-01, N-13, N-24: the database restarts under load; nothing is half done, lost or doubled, and everything goes on."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import text

from chassis.database import POOL_SIZE, engine
from chassis.runner import WORKERS_MAX
from tests.faults.counts import many
from tests.faults.road import Road
from tests.support.processes import eventually

RECOVERY_SECONDS = 10.0
BACKLOG = 1500
LIMITS = {"statement_timeout": "5s", "lock_timeout": "3s", "idle_in_transaction_session_timeout": "10s"}


def restart_fast(road: Road) -> None:
    """Sessions are ended and the checkpoint written."""
    road.postgres.stop(signal.SIGINT)
    road.postgres.start()


def restart_at_once(road: Road) -> None:
    """As after a power cut: recovery from the log."""
    road.postgres.stop(signal.SIGQUIT)
    road.postgres.start()


def kill_a_backend(road: Road) -> None:
    """The server ends every session and recovers by itself."""
    busy = road.postgres.backends([road.hearer_urls.name, road.sender_urls.name])
    os.kill(busy[0], signal.SIGKILL)
    time.sleep(0.2)
    eventually(road.postgres.answers)


@contextmanager
def notes_being_written(road: Road) -> Iterator[list[str]]:
    """Somebody writes one note after the other, each until its outcome is known. Yields what was acknowledged."""
    told: list[str] = []
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            road.write_note(f"note {len(told)}", within_seconds=60)
            told.append(f"note {len(told)}")

    writers = threading.Thread(target=write)
    writers.start()
    yield told
    over.set()
    writers.join(60)


@pytest.mark.parametrize("break_it", [restart_fast, restart_at_once, kill_a_backend])
def test_a_restart_under_load_loses_and_doubles_nothing(road: Road, break_it: Callable[[Road], None]):
    posted = 0
    pids = [program.process.pid for program in (road.toy, road.relay) if program.process]
    with notes_being_written(road) as told:
        for turn in range(many(1, 4)):
            eventually(lambda least=turn + 1: len(told) >= least)
            road.post(range(posted, posted + BACKLOG))
            posted += BACKLOG
            eventually(lambda least=posted - BACKLOG: len(road.effects()) > least)

            break_it(road)

            back = time.monotonic()
            known = len(told)
            eventually(lambda least=known: len(told) > least + 1, within_seconds=RECOVERY_SECONDS)
            assert time.monotonic() - back < RECOVERY_SECONDS
            road.nothing_lost(range(posted))

    assert road.notes() == told
    assert [program.process.pid for program in (road.toy, road.relay) if program.process] == pids


def test_every_session_has_the_servers_own_limits(road: Road):
    """Green time-outs around a call of the database would leave the connection in an unknown state."""
    made = engine(road.hearer.url.render_as_string(hide_password=False))

    with made.connect() as connection:
        limits = {name: connection.execute(text(f"SHOW {name}")).scalar_one() for name in LIMITS}
    made.dispose()

    assert limits == LIMITS
    assert POOL_SIZE >= WORKERS_MAX + 2
