"""What must hold of the indices in any world (the table of rulebook §10), on three thousand random ones; and arrays say what values say."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from contracts.sectors import Sector
from services.points.indices.rules import everybody, formulas
from services.points.indices.rules.everybody import SECTORS, World
from services.points.indices.rules.formulas import Act, Own
from tests.unit.points.six_parties import GROUPS, NEEDS

WORLDS = 3_000
ROUNDING = 1e-9


@dataclass(frozen=True)
class Made:
    """One world: who gave what to which act, in which role; and the months in which each was active."""

    sectors: dict[str, Sector]
    acts: tuple[Act, ...]
    levels: dict[tuple[str, str], int]
    months: dict[str, int]

    def all_four(self, party: str) -> tuple[float, float, float, float]:
        tied = formulas.ties(party, self.acts)
        together = formulas.coordination(self.sectors[party], tied, self.sectors).value
        at_level: dict[int, float] = {}
        for act in self.acts:
            if party in act.cv:
                level = self.levels[act.act_id, party]
                at_level[level] = at_level.get(level, 0.0) + act.cv[party]
        months = [f"2023-{month:02d}" for month in range(1, self.months[party] + 1)]
        deep = formulas.depth(Own(sector=self.sectors[party], at_level=at_level, months=months)).value
        broad = formulas.breadth(party, self.acts, NEEDS).value
        return together, deep, broad, formulas.composite(together, deep, broad)

    def givers(self) -> list[str]:
        return [party for party in self.sectors if any(party in act.cv for act in self.acts)]

    def giving(self, act_id: str, party: str, cv: float, level: int = 2, sector: Sector | None = None) -> Made:
        acts = tuple(
            replace(act, cv=act.cv | {party: act.cv.get(party, 0.0) + cv}) if act.act_id == act_id else act
            for act in self.acts
        )
        return Made(
            sectors={party: sector or Sector.RES} | self.sectors,
            acts=acts,
            levels={(act_id, party): level} | self.levels,
            months={party: 1} | self.months,
        )

    def split(self, act_id: str, parts: int) -> Made:
        acts: list[Act] = []
        levels = dict(self.levels)
        for act in self.acts:
            if act.act_id != act_id:
                acts.append(act)
                continue
            for number in range(parts):
                name = f"{act_id}/{number}"
                cv = {party: given / parts for party, given in act.cv.items()}
                served = {group: people / parts for group, people in act.served.items()}
                acts.append(Act(act_id=name, cv=cv, outside=act.outside / parts, served=served))
                levels |= {(name, party): self.levels[act_id, party] for party in act.cv}
        return replace(self, acts=tuple(acts), levels=levels)


def made(chance: random.Random) -> Made:
    parties = [str(number) for number in range(chance.randint(2, 9))]
    acts = []
    for number in range(chance.randint(1, 6)):
        givers = chance.sample(parties, chance.randint(1, len(parties)))
        acts.append(
            Act(
                act_id=f"a{number}",
                cv={party: float(chance.choice((1, 5, 10, 30, 80, 200))) for party in givers},
                outside=float(chance.choice((0, 0, 0, 40))),
                served={group: float(chance.randint(0, 100)) for group in GROUPS},
            )
        )
    return Made(
        sectors={party: chance.choice(SECTORS) for party in parties},
        acts=tuple(acts),
        levels={(act.act_id, party): chance.randint(1, 5) for act in acts for party in act.cv},
        months={party: chance.randint(1, 12) for party in parties},
    )


def worlds(seed: int) -> Iterator[tuple[random.Random, Made, str]]:
    """Worlds with one of those who gave in it."""
    chance = random.Random(seed)
    for _ in range(WORLDS):
        world = made(chance)
        yield chance, world, chance.choice(world.givers())


def test_giving_more_never_lowers_any_of_ones_own_indices():
    for chance, world, party in worlds(1):
        act = chance.choice(world.acts)
        before = world.all_four(party)
        more = world.giving(act.act_id, party, chance.choice((1.0, 10.0, 100.0)), level=chance.randint(1, 5))
        after = more.all_four(party)

        assert all(later >= earlier - ROUNDING for earlier, later in zip(before, after, strict=True)), (world, party)


def test_splitting_one_activity_into_many_changes_nothing():
    for chance, world, party in worlds(2):
        split = world.split(chance.choice(world.acts).act_id, chance.randint(2, 12))

        assert split.all_four(party) == pytest.approx(world.all_four(party), abs=1e-7), (world, party)


def test_a_newcomer_with_ten_cv_hardly_ever_lowers_my_coordination_and_then_by_nothing_to_speak_of():
    lowered = []
    for chance, world, party in worlds(3):
        act = chance.choice([act for act in world.acts if party in act.cv])
        joined = world.giving(act.act_id, "new", 10.0, sector=chance.choice(SECTORS))
        change = joined.all_four(party)[0] - world.all_four(party)[0]
        if change < -ROUNDING:
            lowered.append(change)

    assert len(lowered) / WORLDS <= 0.02
    assert min(lowered) >= -0.1


def test_everybody_reached_is_counted_exactly_once_over_all_givers():
    for _, world, _ in worlds(4):
        for group in GROUPS:
            reached = sum(formulas.breadth(party, world.acts, NEEDS).served[group] for party in world.givers())
            within = sum(act.served[group] * act.given / (act.given + act.outside) for act in world.acts)
            assert reached == pytest.approx(within, abs=1e-6)


def as_arrays(many: list[Made]) -> tuple[World, list[tuple[Made, str]]]:
    """Worlds side by side in one, none touching another; what a party gave to an act is spread over rows by its months."""
    numbers: dict[tuple[int, str], int] = {}
    who: list[tuple[Made, str]] = []
    rows: list[tuple[int, int, float, int, int]] = []
    outside, served, sector = [], [], []
    for place, world in enumerate(many):
        for party in world.sectors:
            numbers[place, party] = len(who)
            who.append((world, party))
            sector.append(SECTORS.index(world.sectors[party]))
        for act in world.acts:
            for party, cv in act.cv.items():
                months = world.months[party]
                rows += [
                    (numbers[place, party], len(outside), cv / months, world.levels[act.act_id, party], month)
                    for month in range(months)
                ]
            outside.append(act.outside)
            served.append([act.served[group] for group in GROUPS])
    random.Random(0).shuffle(rows)
    party, act, cv, level, month = zip(*rows, strict=True)
    return World(
        party=np.array(party),
        act=np.array(act),
        cv=np.array(cv),
        level=np.array(level),
        month=np.array(month) + 2023 * 12,
        sector=np.array(sector),
        outside=np.array(outside),
        served=np.array(served),
        need_share=np.array([NEEDS[group].share for group in GROUPS]),
        need_size=np.array([float(NEEDS[group].size) for group in GROUPS]),
    ), who


def test_arrays_say_what_values_say(monkeypatch):
    chance = random.Random(5)
    world, who = as_arrays([made(chance) for _ in range(400)])
    # Small blocks, so that many of them are looked at.
    monkeypatch.setattr(everybody, "PAIRS_AT_ONCE", 500)

    found = everybody.compute(world)

    for number, (one, party) in enumerate(who):
        if party not in one.givers():
            assert (found.coordination[number], found.depth[number], found.breadth[number]) == (0, 0, 0)
            continue
        mine = (found.coordination[number], found.depth[number], found.breadth[number], found.composite[number])
        assert mine == pytest.approx(one.all_four(party), abs=1e-9)
        assert found.cv[number] == pytest.approx(sum(act.cv.get(party, 0.0) for act in one.acts))
    strong = [
        (one.sectors[mine] is one.sectors[theirs])
        for one in {id(one): one for one, _ in who}.values()
        for mine in one.sectors
        for theirs, cv in formulas.ties(mine, one.acts).items()
        if mine < theirs and formulas.met(cv) >= everybody.TIED
    ]
    assert (found.ties, found.ties_across) == (len(strong), strong.count(False))


def test_an_empty_world_has_no_indices():
    nothing = np.zeros(0, np.int64)
    world = World(
        party=nothing,
        act=nothing,
        cv=np.zeros(0),
        level=nothing,
        month=nothing,
        sector=nothing,
        outside=np.zeros(0),
        served=np.zeros((0, 4)),
        need_share=np.ones(4) / 4,
        need_size=np.ones(4),
    )

    assert len(everybody.compute(world).composite) == 0
