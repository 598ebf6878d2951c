"""Panels, dishes, volunteers, seats and interests."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import Row, Select, delete, func, select, text, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.ids import AgeBand, DishId, InterestKind, MemberId, PanelId, PanelState
from contracts.refused import NotFound
from services.merchants.tasting.rules.lottery import Volunteer
from services.merchants.tasting.rules.panels import Panel
from services.merchants.tasting.tables import (
    codes,
    dishes,
    interests,
    label_openings,
    panels,
    plates,
    seats,
    volunteers,
)

# Counts of things, never of what was scored: safe at any time.
COUNTS = text("""
SELECT (SELECT count(*) FROM volunteers WHERE community = :community AND panel_id = :panel_id) AS volunteers,
       (SELECT count(*) FROM dishes WHERE community = :community AND panel_id = :panel_id) AS dishes,
       (SELECT count(*) FROM plates WHERE community = :community AND panel_id = :panel_id) AS ballots_dealt,
       (SELECT count(*) FROM ballots WHERE community = :community AND panel_id = :panel_id) AS ballots_cast
""")

UNPUBLISHED = (PanelState.DEALT, PanelState.CLOSED, PanelState.TALLIED)
"""Dealt, and not public yet: what is void now is not counted."""


@dataclass(frozen=True, kw_only=True)
class Dish:
    """A dish enrolled for a panel."""

    dish_id: DishId
    panel_id: PanelId
    member_id: MemberId
    name: str
    portions: int
    enrolled_by: PartyId


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many of everything a panel has."""

    volunteers: int
    dishes: int
    ballots_dealt: int
    ballots_cast: int


def add_panel(work: Work, panel: Panel) -> bool:
    """Keep a new panel; False if its id is taken."""
    added = insert(panels).values(_row_of(work, panel)).on_conflict_do_nothing().returning(panels.c.panel_id)
    return work.connection.execute(added).first() is not None


def lock_panel(work: Work, panel_id: PanelId) -> Panel:
    """The panel, until the transaction ends nobody else's; waits for every ballot that is being cast. Raises NotFound."""
    return _one(work, _of(work, panel_id).with_for_update())


def hold_panel(work: Work, panel_id: PanelId) -> Panel:
    """The panel, held open together with others who cast at this moment; nobody closes it meanwhile. Raises NotFound."""
    return _one(work, _of(work, panel_id).with_for_update(read=True))


def hold_panels(work: Work, panel_ids: Collection[PanelId]) -> dict[PanelId, Panel]:
    """Several panels by id, each held as by hold_panel, in the order of their ids; those that are not there are left out."""
    where = (panels.c.community == work.community, panels.c.panel_id.in_(sorted(panel_ids)))
    held = select(panels).where(*where).order_by(panels.c.panel_id).with_for_update(read=True)
    return {row.panel_id: _panel(row) for row in work.connection.execute(held)}


def panel(work: Work, panel_id: PanelId) -> Panel:
    """The panel. Raises NotFound."""
    return _one(work, _of(work, panel_id))


def save_panel(work: Work, changed: Panel) -> Panel:
    """Keep the changed panel as its next version."""
    saved = replace(changed, version=changed.version + 1)
    work.connection.execute(
        update(panels)
        .where(panels.c.community == work.community, panels.c.panel_id == saved.panel_id)
        .values(_row_of(work, saved))
    )
    return saved


def panels_page(work: Work, *, limit: int, before: PanelId | None) -> list[Panel]:
    """Up to `limit` panels below the key, newest id first."""
    query = select(panels).where(panels.c.community == work.community).order_by(panels.c.panel_id.desc()).limit(limit)
    rows = work.connection.execute(query if before is None else query.where(panels.c.panel_id < before))
    return [_panel(row) for row in rows]


def waiting_to_be_counted(work: Work) -> tuple[str, PanelId] | None:
    """(community, panel) of one closed panel of any community."""
    row = work.connection.execute(
        select(panels.c.community, panels.c.panel_id).where(panels.c.state == PanelState.CLOSED.value).limit(1)
    ).first()
    return None if row is None else (row.community, row.panel_id)


def dealt_and_unpublished(work: Work) -> list[PanelId]:
    """The panels whose plates were dealt and whose result is not public, by id."""
    its = panels.c
    query = select(its.panel_id).where(its.community == work.community, its.state.in_(UNPUBLISHED))
    return list(work.connection.execute(query.order_by(its.panel_id)).scalars())


def counts(work: Work, panel_id: PanelId) -> Counts:
    """How many of everything."""
    row = work.connection.execute(COUNTS, {"community": work.community, "panel_id": panel_id}).one()
    return Counts(**row._asdict())


def add_dish(work: Work, dish: Dish) -> bool:
    """Keep a new dish; False if its id is taken."""
    added = insert(dishes).values(community=work.community, **asdict(dish)).on_conflict_do_nothing()
    return work.connection.execute(added.returning(dishes.c.dish_id)).first() is not None


def find_dish(work: Work, dish_id: DishId) -> Dish | None:
    """The dish, in whichever panel."""
    row = work.connection.execute(
        select(dishes).where(dishes.c.community == work.community, dishes.c.dish_id == dish_id)
    ).first()
    return None if row is None else _dish(row)


def dishes_of(work: Work, panel_id: PanelId) -> list[Dish]:
    """The panel's dishes, by id."""
    rows = work.connection.execute(
        select(dishes)
        .where(dishes.c.community == work.community, dishes.c.panel_id == panel_id)
        .order_by(dishes.c.dish_id)
    )
    return [_dish(row) for row in rows]


def add_volunteer(work: Work, panel_id: PanelId, one: Volunteer, *, entered_by: PartyId) -> None:
    """Keep a volunteer; one who is there already stays as they are."""
    work.connection.execute(
        insert(volunteers)
        .values(
            community=work.community,
            panel_id=panel_id,
            party_id=one.party_id,
            household_id=one.household_id,
            age_band=one.age_band.value,
            building=one.building,
            entered_by=entered_by,
        )
        .on_conflict_do_nothing()
    )


def volunteers_of(work: Work, panel_id: PanelId) -> list[Volunteer]:
    """Everybody in the panel's lottery."""
    rows = work.connection.execute(
        select(volunteers).where(volunteers.c.community == work.community, volunteers.c.panel_id == panel_id)
    )
    return [
        Volunteer(
            party_id=row.party_id,
            household_id=row.household_id,
            age_band=AgeBand(row.age_band),
            building=row.building,
        )
        for row in rows
    ]


def seat(work: Work, panel_id: PanelId, judges: Sequence[PartyId]) -> None:
    """Seat the judges in the order of the draw."""
    rows = [
        {"community": work.community, "panel_id": panel_id, "judge_id": judge, "place": place, "absent": False}
        for place, judge in enumerate(judges, start=1)
    ]
    work.connection.execute(insert(seats), rows)


def judges_of(work: Work, panel_id: PanelId, *, present: bool = False) -> list[PartyId]:
    """Who sits, in the order of the draw; with `present`, without those reported absent."""
    query = select(seats.c.judge_id).where(seats.c.community == work.community, seats.c.panel_id == panel_id)
    if present:
        query = query.where(~seats.c.absent)
    return list(work.connection.execute(query.order_by(seats.c.place)).scalars())


def leave_empty(work: Work, panel_id: PanelId, judge_id: PartyId) -> None:
    """Note that a judge did not come, and take their plates back."""
    mine = (seats.c.community == work.community) & (seats.c.panel_id == panel_id) & (seats.c.judge_id == judge_id)
    work.connection.execute(update(seats).where(mine).values(absent=True))
    work.connection.execute(
        delete(plates).where(
            plates.c.community == work.community, plates.c.panel_id == panel_id, plates.c.judge_id == judge_id
        )
    )


def note_interests(
    work: Work, panel_id: PanelId, ties: Collection[tuple[PartyId, MemberId]], *, kind: InterestKind | None
) -> None:
    """Note ties of judges to merchants: declared ones with their kind, detected ones without."""
    rows = [
        {
            "community": work.community,
            "panel_id": panel_id,
            "judge_id": judge,
            "member_id": member,
            "kind": kind and kind.value,
            "declared": kind is not None,
            "noted_by": work.actor.party_id or "",
            "noted_at": work.now,
        }
        for judge, member in sorted(ties)
    ]
    if rows:
        work.connection.execute(insert(interests).on_conflict_do_nothing(), rows)


def ties_of(work: Work, panel_id: PanelId) -> set[tuple[PartyId, MemberId]]:
    """The ties that are known."""
    rows = work.connection.execute(
        select(interests.c.judge_id, interests.c.member_id).where(
            interests.c.community == work.community, interests.c.panel_id == panel_id
        )
    )
    return {(row.judge_id, row.member_id) for row in rows}


def seal_codes(work: Work, panel_id: PanelId, table: dict[DishId, str]) -> None:
    """Keep the code table."""
    rows = [
        {"community": work.community, "panel_id": panel_id, "code": code, "dish_id": dish}
        for dish, code in table.items()
    ]
    work.connection.execute(insert(codes), rows)


def codes_of(work: Work, panel_id: PanelId) -> dict[DishId, str]:
    """The code table. Callers see to it that it is not shown before the result is public."""
    rows = work.connection.execute(
        select(codes.c.dish_id, codes.c.code).where(codes.c.community == work.community, codes.c.panel_id == panel_id)
    )
    return {row.dish_id: row.code for row in rows}


def note_opening(work: Work, panel_id: PanelId) -> None:
    """Note that somebody opened the sealed code table."""
    work.connection.execute(
        insert(label_openings)
        .values(community=work.community, panel_id=panel_id, opened_by=work.actor.party_id or "", opened_at=work.now)
        .on_conflict_do_nothing()
    )


def openings(work: Work, panel_id: PanelId) -> int:
    """How many persons opened the code table."""
    query = select(func.count(label_openings.c.opened_by.distinct()))
    mine = (label_openings.c.community == work.community) & (label_openings.c.panel_id == panel_id)
    return int(work.connection.execute(query.where(mine)).scalar_one())


def _of(work: Work, panel_id: PanelId) -> Select[Any]:
    return select(panels).where(panels.c.community == work.community, panels.c.panel_id == panel_id)


def _one(work: Work, query: Select[Any]) -> Panel:
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFound
    return _panel(row)


def _panel(row: Row[Any]) -> Panel:
    kept = {name: getattr(row, name) for name in Panel.__dataclass_fields__}
    return Panel(**{**kept, "state": PanelState(row.state)})


def _row_of(work: Work, kept: Panel) -> dict[str, Any]:
    return {"community": work.community, **asdict(kept)}


def _dish(row: Row[Any]) -> Dish:
    return Dish(**{name: getattr(row, name) for name in Dish.__dataclass_fields__})
