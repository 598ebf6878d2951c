"""The community's own figures (rulebook §11): how well the five kinds of actors grow together, and how evenly what is given is spread."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from contracts.points.kinds import CouplingGrade, Indicator, Subsystem

INDICATORS: Mapping[Subsystem, tuple[Indicator, ...]] = {
    Subsystem.COMMUNITY: (Indicator.JOINT_ACTIVITIES, Indicator.PEOPLE_SERVED),
    Subsystem.SOCIAL_ORGANISATIONS: (Indicator.ORGANISATIONS_ACTIVE, Indicator.ORGANISATION_ACTIVITIES),
    Subsystem.SOCIAL_WORKERS: (Indicator.ORGANISERS_ACTIVE, Indicator.SKILLED_HOURS),
    Subsystem.VOLUNTEERS: (Indicator.VOLUNTEERS_ACTIVE, Indicator.VOLUNTEER_HOURS),
    Subsystem.CHARITY_RESOURCES: (Indicator.GIVERS_ACTIVE, Indicator.RESOURCES_CV),
}
"""What each subsystem of 五社联动 is measured by: two counts each, all from settled entries of the period."""

GRADES = tuple(CouplingGrade)
"""Ten steps of a tenth, 极度失调 to 优质协调: a guide, not a measurement."""


@dataclass(frozen=True, kw_only=True)
class Coupling:
    """How far the subsystems have come (T), how evenly (C), and both together (D = √(C·T))."""

    coupling: float
    development: float
    degree: float

    @property
    def grade(self) -> CouplingGrade:
        """The step that the degree falls on."""
        return GRADES[min(len(GRADES) - 1, int(self.degree * len(GRADES)))]


def coupling(levels: Sequence[float], weights: Sequence[float] | None = None) -> Coupling:
    """The modified coupling coordination degree (Wang et al. 2021) of subsystems from 0 to 1; equal weights unless others are given.

    C = √{[1 - Σ|Uᵢ-Uⱼ| / (n(n-1)/2)] · (Π(Uᵢ / max U))^(1/(n-1))}: a subsystem at zero brings it to zero.
    """
    count = len(levels)
    weights = weights or [1 / count] * count
    development = sum(weight * level for weight, level in zip(weights, levels, strict=True))
    most = max(levels)
    if most <= 0:
        return Coupling(coupling=0.0, development=0.0, degree=0.0)
    pairs = [abs(one - other) for place, one in enumerate(levels) for other in levels[:place]]
    apart = sum(pairs) / len(pairs)
    together = math.prod(level / most for level in levels)
    evenness = math.sqrt(max(0.0, 1 - apart) * together ** (1 / (count - 1)))
    return Coupling(coupling=evenness, development=development, degree=math.sqrt(evenness * development))


def subsystem_levels(measured: Mapping[Indicator, float], targets: Mapping[Indicator, int]) -> dict[Subsystem, float]:
    """U: of each subsystem the mean of its indicators against their targets, each at most 1.

    Fixed targets, not the least and most of a year: those would make every year look alike.
    """
    return {
        subsystem: sum(min(1.0, measured[one] / targets[one]) for one in indicators) / len(indicators)
        for subsystem, indicators in INDICATORS.items()
    }


def gini(amounts: Sequence[float]) -> float:
    """How unevenly the amounts are spread: 0 all alike, towards 1 when one has everything."""
    total, count = sum(amounts), len(amounts)
    if total <= 0:
        return 0.0
    ranked = sum(rank * amount for rank, amount in enumerate(sorted(amounts), start=1))
    return 2 * ranked / (count * total) - (count + 1) / count


def top_share(amounts: Sequence[float], *, most: int = 5) -> float:
    """What part the largest few have of the whole."""
    total = sum(amounts)
    return sum(sorted(amounts, reverse=True)[:most]) / total if total > 0 else 0.0


def density(ties: int, parties: int) -> float:
    """Ties that count, of all that could be."""
    possible = parties * (parties - 1) / 2
    return ties / possible if possible else 0.0
