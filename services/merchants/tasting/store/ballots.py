"""Cards, ballots and nominations. What is read here of scores goes to the count or is shown after publication, nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, DateTime, Text, and_, exists, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis import bulk
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.ids import DishId, Ground, PanelId
from services.merchants.tasting.rules.ballots import Ballot, Scores
from services.merchants.tasting.rules.dealing import Cards
from services.merchants.tasting.tables import ballots, codes, nominations, plates, seats, services_rendered, voids

# A card is handed in when every plate on it that is not void was scored.
HANDED_IN = text("""
SELECT plates.judge_id
FROM plates
LEFT JOIN voids USING (community, panel_id, judge_id, dish_id)
LEFT JOIN ballots USING (community, panel_id, judge_id, dish_id)
WHERE plates.community = :community AND plates.panel_id = :panel_id AND voids.dish_id IS NULL
GROUP BY plates.judge_id
HAVING count(*) = count(ballots.dish_id)
ORDER BY plates.judge_id
""")

PLATES = text("""
SELECT p.panel_id, p.judge_id, c.code, p.dish_id, p.place, b.dish_id IS NOT NULL AS "cast", v.dish_id IS NOT NULL AS voided
  FROM unnest(CAST(:panel_id AS text[]), CAST(:judge_id AS text[]), CAST(:code AS text[])) AS wanted(panel_id, judge_id, code)
  JOIN codes c ON c.community = :community AND c.panel_id = wanted.panel_id AND c.code = wanted.code
  JOIN plates p ON p.community = :community AND p.panel_id = c.panel_id AND p.judge_id = wanted.judge_id AND p.dish_id = c.dish_id
  LEFT JOIN ballots b
    ON (b.community, b.panel_id, b.judge_id, b.dish_id) = (p.community, p.panel_id, p.judge_id, p.dish_id)
  LEFT JOIN voids v
    ON (v.community, v.panel_id, v.judge_id, v.dish_id) = (p.community, p.panel_id, p.judge_id, p.dish_id)
""")


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One plate of a judge's card."""

    dish_id: DishId
    code: str
    place: int
    cast: bool
    voided: bool


class Place(NamedTuple):
    """Where a judge's plate stands: the panel, the judge, and the code under the dish."""

    panel_id: PanelId
    judge_id: PartyId
    code: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """A ballot paper that is filled in; its token goes to the judge and is stored nowhere else."""

    panel_id: PanelId
    ballot: Ballot
    reason: str | None
    token: str


def deal_cards(work: Work, panel_id: PanelId, cards: Cards, *, after: Mapping[PartyId, int] | None = None) -> None:
    """Give the judges their plates in this order, behind those they have."""
    rows = [
        {"community": work.community, "panel_id": panel_id, "judge_id": judge, "dish_id": dish, "place": place}
        for judge, card in cards.items()
        for place, dish in enumerate(card, start=1 + (after or {}).get(judge, 0))
    ]
    if rows:
        work.connection.execute(insert(plates), rows)


def cards_of(work: Work, panel_id: PanelId) -> Cards:
    """Every judge's card."""
    rows = work.connection.execute(
        select(plates.c.judge_id, plates.c.dish_id)
        .where(plates.c.community == work.community, plates.c.panel_id == panel_id)
        .order_by(plates.c.judge_id, plates.c.place)
    )
    cards: Cards = {}
    for row in rows:
        cards.setdefault(row.judge_id, []).append(row.dish_id)
    return cards


def card(work: Work, panel_id: PanelId, judge_id: PartyId) -> list[Plate]:
    """A judge's plates in the order of tasting. Says that a plate was scored, never how."""
    same = ("community", "panel_id", "judge_id", "dish_id")
    query = (
        select(
            plates.c.dish_id,
            codes.c.code,
            plates.c.place,
            exists().where(*(ballots.c[name] == plates.c[name] for name in same)).label("cast"),
            exists().where(*(voids.c[name] == plates.c[name] for name in same)).label("voided"),
        )
        .join(codes, and_(*(codes.c[name] == plates.c[name] for name in ("community", "panel_id", "dish_id"))))
        .where(plates.c.community == work.community, plates.c.panel_id == panel_id, plates.c.judge_id == judge_id)
        .order_by(plates.c.place)
    )
    rows = work.connection.execute(query)
    return [Plate(**row._asdict()) for row in rows]


def plates_at(work: Work, places: Collection[Place]) -> dict[Place, Plate]:
    """The plates at these places; where none was dealt, none."""
    wanted = sorted(set(places))
    arrays = {name: [getattr(place, name) for place in wanted] for name in Place._fields}
    rows = work.connection.execute(PLATES, {"community": work.community, **arrays})
    return {
        Place(row.panel_id, row.judge_id, row.code): Plate(
            dish_id=row.dish_id, code=row.code, place=row.place, cast=row.cast, voided=row.voided
        )
        for row in rows
    }


def add_ballots(work: Work, papers: Sequence[Paper]) -> set[str]:
    """Put ballots into the box; the fingerprints of those whose judge has not scored the plate before, perhaps at this very moment."""
    rows = [
        {
            "community": work.community,
            "panel_id": paper.panel_id,
            "judge_id": paper.ballot.judge_id,
            "dish_id": paper.ballot.dish_id,
            **vars(paper.ballot.scores),
            "reason": paper.reason,
            "fingerprint": paper.ballot.fingerprint,
            "cast_at": work.now,
        }
        for paper in papers
    ]
    # Of two equal taps only the key decides which is the ballot: among several here the first, as if they had come one by one.
    new = {(row.panel_id, row.judge_id, row.dish_id) for row in bulk.add_new(work.connection, ballots, rows)}
    first: dict[tuple[str, str, str], str] = {}
    for paper in papers:
        first.setdefault((paper.panel_id, paper.ballot.judge_id, paper.ballot.dish_id), paper.ballot.fingerprint)
    return {fingerprint for key, fingerprint in first.items() if key in new}


def ballots_of(work: Work, panel_id: PanelId) -> list[Ballot]:
    """Every ballot in the box, void ones too."""
    rows = work.connection.execute(
        select(ballots)
        .where(ballots.c.community == work.community, ballots.c.panel_id == panel_id)
        .order_by(ballots.c.judge_id, ballots.c.dish_id)
    )
    return [
        Ballot(
            judge_id=row.judge_id,
            dish_id=row.dish_id,
            scores=Scores(colour=row.colour, aroma=row.aroma, taste=row.taste),
            fingerprint=row.fingerprint,
        )
        for row in rows
    ]


def fingerprints(work: Work, panel_id: PanelId) -> list[str]:
    """The fingerprints of all ballots in the box."""
    query = select(ballots.c.fingerprint).where(ballots.c.community == work.community, ballots.c.panel_id == panel_id)
    return list(work.connection.execute(query).scalars())


def void(work: Work, panel_id: PanelId, judge_id: PartyId, dish_ids: Collection[DishId]) -> int:
    """Void what was dealt to a judge of these dishes, scored or not; returns how many plates that newly are."""
    dealt = select(plates.c.community, plates.c.panel_id, plates.c.judge_id, plates.c.dish_id, *_by(work)).where(
        plates.c.community == work.community,
        plates.c.panel_id == panel_id,
        plates.c.judge_id == judge_id,
        plates.c.dish_id.in_(dish_ids),
    )
    columns = ["community", "panel_id", "judge_id", "dish_id", "voided_by", "voided_at"]
    added = insert(voids).from_select(columns, dealt).on_conflict_do_nothing().returning(voids.c.dish_id)
    return len(work.connection.execute(added).all())


def voids_of(work: Work, panel_id: PanelId) -> set[tuple[PartyId, DishId]]:
    """(judge, dish) of what is void."""
    rows = work.connection.execute(
        select(voids.c.judge_id, voids.c.dish_id).where(
            voids.c.community == work.community, voids.c.panel_id == panel_id
        )
    )
    return {(row.judge_id, row.dish_id) for row in rows}


def lock_seat(work: Work, panel_id: PanelId, judge_id: PartyId) -> None:
    """One nomination of a judge after the other."""
    work.connection.execute(
        select(seats.c.place)
        .where(seats.c.community == work.community, seats.c.panel_id == panel_id, seats.c.judge_id == judge_id)
        .with_for_update()
    )


def nominated_by(work: Work, panel_id: PanelId, judge_id: PartyId) -> list[DishId]:
    """What a judge nominated."""
    mine = (nominations.c.community == work.community) & (nominations.c.panel_id == panel_id)
    query = select(nominations.c.dish_id).where(mine, nominations.c.judge_id == judge_id)
    return list(work.connection.execute(query).scalars())


def nominate(work: Work, panel_id: PanelId, judge_id: PartyId, dish_id: DishId, ground: Ground) -> None:
    """Keep a nomination."""
    work.connection.execute(
        insert(nominations).values(
            community=work.community,
            panel_id=panel_id,
            judge_id=judge_id,
            dish_id=dish_id,
            ground=ground.value,
            nominated_at=work.now,
        )
    )


def nominations_of(work: Work, panel_id: PanelId) -> Counter[DishId]:
    """How often each dish was nominated by judges whose ballot for it counts."""
    void_too = exists().where(
        *(voids.c[name] == nominations.c[name] for name in ("community", "panel_id", "judge_id", "dish_id"))
    )
    rows = work.connection.execute(
        select(nominations.c.dish_id, func.count().label("times"))
        .where(nominations.c.community == work.community, nominations.c.panel_id == panel_id, ~void_too)
        .group_by(nominations.c.dish_id)
    )
    return Counter({row.dish_id: row.times for row in rows})


def handed_in(work: Work, panel_id: PanelId) -> list[PartyId]:
    """The judges who scored every plate dealt to them that is not void."""
    rows = work.connection.execute(HANDED_IN, {"community": work.community, "panel_id": panel_id})
    return list(rows.scalars())


def note_services(work: Work, panel_id: PanelId, judges: Sequence[PartyId], *, minutes: int) -> None:
    """Keep whose service was told."""
    rows = [
        {"community": work.community, "panel_id": panel_id, "judge_id": judge, "minutes": minutes} for judge in judges
    ]
    if rows:
        work.connection.execute(insert(services_rendered), rows)


def served(work: Work, panel_id: PanelId, judge_id: PartyId) -> bool:
    """Was a service of this judge on this panel told?"""
    its = services_rendered.c
    mine = (its.community == work.community, its.panel_id == panel_id, its.judge_id == judge_id)
    return work.connection.execute(select(its.minutes).where(*mine)).first() is not None


def _by(work: Work) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return literal(work.actor.party_id or "", Text), literal(work.now, DateTime(timezone=True))
