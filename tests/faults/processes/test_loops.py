"""F-10, N-19: whatever is raised in whichever loop, the loop goes on or the process ends and a new one is started: never in silence."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from chassis.line import Line
from contracts.refused import Unavailable
from tests.faults.counts import LONG
from tests.faults.road import Road
from tests.support.processes import eventually

LOOPS = ("listener", "calls", "answers", "jobs", "watchdog", "relay")
KINDS = ("RuntimeError", "MemoryError", "SystemExit")
SHORT = [(loop, "RuntimeError") for loop in LOOPS] + [("answers", "SystemExit"), ("relay", "SystemExit")]
CASES = [(loop, kind) for loop in LOOPS for kind in KINDS] if LONG else SHORT
BACK_SECONDS = 30.0  # On a busy machine a process needs most of it to start.


@pytest.mark.parametrize(("loop", "kind"), CASES)
def test_no_loop_dies_in_silence(road: Road, loop: str, kind: str):
    switch = road.folder / "break"
    before = road.toy.process
    with road.supervised():
        switch.write_text(f"{loop} {kind}")
        road.post([1])
        road.write_note("provokes the loops of calls")
        eventually(lambda: not switch.exists())
        if loop == "watchdog":
            # Nobody would notice any more that the hub stands still: the process has to be replaced.
            eventually(lambda: road.toy.process is not before)

        road.passes(2, within_seconds=BACK_SECONDS)

    road.nothing_lost([1, 2])
    assert road.notes() == ["provokes the loops of calls", "note 2"]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
@pytest.mark.parametrize("raised", [RuntimeError, MemoryError, SystemExit])
def test_the_callers_line_outlives_whatever_is_raised_in_it(
    road: Road, monkeypatch: pytest.MonkeyPatch, raised: type[BaseException]
):
    road.write_note("before")
    whole = Line._send
    left = [raised("broken on purpose")]

    def broken(line: Line, *given: Any) -> None:
        if left:
            raise left.pop()
        whole(line, *given)

    monkeypatch.setattr(Line, "_send", broken)
    with contextlib.suppress(Unavailable):
        road.count_notes(timeout_seconds=1)

    road.write_note("after", within_seconds=10)
    assert not left


@pytest.mark.parametrize(("mood", "code"), [("exhausted", 70), ("leaving", 3)])
def test_what_no_process_survives_ends_it_with_a_code_and_its_message_waits(road: Road, mood: str, code: int):
    road.post([1], mood=mood)
    ended = road.toy.wait_dead()
    effects = road.effects()

    road.rows("INSERT INTO arrived VALUES ('it')")
    road.run_all()

    road.nothing_lost([1])
    assert (ended, effects) == (code, [])


def test_a_message_that_computes_without_end_ends_the_process_and_not_the_queue(road: Road):
    """N-08: the hub stands still, heartbeats with it; the watchdog lets the supervisor begin anew."""
    road.post([1], mood="spinning")
    ended = road.toy.wait_dead(within_seconds=20)

    road.rows("INSERT INTO arrived VALUES ('it')")
    road.run_all()

    road.nothing_lost([1])
    assert ended == 70
    assert "misbehave" in road.toy_said()  # The watchdog has said where the hub stood.
