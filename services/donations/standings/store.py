"""Every statement about the standing of members."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.clock import civil_day
from chassis.database import Work
from services.donations.standings.refusals import NotInStanding
from services.donations.standings.tables import merchant_standings


def note(work: Work, *, member_id: str, party_id: str, barred_until: date | None, member_version: int) -> None:
    """Keep where a member stands, unless something later was told before."""
    row = {
        "community": work.community,
        "member_id": member_id,
        "party_id": party_id,
        "barred_until": barred_until,
        "member_version": member_version,
    }
    given = insert(merchant_standings).values(row)
    newer = given.on_conflict_do_update(
        constraint=merchant_standings.primary_key,
        set_={name: given.excluded[name] for name in merchant_standings.info["updatable"]},
        where=merchant_standings.c.member_version <= given.excluded.member_version,
    )
    work.connection.execute(newer)


def barred_among(work: Work, party_ids: Collection[str]) -> set[str]:
    """Who of them may begin nothing new today: members none of whose memberships is good. Whoever never was a member is free."""
    good = or_(merchant_standings.c.barred_until.is_(None), merchant_standings.c.barred_until <= civil_day(work.now))
    found = (
        select(merchant_standings.c.party_id)
        .where(merchant_standings.c.community == work.community, merchant_standings.c.party_id.in_(sorted(party_ids)))
        .group_by(merchant_standings.c.party_id)
        .having(~func.bool_or(good))
    )
    return set(work.connection.execute(found).scalars())


def check_may_begin(work: Work, party_id: str) -> None:
    """Refuse NotInStanding to what is new."""
    if barred_among(work, [party_id]):
        raise NotInStanding
