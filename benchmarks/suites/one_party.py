"""What one party's questions cost as its community grows: the same questions with 10⁴, 10⁶ and 10⁷ entries in the books, p95 as a ratio.

A **balance**, a **statement page** of fifty lines and an **explained index** of twelve months, each as the service answers it (its entrypoint, shape
and role checked). In every community each party has the same history: a hundred gifts to activities to which twenty-five of its street's fifty parties
gave; only the number of streets grows, and their grants lie between each other's as they were made. Forty parties drawn by lot ask in turns.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable

from benchmarks import settled
from benchmarks.figures import Series, percentile
from benchmarks.promises import ENTRIES, one_party_figure
from benchmarks.session import Session
from chassis.clock import SetClock
from contracts.points import requests
from contracts.points.kinds import Unit
from contracts.roles import Role
from services.points.service import PointsService
from tests.support.bench import Bench, actor
from tests.support.databases import Copy

TURNS = {"balance": 1_200, "statement page": 1_200, "explained index": 480}
ASKING = 40
PAGE = 50


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    counts = dict(
        zip(ENTRIES, (10_000, session.many(1_000_000, 20_000), session.many(10_000_000, 40_000)), strict=True)
    )
    with session.servers() as (_, databases):
        copies = {name: databases.fresh("points") for name in counts}
        asking: dict[str, Asking] = {}
        for name, entries in counts.items():
            session.say(f"filling {entries:,} entries")
            asking[name] = Asking(copies[name], parties=settled.fill_streets(copies[name], entries=entries))
        series = [one for what in TURNS for one in _measured(session, asking, what)]
    return series, [
        "Every sample is the p95 of many turns; the three sizes take turns of ten, after a turn of each party that is not counted."
    ]


class Asking:
    """Forty parties of one community, who ask the service again and again."""

    def __init__(self, copy: Copy, *, parties: int) -> None:
        """Draw them."""
        self.bench = Bench(PointsService, copy, SetClock(settled.NOW))
        self.chance = random.Random(1)
        drawn = self.chance.sample(range(1, parties + 1), ASKING)
        self.parties = [f"pty_{number:026d}" for number in drawn]

    def warm(self, what: str) -> None:
        """Let everybody ask once."""
        for party in self.parties:
            self._ask(what, party)

    def turn(self, what: str) -> float:
        """Let one of them ask; milliseconds."""
        party = self.chance.choice(self.parties)
        began = time.perf_counter()
        self._ask(what, party)
        return (time.perf_counter() - began) * 1000

    def _ask(self, what: str, party: str) -> None:
        ask: Callable[[str], None] = getattr(self, "_" + what.replace(" ", "_"))
        ask(party)

    def _balance(self, party: str) -> None:
        found = self.bench.ask(requests.GetBalance(party_id=party), as_=actor(party, Role.RESIDENT))
        assert found.cv == 100 * settled.ACTIVITIES_OF_STREET // 2 * 1

    def _statement_page(self, party: str) -> None:
        asked = requests.ListEntries(party_id=party, unit=Unit.CV, limit=PAGE)
        assert len(self.bench.ask(asked, as_=actor(party, Role.RESIDENT)).items) == PAGE

    def _explained_index(self, party: str) -> None:
        found = self.bench.ask(requests.GetPartyIndex(party_id=party), as_=actor(party, Role.RESIDENT))
        assert found.scores is not None
        assert found.coordination is not None
        assert found.coordination.ties


def _measured(session: Session, asking: dict[str, Asking], what: str) -> list[Series]:
    """Each round: turns of ten in each of the communities."""
    turns = session.many(TURNS[what], 20) // session.rounds
    samples: dict[str, list[float]] = {name: [] for name in asking}
    for each in asking.values():
        each.warm(what)
    for number in range(session.rounds):
        taken: dict[str, list[float]] = {name: [] for name in asking}
        for _ in range(max(1, turns // 10)):
            for name, each in asking.items():
                taken[name] += (each.turn(what) for _ in range(10))
        for name, measured in taken.items():
            samples[name].append(percentile(measured, 95))
        said = ", ".join(f"{name} {found[-1]:.2f} ms" for name, found in samples.items())
        session.say(f"{what}, round {number + 1} of {session.rounds}: {said}")
    figure = one_party_figure(what)
    return [Series(figure=figure, who=name, unit="ms", samples=tuple(found)) for name, found in samples.items()]
