"""Keeps gift packs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.answers import Pack, PackContent, PackRun, TracedPack
from contracts.donations.kinds import PackState
from services.donations.packs.rules import HouseholdServed, PackNotFound, RunIdTaken
from services.donations.packs.tables import hand_outs, pack_carriers, pack_draws, pack_runs, packs


def find_run(work: Work, run_id: str) -> PackRun | None:
    """The packs of one run; None if there is no such run."""
    key = {"community": work.community, "run_id": run_id}
    row = work.connection.execute(select(pack_runs).filter_by(**key)).first()
    if row is None:
        return None
    draws = work.connection.execute(select(pack_draws).filter_by(**key).order_by(pack_draws.c.goods_id))
    serials = work.connection.execute(select(packs.c.serial).filter_by(**key).order_by(packs.c.serial)).scalars()
    return PackRun(
        run_id=row.run_id,
        fund_code=row.fund_code,
        project_code=row.project_code,
        title=row.title,
        packs=row.packs,
        contents=tuple(PackContent(goods_id=draw.goods_id, each=draw.each) for draw in draws),
        serials=tuple(serials),
        packed_on=row.packed_on,
    )


def add_run(work: Work, run: PackRun, *, carriers: Sequence[str]) -> None:
    """Keep a run with its bill, its carriers and its packs. Raises RunIdTaken."""
    key = {"community": work.community, "run_id": run.run_id}
    row = {
        **key,
        "fund_code": run.fund_code,
        "project_code": run.project_code,
        "title": run.title,
        "packs": run.packs,
        "packed_on": run.packed_on,
        "packed_by": work.actor.party_id,
    }
    added = insert(pack_runs).values(row).on_conflict_do_nothing().returning(pack_runs.c.run_id)
    if work.connection.execute(added).first() is None:
        raise RunIdTaken
    draws = [
        {**key, "goods_id": line.goods_id, "each": line.each, "quantity": line.each * run.packs}
        for line in run.contents
    ]
    work.connection.execute(insert(pack_draws), draws)
    if carriers:
        rows = [{**key, "party_id": party_id} for party_id in sorted(set(carriers))]
        work.connection.execute(insert(pack_carriers), rows)
    _add_packs(work, run)


def require_pack(work: Work, serial: str) -> Pack:
    """The pack. Raises PackNotFound."""
    return _one(work, select(packs).filter_by(community=work.community, serial=serial))


def lock_pack(work: Work, serial: str) -> Pack:
    """The pack, locked. Raises PackNotFound."""
    return _one(work, select(packs).filter_by(community=work.community, serial=serial).with_for_update())


def goods_in(work: Work, run_id: str) -> set[str]:
    """Out of which goods the packs of a run were made."""
    key = {"community": work.community, "run_id": run_id}
    return set(work.connection.execute(select(pack_draws.c.goods_id).filter_by(**key)).scalars())


def carriers_of(work: Work, run_id: str) -> set[str]:
    """Who may hand out the packs of a run."""
    key = {"community": work.community, "run_id": run_id}
    return set(work.connection.execute(select(pack_carriers.c.party_id).filter_by(**key)).scalars())


def hand_out(work: Work, pack: Pack, *, household_token: str) -> Pack:
    """Save a locked pack as handed out. Raises HouseholdServed, whoever else hands out to the household at this moment."""
    row = {
        "community": work.community,
        "run_id": pack.run_id,
        "household_token": household_token,
        "serial": pack.serial,
        "handed_out_by": work.actor.party_id,
        "handed_out_at": work.now,
    }
    added = insert(hand_outs).values(row).on_conflict_do_nothing().returning(hand_outs.c.serial)
    if work.connection.execute(added).first() is None:
        raise HouseholdServed
    saved = replace(pack, version=pack.version + 1)
    changes = {"state": saved.state, "handed_out_at": saved.handed_out_at, "version": saved.version}
    work.connection.execute(packs.update().filter_by(community=work.community, serial=pack.serial).values(changes))
    return saved


def fund_of(work: Work, run_id: str) -> str:
    """The fund out of whose goods the run was made."""
    key = {"community": work.community, "run_id": run_id}
    fund_code: str = work.connection.execute(select(pack_runs.c.fund_code).filter_by(**key)).scalar_one()
    return fund_code


def handed_out_by_purpose(work: Work, fund_code: str) -> Mapping[str | None, int]:
    """How many packs reached a household, for each project and without one (None)."""
    rows = work.connection.execute(
        select(pack_runs.c.project_code, func.count().label("number"))
        .join_from(
            pack_runs, packs, (packs.c.community == pack_runs.c.community) & (packs.c.run_id == pack_runs.c.run_id)
        )
        .where(
            pack_runs.c.community == work.community,
            pack_runs.c.fund_code == fund_code,
            packs.c.state == PackState.HANDED_OUT,
        )
        .group_by(pack_runs.c.project_code)
    )
    return {row.project_code: row.number for row in rows}


def trace(work: Work, goods_id: str, *, after: str | None, limit: int) -> list[TracedPack]:
    """Every pack that holds some of the goods, by serial, with its household if it has reached one."""
    rows = work.connection.execute(
        select(packs.c.serial, packs.c.state, hand_outs.c.household_token)
        .join_from(
            pack_draws, packs, (packs.c.community == pack_draws.c.community) & (packs.c.run_id == pack_draws.c.run_id)
        )
        .outerjoin(hand_outs, (hand_outs.c.community == packs.c.community) & (hand_outs.c.serial == packs.c.serial))
        .where(
            pack_draws.c.community == work.community,
            pack_draws.c.goods_id == goods_id,
            packs.c.serial > (after or ""),
        )
        .order_by(packs.c.serial)
        .limit(limit)
    )
    return [
        TracedPack(serial=row.serial, state=PackState(row.state), household_token=row.household_token) for row in rows
    ]


def _add_packs(work: Work, run: PackRun) -> None:
    rows = [
        {
            "community": work.community,
            "serial": serial,
            "run_id": run.run_id,
            "state": PackState.PACKED,
            "handed_out_at": None,
            "version": 1,
        }
        for serial in run.serials
    ]
    added = insert(packs).on_conflict_do_nothing().returning(packs.c.serial)
    if len(work.connection.execute(added, rows).all()) < len(rows):
        raise RunIdTaken


def _one(work: Work, query: Any) -> Pack:
    row: Row[Any] | None = work.connection.execute(query).first()
    if row is None:
        raise PackNotFound
    return Pack(
        serial=row.serial,
        run_id=row.run_id,
        state=PackState(row.state),
        handed_out_at=row.handed_out_at,
        version=row.version,
    )
