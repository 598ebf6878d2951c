"""Each point of death x each process that passes it: the death is real, the end is that of a run in which nobody died.

With FAULTS=long every process dies at every point five times; in the short form one of them does, once.
"""

from __future__ import annotations

import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

import ledger
from chassis.actor import system
from chassis.crashpoints import POINTS
from chassis.database import Transactions
from deploy.local.testbed import Testbed
from tests.faults.counts import LONG
from tests.faults.crashes.books import books, differences, sizes
from tests.faults.crashes.crew import RELAYS, SERVICES, Crew, crew
from tests.faults.crashes.town import COMMUNITY, Town
from tests.support.databases import Databases

REPEATS = 5 if LONG else 1
SAME_SECONDS_MAX = 60.0
STILL_SECONDS = 0.3
LONG_STILL_SECONDS = 3.0
LOOK_SECONDS = 0.1
ONE_BY_ONE = ("points", "donations")
"""Services that handle some event one by one; the others take whole batches in single statements."""

WHO = {point: RELAYS if point.startswith("relay.") else SERVICES for point in POINTS} | {
    "reaction.mid_batch": ONE_BY_ONE
}
"""Every crash point → the processes that pass it in a day's work."""

DAYS = [(point, WHO[point]) for _ in range(REPEATS) for point in POINTS]
if not LONG:
    # Starting again is what takes the time.
    DAYS = [(point, who[turn % len(who) :][:1]) for turn, (point, who) in enumerate(DAYS)]
Books = dict[str, dict[str, Counter[str]]]


@dataclass
class Watch:
    """Looks into all databases of a crew."""

    crew: Crew
    town: Town

    def look(self) -> Books:
        """All books as they are now."""
        given = frozenset(self.town.given)
        return {name: books(copy.engine, given) for name, copy in self.crew.databases.items()}

    def sizes(self) -> dict[str, dict[str, int]]:
        """How many rows there are everywhere."""
        return {name: sizes(copy.engine) for name, copy in self.crew.databases.items()}

    def heard(self) -> int:
        """How many events were handled, by all."""
        return sum(tables["inbox"] for tables in self.sizes().values())

    def settled(self, *, heard: int = 0, still_seconds: float = LONG_STILL_SECONDS) -> Books:
        """All books once so many events were heard, nothing waits in any outbox and nothing is added any more."""
        before = self.sizes()
        deadline = time.monotonic() + SAME_SECONDS_MAX
        while time.monotonic() < deadline:
            time.sleep(still_seconds)
            now = self.sizes()
            at_rest = now == before and not any(tables["outbox"] for tables in now.values())
            if at_rest and sum(tables["inbox"] for tables in now.values()) >= heard:
                return self.look()
            before = now
        message = "the books do not come to rest"
        raise AssertionError(message)

    def wait_same(self, expected: Books) -> list[str]:
        """Wait until the books are the expected ones; returns in what they still differ."""
        wanted = {name: {table: rows.total() for table, rows in tables.items()} for name, tables in expected.items()}
        deadline = time.monotonic() + SAME_SECONDS_MAX
        while True:
            self.crew.mend()
            late = time.monotonic() > deadline
            if late or self.sizes() == wanted:
                found = self.look()
                wrong = [f"{name}.{line}" for name in expected for line in differences(expected[name], found[name])]
                if late or not wrong:
                    return wrong
            time.sleep(LOOK_SECONDS)


def undisturbed(testbed: Testbed, databases: Databases, folder: Path) -> list[Books]:
    """The books after each day of a run in which nobody dies; the first are those before it."""
    with crew(testbed, databases, folder) as everybody:
        town = Town(everybody, len(DAYS))
        town.settle()
        watch = Watch(everybody, town)
        found = [watch.settled()]
        before = watch.heard()
        town.work(0)
        found.append(watch.settled())
        # Every day has as many events as the first; what is still on its way is not mistaken for rest.
        each = watch.heard() - before
        for day in range(1, len(DAYS)):
            town.work(day)
            found.append(watch.settled(heard=before + each * (day + 1), still_seconds=STILL_SECONDS))
        assert everybody.mend() == []
        return found


@pytest.mark.timeout(240 + 60 * len(DAYS))
def test_dying_at_any_point_anywhere_leads_to_the_same_end(testbed: Testbed, databases: Databases, tmp_path: Path):
    expected = undisturbed(testbed, databases, tmp_path / "undisturbed")

    with crew(testbed, databases, tmp_path / "dying") as everybody:
        town = Town(everybody, len(DAYS))
        town.settle()
        watch = Watch(everybody, town)
        assert watch.wait_same(expected[0]) == []
        for day, (point, who) in enumerate(DAYS):
            everybody.arm(who, point)
            town.work(day)
            everybody.wait_reached(who)
            assert watch.wait_same(expected[day + 1]) == [], f"after {who} died at {point}"
            everybody.wait_ready()

        assert watch.settled() == expected[-1]
        for name in ("points", "donations"):
            assert_closed(everybody, name)


def assert_closed(everybody: Crew, name: str) -> None:
    """The books of a service close, and its chain is whole."""
    with Transactions(everybody.databases[name].engine).look(system(COMMUNITY)) as work:
        assert all(trial.even for trial in ledger.trial_balance(work))
        assert ledger.unbalanced(work) == []
        assert ledger.verify(work).intact
