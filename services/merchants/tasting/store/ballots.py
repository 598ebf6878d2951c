"""Cards, ballots and nominations. What is read here of scores goes to the count or is shown after publication, nowhere else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, DateTime, Text, and_, exists, func, literal, select, text
from sqlalchemy.dialects.postgresql import insert

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


@dataclass(frozen=True, kw_only=True)
class Plate:
    """One plate of a judge's card."""

    dish_id: DishId
    code: str
    place: int
    cast: bool
    voided: bool


def deal_cards(work: Work, panel_id: PanelId, cards: Cards, *, after: Mapping[PartyId, int] | None = None) -> None:
    """Give the judges their plates in this order, behind those they have."""
    rows = [
        {"community": work.community, "panel_id": panel_id, "judge_id": judge, "dish_id": dish, "place": place}
        for judge, card in cards.items()
        for place, dish in enumerate(card, start=1 + (after or {}).get(judge, 0))
    ]
    if rows:
        work.connection.execute(insert(plates).values(rows))


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


def card(work: Work, panel_id: PanelId, judge_id: PartyId, *, code: str | None = None) -> list[Plate]:
    """A judge's plates in the order of tasting; with a code, only that one. Says that a plate was scored, never how."""
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
    rows = work.connection.execute(query if code is None else query.where(codes.c.code == code))
    return [Plate(**row._asdict()) for row in rows]


def add_ballot(work: Work, panel_id: PanelId, ballot: Ballot, *, reason: str | None) -> bool:
    """Put a ballot into the box; False if this judge has scored this plate, perhaps at this very moment."""
    added = work.connection.execute(
        insert(ballots)
        .values(
            community=work.community,
            panel_id=panel_id,
            judge_id=ballot.judge_id,
            dish_id=ballot.dish_id,
            colour=ballot.scores.colour,
            aroma=ballot.scores.aroma,
            taste=ballot.scores.taste,
            reason=reason,
            fingerprint=ballot.fingerprint,
            cast_at=work.now,
        )
        # ON CONFLICT rather than looking first: of two equal taps only the key decides which is the ballot.
        .on_conflict_do_nothing()
        .returning(ballots.c.dish_id)
    )
    return added.first() is not None


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
        work.connection.execute(insert(services_rendered).values(rows))


def _by(work: Work) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return literal(work.actor.party_id or "", Text), literal(work.now, DateTime(timezone=True))
