"""Every statement about need profiles."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from chassis.database import Work
from services.points import rows
from services.points.parties.rules.needs import NeedProfile, NeedProfileIdTaken, NeedProfileNotFound, NeedShare
from services.points.parties.tables import need_profiles


def need_groups(work: Work, *, at: datetime | None = None) -> tuple[NeedShare, ...]:
    """Share in percent and size of each need group as published at an instant, now unless one is named; empty before the first."""
    profile = profile_in_force(work, at=at or work.now)
    return () if profile is None else profile.shares


def profile_in_force(work: Work, *, at: datetime) -> NeedProfile | None:
    """The profile that was approved last before an instant."""
    wanted = (
        select(need_profiles)
        .where(need_profiles.c.community == work.community, need_profiles.c.approved_at <= at)
        .order_by(need_profiles.c.approved_at.desc(), need_profiles.c.profile_id.desc())
        .limit(1)
    )
    row = work.connection.execute(wanted).mappings().first()
    return None if row is None else rows.thing_of(NeedProfile, row)


def add_profile(work: Work, profile: NeedProfile) -> NeedProfile:
    """Keep a proposed profile, or answer the one with the same content. Refuses NeedProfileIdTaken."""
    if rows.add(work, need_profiles, profile):
        return profile
    known = require_profile(work, profile.profile_id)
    if not known.same_as(profile):
        raise NeedProfileIdTaken
    return known


def require_profile(work: Work, profile_id: str, *, lock: bool = False) -> NeedProfile:
    """The profile, perhaps locked. Refuses NeedProfileNotFound."""
    profile = rows.find(work, need_profiles, NeedProfile, profile_id, lock=lock)
    if profile is None:
        raise NeedProfileNotFound
    return profile


def save_profile(work: Work, profile: NeedProfile) -> NeedProfile:
    """Write a profile that was locked."""
    return rows.save(work, need_profiles, profile)


def profile_page(work: Work, *, after: str | None, limit: int) -> tuple[list[NeedProfile], str | None]:
    """Profiles, newest id first."""
    return rows.page(work, need_profiles, NeedProfile, after=after, limit=limit, newest_first=True)
