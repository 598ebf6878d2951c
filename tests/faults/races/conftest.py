"""A town in front of two replicas of points: two pools of connections on one database."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.kinds import PartyKind
from contracts.points.requests import NewParty
from contracts.sectors import Sector
from ledger import trial_balance, unbalanced
from services.points.service import PointsService
from tests.database.points.town import Town
from tests.support.bench import Bench
from tests.support.books import Books
from tests.support.databases import Copy, Databases

BATCH = 100


@dataclass
class Replicated:
    """A town whose people reach one replica or the other."""

    town: Town
    other: Town
    crowd: list[str] = field(default_factory=list)

    def gather(self, count: int, *, points: int) -> list[str]:
        """Register so many people who have so many centi-points each; answers their nicknames."""
        names = [f"crowd {number}" for number in range(count)]
        for name in names:
            self.town.ids[name] = self.other.ids[name] = new_id("pty")
        for start in range(0, count, BATCH):
            some = names[start : start + BATCH]
            parties = tuple(
                NewParty(party_id=self.town.ids[name], kind=PartyKind.PERSON, sector=Sector.RES, name=name)
                for name in some
            )
            self.town.ask(requests.RegisterParties(parties=parties), "staff")
            self.town.bench.tell(*(self.town.give(name, points * 20, choice=GiftChoice.POINTS) for name in some))
        self.crowd = names
        return names

    def replica(self, turn: int) -> Town:
        """One of the two, in turns."""
        return (self.town, self.other)[turn % 2]

    def stock(self, item_id: str) -> int:
        """What is left of an item."""
        return self.town.ask(requests.GetItem(item_id=item_id), "staff").stock

    def assert_closed(self) -> None:
        """Every unit sums to zero, every kept number is what its facts add up to, nobody is below zero."""
        books = Books(self.town.bench.database.engine, "changlinpan", "SP")
        assert all(trial.even for trial in books.do(trial_balance))
        assert books.do(unbalanced) == []
        below = "SELECT count(*) AS n FROM ledger_accounts WHERE floor = 0 AND balance - pending < 0"
        assert self.town.bench.rows(below)[0].n == 0


@pytest.fixture
def replicas(databases: Databases) -> Iterator[Replicated]:
    """Everybody registered, nothing else."""
    copy = databases.fresh("points")
    second = Copy(urls=copy.urls, testbed=copy.testbed)
    town = Town(Bench(PointsService, copy))
    town.register()
    other = Bench(PointsService, second, clock=town.bench.clock)
    yield Replicated(town, Town(other, ids=town.ids))
    second.engine.dispose()
    copy.close()
