"""Every statement about members."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.merchants.answers import Permit
from contracts.merchants.ids import Category, MemberId, MemberStatus, PermitKind
from contracts.refused import NotFound
from services.merchants.members.rules.refusals import PlaqueSerialTaken
from services.merchants.members.rules.standing import GONE, PLAQUE_HANGS, Member, Move
from services.merchants.members.tables import member_moves, members, plaques


def add_members(work: Work, new: Sequence[Member]) -> set[MemberId]:
    """Keep new applications; returns the ids of those that were kept. The others meet a member with their id, party or licence."""
    if not new:
        return set()
    rows = [_row_of(work, member) for member in sorted(new, key=lambda member: member.member_id)]
    added = set(
        work.connection.execute(insert(members).on_conflict_do_nothing().returning(members.c.member_id), rows).scalars()
    )
    for member in new:
        if member.member_id in added:
            note(work, member, Move.APPLY)
    return added


def note(work: Work, member: Member, step: Move, *, reason: str | None = None) -> None:
    """Write down the step that led to this version of the member."""
    work.connection.execute(
        insert(member_moves).values(
            community=work.community,
            member_id=member.member_id,
            version=member.version,
            move=step.value,
            status=member.status.value,
            by=work.actor.party_id or "",
            at=work.now,
            reason=reason,
        )
    )


def lock_member(work: Work, member_id: MemberId) -> Member:
    """The member, until the transaction ends nobody else's. Raises NotFound."""
    return _one(work, _of(work).where(members.c.member_id == member_id).with_for_update())


def member(work: Work, member_id: MemberId) -> Member:
    """The member. Raises NotFound."""
    return _one(work, _of(work).where(members.c.member_id == member_id))


def find_members(work: Work, member_ids: Sequence[MemberId]) -> dict[MemberId, Member]:
    """Those of the members that exist, by id."""
    rows = work.connection.execute(_of(work).where(members.c.member_id.in_(member_ids)))
    return {row.member_id: _member(row) for row in rows}


def take_serial(work: Work, member_id: MemberId, serial: str) -> None:
    """Give a plaque's serial to a member. Raises PlaqueSerialTaken."""
    given = work.connection.execute(
        insert(plaques)
        .values(community=work.community, plaque_serial=serial, member_id=member_id)
        .on_conflict_do_nothing()
        .returning(plaques.c.member_id)
    )
    if given.first() is None:
        raise PlaqueSerialTaken


def by_plaque(work: Work, serial: str) -> Member:
    """The member with that plaque. Raises NotFound."""
    return _one(work, _of(work).join(plaques, _same_member()).where(plaques.c.plaque_serial == serial))


def save_member(work: Work, changed: Member, step: Move, *, reason: str | None = None) -> Member:
    """Keep the changed member as its next version, with the step that changed it."""
    saved = Member(**{**_fields(changed), "version": changed.version + 1})
    row = _row_of(work, saved)
    work.connection.execute(
        update(members)
        .where(members.c.community == work.community, members.c.member_id == saved.member_id)
        .values({key: value for key, value in row.items() if key not in {"community", "member_id"}})
    )
    note(work, saved, step, reason=reason)
    return saved


def members_page(
    work: Work,
    *,
    limit: int,
    after: MemberId | None,
    status: MemberStatus | None = None,
    party_id: PartyId | None = None,
) -> list[Member]:
    """Up to `limit` members after the key, oldest id first."""
    query = _page(work, limit, after)
    if status is not None:
        query = query.where(members.c.status == status.value)
    if party_id is not None:
        query = query.where(members.c.party_id == party_id)
    return [_member(row) for row in work.connection.execute(query)]


def alliance_page(work: Work, *, limit: int, after: MemberId | None) -> list[Member]:
    """Up to `limit` members whose plaque hangs."""
    query = _page(work, limit, after).where(members.c.status.in_([status.value for status in PLAQUE_HANGS]))
    return [_member(row) for row in work.connection.execute(query)]


def left_count(work: Work, member_ids: Sequence[MemberId]) -> int:
    """How many of these members have left or were expelled."""
    return sum(member.status in GONE for member in find_members(work, member_ids).values())


def _of(work: Work) -> Select[Any]:
    return select(members).where(members.c.community == work.community)


def _same_member() -> ColumnElement[bool]:
    return (plaques.c.community == members.c.community) & (plaques.c.member_id == members.c.member_id)


def _page(work: Work, limit: int, after: MemberId | None) -> Select[Any]:
    query = _of(work).order_by(members.c.member_id).limit(limit)
    return query if after is None else query.where(members.c.member_id > after)


def _one(work: Work, query: Select[Any]) -> Member:
    row = work.connection.execute(query).first()
    if row is None:
        raise NotFound
    return _member(row)


def _fields(kept: Member) -> dict[str, Any]:
    return {name: getattr(kept, name) for name in kept.__dataclass_fields__}


def _row_of(work: Work, kept: Member) -> dict[str, Any]:
    permits = [
        {"kind": permit.kind.value, "valid_until": permit.valid_until and permit.valid_until.isoformat()}
        for permit in kept.permits
    ]
    return {"community": work.community, **asdict(kept), "permits": permits}


def _member(row: Row[Any]) -> Member:
    kept = {name: getattr(row, name) for name in Member.__dataclass_fields__}
    permits = tuple(_permit(permit) for permit in row.permits)
    return Member(
        **{**kept, "category": Category(row.category), "status": MemberStatus(row.status), "permits": permits}
    )


def _permit(kept: dict[str, Any]) -> Permit:
    until = kept["valid_until"]
    return Permit(kind=PermitKind(kept["kind"]), valid_until=None if until is None else date.fromisoformat(until))
