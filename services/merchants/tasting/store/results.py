"""What came of a panel: scores, severities, titles, awards."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from sqlalchemy import Row, Table, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.ids import AwardKind, DishId, MemberId, PanelId
from services.merchants.tasting.rules.awards import Title
from services.merchants.tasting.rules.results import METHOD, Count, DishScore
from services.merchants.tasting.tables import awards, dish_scores, dishes, severities, tallies, titles

SEPARATOR = "\n"


@dataclass(frozen=True, kw_only=True)
class Turnout:
    """How many judges and ballots a count is built on."""

    judges_dealt: int
    judges_handed_in: int
    ballots_counted: int
    ballots_voided: int


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A finished count as it is kept: judges under their numbers."""

    method: str
    shortfalls: tuple[str, ...]
    turnout: Turnout
    scores: tuple[DishScore, ...]
    severities: tuple[tuple[str, int, int], ...]
    """(judge's number, ballots, severity in hundredths), by number."""
    titles: tuple[Title, ...]


@dataclass(frozen=True, kw_only=True)
class Given:
    """An award that was given."""

    panel_id: PanelId
    dish_id: DishId
    dish_name: str
    member_id: MemberId
    award: AwardKind
    given_on: date
    valid_until: date


def save_count(
    work: Work,
    panel_id: PanelId,
    run: int,
    count: Count,
    *,
    turnout: Turnout,
    numbers: Mapping[PartyId, str],
    ballots: Mapping[PartyId, int],
) -> None:
    """Keep a finished count under its run."""
    key = {"community": work.community, "panel_id": panel_id, "run": run}
    work.connection.execute(
        insert(tallies).values(**key, method=METHOD, shortfalls=SEPARATOR.join(count.shortfalls), **asdict(turnout))
    )
    judged = [
        {**key, "judge_number": numbers[judge], "ballots": ballots[judge], "severity": severity}
        for judge, severity in count.severities.items()
    ]
    _add(work, dish_scores, [{**key, **asdict(score)} for score in count.scores])
    _add(work, severities, judged)
    _add(work, titles, [{**key, "dish_id": title.dish_id, "award": title.kind.value} for title in count.titles])


def count_of(work: Work, panel_id: PanelId, run: int) -> Kept:
    """A kept count. Callers see to it that it is not shown before the result is public."""
    head = _rows(work, tallies, panel_id, run)[0]
    return Kept(
        method=head.method,
        shortfalls=tuple(head.shortfalls.split(SEPARATOR)) if head.shortfalls else (),
        turnout=Turnout(**{name: getattr(head, name) for name in Turnout.__dataclass_fields__}),
        scores=tuple(
            sorted(
                (_score(row) for row in _rows(work, dish_scores, panel_id, run)),
                key=lambda score: (score.rank, score.dish_id),
            )
        ),
        severities=tuple(
            sorted((row.judge_number, row.ballots, row.severity) for row in _rows(work, severities, panel_id, run))
        ),
        titles=tuple(
            Title(dish_id=row.dish_id, kind=AwardKind(row.award)) for row in _rows(work, titles, panel_id, run)
        ),
    )


def give_awards(work: Work, given: list[Given]) -> None:
    """Keep the awards."""
    rows = [
        {
            "community": work.community,
            "panel_id": award.panel_id,
            "dish_id": award.dish_id,
            "award": award.award.value,
            "member_id": award.member_id,
            "given_on": award.given_on,
            "valid_until": award.valid_until,
        }
        for award in given
    ]
    _add(work, awards, rows)


def awards_in_force(work: Work, *, on: date) -> list[Given]:
    """The awards that have not run out by that day, newest panel first."""
    rows = work.connection.execute(
        select(awards, dishes.c.name.label("dish_name"))
        .join(dishes, (dishes.c.community == awards.c.community) & (dishes.c.dish_id == awards.c.dish_id))
        .where(awards.c.community == work.community, awards.c.valid_until >= on)
        .order_by(awards.c.panel_id.desc(), awards.c.award, awards.c.dish_id)
    )
    return [
        Given(**{**{name: getattr(row, name) for name in Given.__dataclass_fields__}, "award": AwardKind(row.award)})
        for row in rows
    ]


def _add(work: Work, table: Table, rows: list[dict[str, Any]]) -> None:
    if rows:
        work.connection.execute(insert(table), rows)


def _rows(work: Work, table: Table, panel_id: PanelId, run: int) -> list[Row[Any]]:
    mine = (table.c.community == work.community) & (table.c.panel_id == panel_id) & (table.c.run == run)
    return list(work.connection.execute(select(table).where(mine)).all())


def _score(row: Row[Any]) -> DishScore:
    return DishScore(**{name: getattr(row, name) for name in DishScore.__dataclass_fields__})
