"""F-03, N-22: SIGTERM under load finishes what was begun; what cannot be finished is given up at the deadline."""

from __future__ import annotations

import threading
import time

from contracts.refused import Refused
from tests.faults.road import RESIDENT, Road
from tests.integration.calls.asked import WriteNote
from tests.support.processes import eventually

DEADLINE_SECONDS = 3.0
DEADLINE_EXIT_CODE = 75


def test_a_stop_under_load_says_so_first_finishes_what_was_begun_and_loses_nothing(road: Road):
    told: list[str] = []

    def ask(number: int) -> None:
        asked = WriteNote(text=f"n{number}", milliseconds=700)
        try:
            road.caller.call(asked, RESIDENT, key=asked.text, timeout_seconds=10)
        except Refused:
            return
        told.append(asked.text)

    road.write_note("warm")
    callers = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for caller in callers:
        caller.start()
    road.post(range(300))
    time.sleep(0.3)
    assert road.toy.process is not None
    assert road.relay.process is not None
    road.toy.process.terminate()
    road.relay.process.terminate()
    eventually(lambda: road.toy.get("/readyz")[0] != 200, within_seconds=5)
    codes = (road.toy.process.wait(25), road.relay.process.wait(25))
    for caller in callers:
        caller.join(15)
    written = road.notes()

    road.run_all()

    road.nothing_lost(range(300))
    assert codes == (0, 0), road.toy_said()[-2000:]
    assert sorted(written) == sorted([*told, "warm"])
    assert told


def test_a_worker_that_is_stuck_does_not_keep_the_process_beyond_its_deadline(road: Road):
    road.toy.terminate()
    road.toy.start(STOP_DEADLINE_SECONDS=str(DEADLINE_SECONDS))
    road.post([1], mood="stuck")
    eventually(lambda: road.rows("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.3)%'")[0][0] > 1)

    began = time.monotonic()
    assert road.toy.process is not None
    road.toy.process.terminate()
    time.sleep(0.5)
    road.toy.process.terminate()  # Some people are impatient: a second one changes nothing.
    code = road.toy.process.wait(25)
    took = time.monotonic() - began
    road.rows("INSERT INTO arrived VALUES ('it')")
    road.run_all()

    road.nothing_lost([1])
    assert code == DEADLINE_EXIT_CODE
    assert DEADLINE_SECONDS - 0.5 < took < DEADLINE_SECONDS + 5
