"""What a night's recomputation finds: who has enough for a number, and the counts that the community is measured by (rulebook §10, §11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from contracts.points.kinds import ContributionType, Indicator
from contracts.sectors import Sector
from services.points.indices.rules import everybody
from services.points.indices.rules.everybody import SECTORS, Bools, Everybody, Ints, Shares, World
from services.points.indices.rules.formulas import LEVEL_LEAST
from services.points.indices.rules.records import ACTS_LEAST, DAYS_LEAST

TYPES = tuple(ContributionType)
HOURS = frozenset({ContributionType.H1, ContributionType.H2, ContributionType.H3, ContributionType.H4})
ORGANISATIONS = frozenset({Sector.SOC, Sector.UNI})
ORGANISED = 3
EPOCH = date(1970, 1, 1)
NEVER = 10**9


@dataclass(frozen=True, kw_only=True)
class Night:
    """A community's window as arrays. `world` holds identities; `party_ids` every registered party and `identity` its place in the world.

    Of each row of the world `by` is the registered party, `day` (since 1970), `minutes` and `type` (a place in TYPES) as granted.
    """

    world: World
    party_ids: list[str]
    identity: Ints
    person: Bools
    newcomer: Bools
    by: Ints
    day: Ints
    minutes: Ints
    type: Ints
    activities: int
    approval_hours_median: float | None


@dataclass(frozen=True, kw_only=True)
class Reckoned:
    """A night with everybody's indices. `days` of each identity run from its first gift of the window to the window's end."""

    night: Night
    all: Everybody
    days: Ints
    sufficient: Bools
    measured: Mapping[Indicator, float]
    people: Mapping[int, float]


def reckon(night: Night, *, until: date) -> Reckoned:
    """Everything there is to compute of a night; takes seconds for a large community."""
    world = night.world
    computed = everybody.compute(world)
    shares = everybody.shares_of(world)
    counting = world.cv > 0
    first = np.full(world.parties, NEVER, np.int64)
    np.minimum.at(first, world.party[counting], night.day[counting])
    days = np.maximum((until - EPOCH).days - first + 1, 0)
    people = everybody.fractional(world, shares).sum(axis=0)
    return Reckoned(
        night=night,
        all=computed,
        days=days,
        # Nor is there a number before the community has published what it needs.
        sufficient=(computed.acts >= ACTS_LEAST) & (days >= DAYS_LEAST) & bool(world.need_share.any()),
        measured=_measured(night, shares, people=float(people.sum())),
        people={column: float(each) for column, each in enumerate(people)},
    )


def _measured(night: Night, shares: Shares, *, people: float) -> dict[Indicator, float]:
    world = night.world
    counting = world.cv > 0
    hours = _is_any(night, HOURS) & counting
    skilled = _is_any(night, frozenset({ContributionType.H2})) & counting
    given = ~_is_any(night, HOURS) & counting
    organisation = np.isin(world.sector, [SECTORS.index(sector) for sector in ORGANISATIONS])
    organised = np.bincount(world.party, weights=world.cv * (world.level >= ORGANISED), minlength=world.parties)
    announced = shares.act < night.activities
    givers_of = np.bincount(shares.act[announced], minlength=night.activities)
    with_organisation = announced & organisation[shares.party]
    return {
        Indicator.JOINT_ACTIVITIES: float((givers_of > 1).sum()),
        Indicator.PEOPLE_SERVED: people,
        Indicator.ORGANISATIONS_ACTIVE: float(len(np.unique(shares.party[organisation[shares.party]]))),
        Indicator.ORGANISATION_ACTIVITIES: float(len(np.unique(shares.act[with_organisation]))),
        Indicator.ORGANISERS_ACTIVE: float((organised >= LEVEL_LEAST).sum()),
        Indicator.SKILLED_HOURS: float(night.minutes[skilled].sum()) / 60,
        Indicator.VOLUNTEERS_ACTIVE: float(len(np.unique(night.by[hours & night.person[night.by]]))),
        Indicator.VOLUNTEER_HOURS: float(night.minutes[hours].sum()) / 60,
        Indicator.GIVERS_ACTIVE: float(len(np.unique(world.party[given]))),
        Indicator.RESOURCES_CV: float(world.cv[given].sum()),
    }


def _is_any(night: Night, types: frozenset[ContributionType]) -> Bools:
    return np.isin(night.type, [TYPES.index(each) for each in types])
