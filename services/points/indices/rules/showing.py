"""Numbers as people see them: one decimal for an index, and no count below five (rulebook §0, §10)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from services.points.indices.rules.formulas import Breadth

SHOWN_FROM = 5
HIDDEN = f"<{SHOWN_FROM}"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One need group as it may be told: people "<5" and no points below five; neither where another's could be computed from it."""

    group: str
    people: str | None
    points: str | None


@dataclass(frozen=True, kw_only=True)
class Published:
    """A party's row of one month: indices in tenths, all four or none."""

    party_id: str
    month: str
    day: date
    computed_at: datetime
    rulebook: str
    activity_count: int
    days: int
    cv: int
    coordination: int | None
    depth: int | None
    breadth: int | None
    composite: int | None


def tenths(index: float) -> int:
    """An index in tenths, the way it is kept where it is published."""
    return round(index * 10)


def value(index: float) -> str:
    """An index from 0 to 100 with one decimal."""
    return of_tenths(tenths(index))


def of_tenths(index: int) -> str:
    """The same from tenths."""
    return f"{index // 10}.{index % 10}"


def factor(part: float) -> str:
    """A part of one with three decimals."""
    return f"{part:.3f}"


def decimal(amount: float, places: int) -> str:
    """Any other amount."""
    return f"{amount:.{places}f}"


def people(count: float, places: int) -> str:
    """A count of people, fractional ones too; below five only that it is below."""
    return HIDDEN if count < SHOWN_FROM else f"{count:.{places}f}"


def shown_groups(found: Breadth) -> tuple[Cell, ...]:
    """All need groups.

    The index itself is told, so that one hidden group alone could be computed from the others: the smallest of them is withheld too.
    """
    hidden = [group for group, reached in found.served.items() if reached < SHOWN_FROM]
    told = sorted((reached, group) for group, reached in found.served.items() if group not in hidden)
    withheld = told[0][1] if len(hidden) == 1 and told else None
    return tuple(
        Cell(
            group=group,
            people=None if group == withheld else people(reached, 1),
            points=None if group in hidden or group == withheld else value(found.points[group]),
        )
        for group, reached in found.served.items()
    )
