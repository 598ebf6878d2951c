"""A night's figures as they are published: the columns of all parties, and the community's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import numpy as np

from contracts.points import answers
from contracts.points.kinds import NeedGroup
from services.points.accounts.rules import RULEBOOK
from services.points.indices.answering import ENOUGH
from services.points.indices.rules import community
from services.points.indices.rules.nights import Reckoned
from services.points.indices.rules.periods import Window
from services.points.indices.rules.records import CENTI
from services.points.indices.rules.showing import SHOWN_FROM, decimal, factor, people
from services.points.indices.rules.targets import Targets

TENTHS = 10
COVERAGE_WHOLE = 10_000
"""Coverage comes in hundredths of a percent."""


def columns(found: Reckoned) -> dict[str, list[Any]]:
    """Of every registered party that gave, or whose identity did: its identity's numbers."""
    identity = found.night.identity
    gave = np.flatnonzero(found.all.acts[identity] > 0) if len(identity) else identity
    mine = identity[gave]
    enough = found.sufficient[mine]
    told = {"coordination", "depth", "breadth", "composite"}
    numbers = {
        name: [
            tenths if each else None
            for tenths, each in zip(_tenths(getattr(found.all, name)[mine]), enough, strict=True)
        ]
        for name in told
    }
    return {
        "party_id": [found.night.party_ids[place] for place in gave],
        "activity_count": found.all.acts[mine].tolist(),
        "days": found.days[mine].tolist(),
        "cv": np.rint(found.all.cv[mine] * CENTI).astype(int).tolist(),
        **numbers,
    }


def of_community(
    found: Reckoned, *, window: Window, computed_at: datetime, targets: Targets | None, coverage: str | None
) -> answers.CommunityIndex:
    """The community's own figures (rulebook §11). What would point at fewer than five parties is left out."""
    gave = found.all.acts > 0
    cv = found.all.cv[gave].tolist()
    count = len(cv)
    newcomers = float(found.all.cv[gave & found.night.newcomer].sum())
    total = float(sum(cv))
    many = count >= SHOWN_FROM and total > 0
    return answers.CommunityIndex(
        month=_month(window.until),
        day=window.until,
        since=window.since,
        computed_at=computed_at,
        rulebook=RULEBOOK,
        party_count=count,
        party_count_with_index=int(found.sufficient.sum()),
        cv=round(total * CENTI),
        coupling=_coupling(found, targets) if targets else None,
        tie_count=found.all.ties,
        tie_density=factor(community.density(found.all.ties, count)) if many else None,
        ties_across_sectors=factor(found.all.ties_across / found.all.ties) if many and found.all.ties else None,
        gini=factor(community.gini(cv)) if many else None,
        top_five_share=factor(community.top_share(cv)) if many else None,
        newcomers_share=factor(newcomers / total) if many else None,
        groups=_groups(found),
        approval_hours_median=_hours(found.night.approval_hours_median),
        coverage=coverage,
        note=ENOUGH,
    )


def coverage(state: answers.ReserveState | None) -> str | None:
    """RC as it was published last, with two decimals; None before the first time, and where nothing is outstanding."""
    return None if state is None or state.coverage is None else decimal(state.coverage / COVERAGE_WHOLE, 2)


def _coupling(found: Reckoned, targets: Targets) -> answers.CouplingExplained:
    levels = community.subsystem_levels(found.measured, targets.targets)
    together = community.coupling(list(levels.values()))
    return answers.CouplingExplained(
        targets=targets.number,
        coupling=factor(together.coupling),
        development=factor(together.development),
        degree=factor(together.degree),
        grade=together.grade,
        subsystems=tuple(
            answers.SubsystemLevel(
                subsystem=subsystem,
                level=factor(level),
                indicators=tuple(
                    answers.IndicatorLevel(
                        indicator=one,
                        measured=round(found.measured[one]),
                        target=targets.targets[one],
                        level=factor(min(1.0, found.measured[one] / targets.targets[one])),
                    )
                    for one in community.INDICATORS[subsystem]
                ),
            )
            for subsystem, level in levels.items()
        ),
    )


def _groups(found: Reckoned) -> tuple[answers.GroupServed, ...]:
    """The parts of all are told only if no group is hidden: otherwise the hidden one could be computed."""
    counts: Mapping[int, float] = found.people
    total = sum(counts.values())
    told = total > 0 and min(counts.values()) >= SHOWN_FROM
    return tuple(
        answers.GroupServed(
            group=group,
            need_percent=round(float(found.night.world.need_share[column]) * 100),
            people=people(counts[column], 0),
            served_percent=decimal(100 * counts[column] / total, 1) if told else None,
        )
        for column, group in enumerate(NeedGroup)
    )


def _hours(median: float | None) -> str | None:
    return None if median is None else decimal(median, 1)


def _tenths(values: Any) -> list[int]:
    return [int(each) for each in np.rint(values * TENTHS)]


def _month(day: date) -> str:
    return day.strftime("%Y-%m")
