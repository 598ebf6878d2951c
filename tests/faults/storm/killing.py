"""Kills processes and the broker at moments that a seed chooses, and measures how long each is missed."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from chassis.actor import Actor
from chassis.rpc import Caller
from contracts.donations.requests import GetFund
from contracts.merchants.requests import ListMembers
from contracts.points.requests import ListNotices
from contracts.refused import Refused
from contracts.request import Query
from contracts.roles import Role
from contracts.rural_link.requests import ListPartners
from tests.faults.storm.system import SERVICES, Supervised
from tests.faults.storm.town import FUND

VICTIMS = (*SERVICES, "relay", "gateway")
BROKER = "broker"
POLL_SECONDS = 0.05
CALL_SECONDS = 1.0
MISSED_SECONDS_MAX = 60.0
QUESTIONS: dict[str, Query[Any]] = {
    "points": ListNotices(limit=1),
    "donations": GetFund(fund_code=FUND),
    "merchants": ListMembers(limit=1),
    "rural_link": ListPartners(limit=1),
}
"""Something light that each service is asked to see whether it is back."""


@dataclass(frozen=True, kw_only=True)
class Killed:
    """One death.

    `seconds` is how long it was missed: from the death of a process, or from when the broker accepts connections again; `down_seconds`
    how long the broker itself was away.
    """

    victim: str
    at_seconds: float
    seconds: float
    down_seconds: float = 0.0


@dataclass
class Killer:
    """Runs beside the clients."""

    system: Supervised
    caller: Caller
    chance: random.Random
    community: str
    killed: list[Killed] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _watching: list[threading.Thread] = field(default_factory=list)

    def run(self, *, kills: int, of_broker: int, within_seconds: float) -> None:
        """All kills, spread over the time; what is down already is not killed again."""
        began = time.monotonic()
        turns = [BROKER] * of_broker + ["any"] * kills
        self.chance.shuffle(turns)
        ends = began + within_seconds
        for turn, what in enumerate(turns):
            # What is left is spread anew each time: after a broker's death the others must not come in a heap.
            gap_seconds = (ends - time.monotonic()) / (len(turns) - turn)
            time.sleep(max(0.0, gap_seconds * self.chance.uniform(0.5, 1.5)))
            if what == BROKER:
                # Alone: what comes back late after a broker's death should not be counted against a process.
                self._join()
                self._kill_broker(began)
            else:
                self._kill_one(began)
        self._join()

    def _kill_one(self, began: float) -> None:
        standing: list[str] = []
        deadline = time.monotonic() + MISSED_SECONDS_MAX
        while not standing and time.monotonic() < deadline:
            standing = [
                name for name in VICTIMS if self.system.running(name).ready and self.system.running(name).alive()
            ]
        victim = self.chance.choice(standing)
        self.system.kill(victim)
        watch = threading.Thread(target=self._watch, args=(victim, time.monotonic(), began), daemon=True)
        watch.start()
        self._watching.append(watch)

    def _kill_broker(self, began: float) -> None:
        self.system.kill(BROKER)
        died = time.monotonic()
        self._until(f"{BROKER} accepts", self.system.broker_accepts)
        accepted, sent = time.monotonic(), self.system.sent()
        for name in VICTIMS:
            self._until(f"{name} after the broker", lambda name=name: self._back(name, sent))  # type: ignore[misc]
        now = time.monotonic()
        self.killed.append(
            Killed(victim=BROKER, at_seconds=died - began, seconds=now - accepted, down_seconds=accepted - died)
        )

    def _watch(self, victim: str, died: float, began: float) -> None:
        self._until(victim, lambda: self._back(victim, 0.0))
        self.killed.append(Killed(victim=victim, at_seconds=died - began, seconds=time.monotonic() - died))

    def _until(self, what: str, look: Callable[[], bool]) -> None:
        deadline = time.monotonic() + MISSED_SECONDS_MAX
        while not look():
            if time.monotonic() > deadline:
                self.faults.append(f"{what}: not back after {MISSED_SECONDS_MAX:.0f} s")
                return
            time.sleep(POLL_SECONDS)

    def _back(self, name: str, sent: float) -> bool:
        """Does it do its work again: a service answers and listens, the relay has sent something, the gateway answers over HTTP?

        A relay that finds nothing to send is back too.
        """
        if name == "relay":
            return self.system.ready(name) and (self.system.sent() > sent or not self.system.unsent())
        if name == "gateway":
            return self.system.answers() and self.system.ready(name)
        return self._service_answers(name) and self.system.ready(name)

    def _service_answers(self, name: str) -> bool:
        staff = Actor(community=self.community, party_id="storm", roles=frozenset({Role.COMMUNITY_STAFF}))
        try:
            self.caller.call(QUESTIONS[name], staff, timeout_seconds=CALL_SECONDS)
        except Refused:
            return False
        return True

    def _join(self) -> None:
        for watch in self._watching:
            watch.join(2 * MISSED_SECONDS_MAX)
        self._watching.clear()
