"""What is published of indices, and the targets of the community's own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts import shape
from contracts.kinds import PartyId
from contracts.points.answers import CommunityIndex
from contracts.points.kinds import Indicator, TargetsState
from services.points import rows
from services.points.indices import refusals
from services.points.indices.rules.showing import Published
from services.points.indices.rules.targets import Targets
from services.points.indices.tables import community_indices, index_targets, party_indices

VALUES = ("coordination", "depth", "breadth", "composite")
LOCK = text("SELECT pg_advisory_xact_lock(hashtextextended('index_targets ' || :community, 0))")
# One statement for any number of parties; each night writes over the one before in the same month.
PUBLISH = text("""
INSERT INTO party_indices (community, month, day, computed_at, rulebook, party_id, activity_count, days, cv,
                           coordination, depth, breadth, composite)
SELECT :community, :month, :day, :computed_at, :rulebook, each.*
  FROM unnest(CAST(:party_id AS text[]), CAST(:activity_count AS int[]), CAST(:days AS int[]), CAST(:cv AS bigint[]),
              CAST(:coordination AS smallint[]), CAST(:depth AS smallint[]), CAST(:breadth AS smallint[]),
              CAST(:composite AS smallint[])) AS each
    ON CONFLICT (community, party_id, month) DO UPDATE
   SET day = excluded.day, computed_at = excluded.computed_at, rulebook = excluded.rulebook,
       activity_count = excluded.activity_count, days = excluded.days, cv = excluded.cv, coordination = excluded.coordination,
       depth = excluded.depth, breadth = excluded.breadth, composite = excluded.composite
""")


def publish_parties(work: Work, *, day: date, rulebook: str, columns: dict[str, list[Any]]) -> None:
    """Put the night's indices of all parties in the place of the month's earlier ones; `columns` as PUBLISH names them."""
    about = {"community": work.community, "month": day.strftime("%Y-%m"), "day": day, "computed_at": work.now}
    work.connection.execute(PUBLISH, {**about, "rulebook": rulebook, **columns})


def publish_community(work: Work, figures: CommunityIndex) -> None:
    """Put the night's figures in the place of the month's earlier ones."""
    row = {"day": figures.day, "computed_at": figures.computed_at, "figures": shape.dump(figures)}
    key = {"community": work.community, "month": figures.month}
    work.connection.execute(
        upsert(community_indices).values(key | row).on_conflict_do_update(constraint="community_indices_pkey", set_=row)
    )


def community_page(work: Work, *, after: str | None, limit: int) -> tuple[list[CommunityIndex], str | None]:
    """Published figures, the latest month first."""
    table = community_indices
    wanted = select(table.c.figures).where(table.c.community == work.community)
    if after is not None:
        wanted = wanted.where(table.c.month < after)
    found = list(work.connection.execute(wanted.order_by(table.c.month.desc()).limit(limit + 1)).scalars())
    shown = [shape.load(CommunityIndex, figures, tolerant=True) for figures in found[:limit]]
    return shown, shown[-1].month if len(found) > limit else None


def community_of(work: Work, month: str | None) -> CommunityIndex:
    """The figures of a month, or the latest there are. Refuses IndexNotComputed."""
    table = community_indices
    wanted = select(table.c.figures).where(table.c.community == work.community)
    if month is not None:
        wanted = wanted.where(table.c.month == month)
    figures = work.connection.execute(wanted.order_by(table.c.month.desc()).limit(1)).scalar()
    if figures is None:
        raise refusals.IndexNotComputed
    return shape.load(CommunityIndex, figures, tolerant=True)


def party_page(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Published], str | None]:
    """What was published of a party, the latest month first."""
    table = party_indices
    wanted = select(table).where(table.c.community == work.community, table.c.party_id == party_id)
    if after is not None:
        wanted = wanted.where(table.c.month < after)
    taken = work.connection.execute(wanted.order_by(table.c.month.desc()).limit(limit + 1)).mappings()
    found = [rows.thing_of(Published, row) for row in taken]
    return found[:limit], found[limit - 1].month if len(found) > limit else None


def latest_targets(work: Work) -> Targets | None:
    """The version proposed last, locked against another being proposed at the same moment."""
    work.connection.execute(LOCK, {"community": work.community})
    wanted = select(index_targets).where(index_targets.c.community == work.community)
    row = work.connection.execute(wanted.order_by(index_targets.c.number.desc()).limit(1)).mappings().first()
    return None if row is None else _targets(row)


def targets_in_force(work: Work, *, as_of: datetime) -> Targets | None:
    """The version approved last before an instant."""
    table = index_targets
    wanted = select(table).where(
        table.c.community == work.community,
        table.c.state == TargetsState.APPROVED.value,
        table.c.decided_at <= as_of,
    )
    row = work.connection.execute(wanted.order_by(table.c.number.desc()).limit(1)).mappings().first()
    return None if row is None else _targets(row)


def lock_targets(work: Work, number: int) -> Targets:
    """One version, locked. Refuses TargetsNotFound."""
    wanted = select(index_targets).where(index_targets.c.community == work.community, index_targets.c.number == number)
    row = work.connection.execute(wanted.with_for_update(key_share=True)).mappings().first()
    if row is None:
        raise refusals.TargetsNotFound
    return _targets(row)


def add_targets(work: Work, targets: Targets) -> None:
    """Keep a new version; the latest one is locked."""
    given = rows.values_of(targets) | {"targets": {each.value: target for each, target in targets.targets.items()}}
    work.connection.execute(index_targets.insert().values(community=work.community, **given))


def save_targets(work: Work, targets: Targets) -> Targets:
    """Write a version that was locked."""
    return rows.save(work, index_targets, targets)


def targets_page(work: Work, *, after: str | None, limit: int) -> tuple[list[Targets], str | None]:
    """All versions, the first one first."""
    table = index_targets
    wanted = select(table).where(table.c.community == work.community)
    if after is not None and after.isdecimal():
        wanted = wanted.where(table.c.number > int(after))
    found = [
        _targets(row) for row in work.connection.execute(wanted.order_by(table.c.number).limit(limit + 1)).mappings()
    ]
    return found[:limit], str(found[limit - 1].number) if len(found) > limit else None


def _targets(row: Mapping[Any, Any]) -> Targets:
    found: Targets = rows.thing_of(Targets, row)
    return Targets(
        **{**vars(found), "targets": {Indicator(name): int(target) for name, target in row["targets"].items()}}
    )
