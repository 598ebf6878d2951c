"""The three indices of a party and their composite (rulebook §10), as published: values in CV (not centi-points), indices from 0 to 100.

They are output indices: they say what was given, with whom and for whom, not what would have happened without it.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from contracts.sectors import Sector

TAU = 20.0
"""CV: a tie of this size counts for 1 - 1/e of a full partner."""
PARTNERS_HALF = 3.0
"""With so many effective partners half of what partners can bring is reached."""
SECTORS_FULL = 4.0
"""Working with so many other sectors in full is full reach."""
MONTHS_OF_YEAR = 12
LEVELS = range(1, 6)
LEVEL_LEAST = 20.0 - 1e-6
"""20 CV must have been given at a level or above it, before the level counts; a sum of parts may miss them by a rounding."""
LEVEL_OF_LESS = 0.5
"""The level of whoever gave less than that at any level: L is then 0.1."""
CV_OF_FULL_AMOUNT = {
    Sector.RES: 100.0,
    Sector.MER: 500.0,
    Sector.VIL: 500.0,
    Sector.ENT: 500.0,
    Sector.PRO: 1_000.0,
    Sector.UNI: 1_000.0,
    Sector.SOC: 1_000.0,
    Sector.GOV: 1_000.0,
}
"""ref_s: ten times this in a year is the full amount."""
AMOUNT_SCALE = math.log(11)


@dataclass(frozen=True, kw_only=True)
class Act:
    """A settled act of charity. `cv`: what each party gave to it within the period; `outside`: what was given to it before or after.

    `served`: the people it reached, by need group. Who gave outside of the period gets their part of them there, so that two periods
    side by side never count anybody twice.
    """

    act_id: str
    cv: Mapping[str, float]
    outside: float = 0.0
    served: Mapping[str, float] = field(default_factory=dict)

    @property
    def given(self) -> float:
        """T: all that was given within the period."""
        return sum(self.cv.values())

    def part_of(self, party_id: str) -> float:
        """The part of the people reached that is due to the party's share."""
        return self.cv.get(party_id, 0.0) / (self.given + self.outside)


@dataclass(frozen=True, kw_only=True)
class Own:
    """What a party gave within the period, as depth sees it: CV by level, and the civil months in which it gave any."""

    sector: Sector
    at_level: Mapping[int, float]
    months: Collection[str]

    @property
    def cv(self) -> float:
        """All of it."""
        return sum(self.at_level.values())


@dataclass(frozen=True, kw_only=True)
class Need:
    """How much a need group counts (0 to 1), and how many people belong to it."""

    share: float
    size: int


@dataclass(frozen=True, kw_only=True)
class Coordination:
    """With whom, across which sectors. `ties` in CV by partner, `reached` in CV by foreign sector."""

    value: float
    partners: float
    reach: float
    ties: Mapping[str, float]
    reached: Mapping[Sector, float]


@dataclass(frozen=True, kw_only=True)
class Depth:
    """How much, how regularly, in what role: three factors from 0 to 1."""

    value: float
    amount: float
    regularity: float
    role: float


@dataclass(frozen=True, kw_only=True)
class Breadth:
    """Who benefits: by need group the people reached (fractional) and what they add to the index."""

    value: float
    served: Mapping[str, float]
    points: Mapping[str, float]


@dataclass(frozen=True, kw_only=True)
class Indices:
    """All three with their composite."""

    coordination: Coordination
    depth: Depth
    breadth: Breadth

    @property
    def composite(self) -> float:
        """贡献指数: never published without its parts."""
        return composite(self.coordination.value, self.depth.value, self.breadth.value)


def met(cv: float) -> float:
    """f: how much of a full partner a tie of so much CV is, from 0 to 1."""
    return -math.expm1(-cv / TAU)


def ties(party_id: str, acts: Sequence[Act]) -> dict[str, float]:
    """By partner, how much of the party's contribution met theirs, in CV."""
    found: dict[str, float] = {}
    for act in acts:
        own = act.cv.get(party_id, 0.0)
        if own:
            given = act.given
            for partner, cv in act.cv.items():
                if partner != party_id and cv:
                    found[partner] = found.get(partner, 0.0) + own * cv / given
    return found


def coordination(own: Sector, tied: Mapping[str, float], sector_of: Mapping[str, Sector]) -> Coordination:
    """协同程度 from the ties: more effective partners and more foreign sectors raise it, nobody's joining lowers it much."""
    reached: dict[Sector, float] = {}
    for partner, cv in tied.items():
        sector = sector_of[partner]
        if sector is not own:
            reached[sector] = reached.get(sector, 0.0) + cv
    partners = sum(map(met, tied.values()))
    reach = min(1.0, sum(map(met, reached.values())) / SECTORS_FULL)
    value = 100 * partners / (partners + PARTNERS_HALF) * (1 + reach) / 2
    return Coordination(value=value, partners=partners, reach=reach, ties=tied, reached=reached)


def depth(own: Own) -> Depth:
    """参与深度. The amounts and the twelve months are a year's, whatever the period: a longer one never lowers it."""
    amount = min(1.0, math.log1p(own.cv / CV_OF_FULL_AMOUNT[own.sector]) / AMOUNT_SCALE)
    regularity = min(1.0, len(own.months) / MONTHS_OF_YEAR)
    role = role_of(own.at_level)
    value = 100 * (amount * regularity * role) ** (1 / 3)
    return Depth(value=value, amount=amount, regularity=regularity, role=role)


def role_of(at_level: Mapping[int, float]) -> float:
    """L: the highest level at which, or above which, enough was given, as a part of the highest there is; 0 for who gave nothing."""
    if not any(at_level.values()):
        return 0.0
    enough = [level for level in LEVELS if sum(cv for given, cv in at_level.items() if given >= level) >= LEVEL_LEAST]
    return (max(enough) if enough else LEVEL_OF_LESS) / LEVELS[-1]


def breadth(party_id: str, acts: Sequence[Act], needs: Mapping[str, Need]) -> Breadth:
    """受益广度. A group without people cannot be reached and adds nothing."""
    served = dict.fromkeys(needs, 0.0)
    for act in acts:
        if act.cv.get(party_id):
            part = act.part_of(party_id)
            for group in needs:
                served[group] += part * act.served.get(group, 0.0)
    points = {group: 100 * need.share * _reached(served[group], need.size) for group, need in needs.items()}
    return Breadth(value=sum(points.values()), served=served, points=points)


def composite(coordination_value: float, depth_value: float, breadth_value: float) -> float:
    """The geometric mean; whoever gives alone is not wiped out by it."""
    return float((max(coordination_value, 1.0) * depth_value * breadth_value) ** (1 / 3))


def _reached(served: float, size: int) -> float:
    return min(1.0, math.log1p(served) / math.log1p(size)) if size else 0.0
