"""Calls that wait for the same method are answered together; who fails fails alone, and who is slow keeps nobody waiting."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable

import pytest

from chassis.actor import Actor
from chassis.lanes import SLOW_AT_ONCE
from chassis.rpc import RefusedRemotely, Reply
from contracts.refused import Refused, Unavailable
from contracts.roles import Role
from tests.integration.calls.asked import CountNotes, JotNote, PonderNote, RepeatPage
from tests.integration.calls.conftest import Town
from tests.support.processes import eventually

RESIDENT = Actor(community="changlinpan", party_id="pty_A", roles=frozenset({Role.RESIDENT}))
ELSEWHERE = Actor(community="another-town", party_id="pty_A", roles=frozenset({Role.RESIDENT}))
CALLERS = 24
PATIENT = 30.0


def jot_until_known(town: Town, text: str, told: dict[str, str], actor: Actor = RESIDENT) -> None:
    """Ask again with the same key until the outcome is known, and note it."""
    deadline = time.monotonic() + PATIENT
    while True:
        try:
            town.caller.call(JotNote(text=text), actor, key=f"key-{text}", timeout_seconds=3)
        except Unavailable:
            assert time.monotonic() < deadline, "no outcome"
            time.sleep(0.1)
        except RefusedRemotely as refusal:
            told[text] = refusal.wire["code"]
            return
        else:
            told[text] = "ok"
            return


def at_once(jobs: list[Callable[[], None]]) -> list[threading.Thread]:
    """Do them all at the same time."""
    threads = [threading.Thread(target=job) for job in jobs]
    for thread in threads:
        thread.start()
    return threads


def jotting(town: Town, texts: list[str], told: dict[str, str]) -> list[threading.Thread]:
    """Jot the texts, all at the same time; every third is of another community."""
    return at_once(
        [
            lambda text=text, number=number: jot_until_known(town, text, told, RESIDENT if number % 3 else ELSEWHERE)
            for number, text in enumerate(texts)
        ]
    )


def figure(town: Town, name: str) -> float:
    """A figure of the toy's."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", town.program.get("/metrics")[1], re.MULTILINE)
    return float(found[1]) if found else 0.0


def test_what_is_jotted_at_once_goes_together_and_each_gets_its_own_answer(started: Callable[[], Town]):
    town = started()
    texts = [f"n{number}" for number in range(CALLERS)]
    told: dict[str, str] = {}

    for thread in jotting(town, [*texts, "no"], told):
        thread.join(PATIENT)

    assert told == dict.fromkeys(texts, "ok") | {"no": "not-allowed"}
    assert sorted(town.notes()) == sorted(texts)
    assert figure(town, 'ccs_calls_together_count{method="jot_note"}') < CALLERS
    assert figure(town, 'ccs_calls_together_sum{method="jot_note"}') == CALLERS + 1


def test_a_poisoned_call_fails_alone(started: Callable[[], Town]):
    town = started()
    texts = [f"n{number}" for number in range(CALLERS)]
    told: dict[str, str] = {}

    for thread in jotting(town, [*texts[:12], "poison", *texts[12:]], told):
        thread.join(PATIENT)

    assert told == dict.fromkeys(texts, "ok") | {"poison": "internal-error"}
    assert sorted(town.notes()) == sorted(texts)


@pytest.mark.parametrize(
    "point",
    ["command.mid_batch", "command.before_commit", "command.after_commit", "call.before_reply", "call.after_reply"],
)
def test_a_death_among_many_leaves_each_note_once(town: Town, point: str):
    town.program.start(CRASH_AT=f"{point}:2")
    texts = [f"n{number}{part}" for number in range(CALLERS) for part in "abc"]
    told: dict[str, str] = {}

    def jot_three(number: int) -> None:
        for part in "abc":
            jot_until_known(town, f"n{number}{part}", told)

    threads = at_once([lambda number=number: jot_three(number) for number in range(CALLERS)])

    assert town.program.wait_dead() == 137
    town.program.start()
    for thread in threads:
        thread.join(PATIENT)

    assert told == dict.fromkeys(texts, "ok")
    assert sorted(town.notes()) == sorted(texts)


def test_slow_calls_keep_only_each_other_waiting(started: Callable[[], Town]):
    town = started()
    outcomes: list[Reply | Refused] = []

    def ponder(number: int) -> None:
        asked = PonderNote(text=f"slow{number}", milliseconds=1_500)
        outcomes.append(town.caller.call(asked, RESIDENT, key=f"slow-{number}", timeout_seconds=PATIENT))

    slow = at_once([lambda number=number: ponder(number) for number in range(3 * SLOW_AT_ONCE)])
    eventually(lambda: figure(town, 'ccs_calls_together_count{method="ponder_note"}'), float(SLOW_AT_ONCE))
    quick: dict[str, str] = {}
    for thread in jotting(town, [f"q{number}" for number in range(CALLERS)], quick):
        thread.join(PATIENT)
    looked = town.caller.call(CountNotes(), RESIDENT, timeout_seconds=PATIENT)

    assert len(quick) == CALLERS
    assert looked.answer["notes"] >= CALLERS
    assert len(outcomes) < 3 * SLOW_AT_ONCE, "the quick ones waited for the slow ones"
    for thread in slow:
        thread.join(PATIENT)
    assert len(outcomes) == 3 * SLOW_AT_ONCE


def test_a_call_that_waited_too_long_in_its_lane_is_never_begun(started: Callable[[], Town]):
    town = started()
    slow = at_once(
        [
            lambda number=number: town.caller.call(
                PonderNote(text=f"slow{number}", milliseconds=1_500),
                RESIDENT,
                key=f"s{number}",
                timeout_seconds=PATIENT,
            )
            for number in range(SLOW_AT_ONCE)
        ]
    )
    eventually(lambda: figure(town, 'ccs_calls_together_count{method="ponder_note"}'), float(SLOW_AT_ONCE))

    with pytest.raises(Unavailable):
        town.caller.call(PonderNote(text="late", milliseconds=0), RESIDENT, key="late", timeout_seconds=0.2)
    for thread in slow:
        thread.join(PATIENT)

    eventually(lambda: figure(town, "ccs_calls_expired_total"), 1.0)
    assert "late" not in town.notes()


def test_long_calls_and_answers_at_once_are_no_more_than_a_message_takes(started: Callable[[], Town]):
    town = started()
    pages = [letter * (2 * 1024 * 1024) for letter in "ABCDEF"]
    said: dict[str, str] = {}

    def repeat(page: str) -> None:
        answer = town.caller.call(RepeatPage(content=page), ELSEWHERE, timeout_seconds=PATIENT).answer
        said[page] = answer["content"]

    for thread in at_once([lambda page=page: repeat(page) for page in pages]):
        thread.join()

    assert said == {page: page for page in pages}
