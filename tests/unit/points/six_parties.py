"""The worked example of rulebook §10: six parties, five activities; the roles, months and beneficiaries by need group are those of its oracle."""

from __future__ import annotations

from datetime import date

from contracts.sectors import Sector
from services.points.indices.rules.formulas import Act, Need
from services.points.indices.rules.records import Entry, Record

SECTORS = {
    "A": Sector.RES,
    "B": Sector.MER,
    "C": Sector.PRO,
    "D": Sector.UNI,
    "E": Sector.VIL,
    "F": Sector.SOC,
}
GROUPS = ("elders", "children", "hardship", "others")
NEEDS = {
    "elders": Need(share=0.30, size=1_600),
    "children": Need(share=0.20, size=1_100),
    "hardship": Need(share=0.25, size=400),
    "others": Need(share=0.25, size=6_900),
}
GIVEN = {
    "a1": {"A": 30, "B": 120, "C": 60, "D": 80, "F": 200, "E": 50},
    "a2": {"B": 40, "F": 60, "D": 40},
    "a3": {"A": 40, "D": 40, "B": 20},
    "a4": {"A": 20},
    "a5": {"C": 100, "E": 60},
}
LEVELS = {
    "a1": {"A": 2, "B": 3, "C": 2, "D": 2, "F": 5, "E": 2},
    "a2": {"B": 3, "F": 4, "D": 2},
    "a3": {"A": 3, "D": 2, "B": 2},
    "a4": {"A": 2},
    "a5": {"C": 4, "E": 3},
}
SERVED = {
    "a1": (60, 75, 15, 150),
    "a2": (18, 27, 9, 36),
    "a3": (12, 0, 6, 0),
    "a4": (10, 10, 2, 18),
    "a5": (36, 24, 12, 48),
}
MONTHS = {"A": 9, "B": 5, "C": 6, "D": 8, "E": 3, "F": 10}
"""In how many months each was active. What was given to one activity may have been given in many: here it is spread over them evenly."""
UNTIL = date(2023, 12, 31)


def acts() -> list[Act]:
    """The five activities."""
    return [
        Act(
            act_id=name,
            cv={party: float(cv) for party, cv in given.items()},
            served=dict(zip(GROUPS, map(float, SERVED[name]), strict=True)),
        )
        for name, given in GIVEN.items()
    ]


def entries(party: str) -> tuple[Entry, ...]:
    """What the party gave, each activity's part spread over the months of the party."""
    return tuple(
        Entry(
            party_id=party,
            by=party,
            act_id=name,
            level=LEVELS[name][party],
            performed_on=date(2023, month, 15),
            cv=given[party] / MONTHS[party],
        )
        for name, given in GIVEN.items()
        if party in given
        for month in range(1, MONTHS[party] + 1)
    )


def record(party: str) -> Record:
    """Everything that the party's indices are computed from."""
    mine = tuple(act for act in acts() if party in act.cv)
    return Record(party_id=party, entries=entries(party), acts=mine, sector_of=SECTORS)
