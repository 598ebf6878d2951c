"""Every statement about the standing of members."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from services.points import rows
from services.points.providers import rules
from services.points.providers.rules import Membership, Standing
from services.points.providers.tables import provider_standings


def note(work: Work, told: Membership) -> None:
    """Keep where a member stands, unless something later was told before."""
    given = insert(provider_standings).values({"community": work.community, **rows.values_of(told)})
    newer = given.on_conflict_do_update(
        constraint=provider_standings.primary_key,
        set_={name: given.excluded[name] for name in provider_standings.info["updatable"]},
        where=provider_standings.c.member_version <= given.excluded.member_version,
    )
    work.connection.execute(newer)


def check_may_begin(work: Work, provider_id: PartyId) -> None:
    """Refuse ProviderSuspended, ProviderLeft to what is new at the provider; whoever is no merchant of the alliance is free."""
    wanted = select(provider_standings).where(
        provider_standings.c.community == work.community, provider_standings.c.party_id == provider_id
    )
    found = [rows.thing_of(Membership, row) for row in work.connection.execute(wanted).mappings()]
    rules.check_may_begin(found, on=civil_day(work.now))


def may_begin(work: Work, provider_id: ColumnElement[str]) -> ColumnElement[bool]:
    """`check_may_begin` as a condition on a column of providers."""
    any_of, good = provider_standings.alias(), provider_standings.alias()
    free = or_(
        good.c.standing == Standing.ADMITTED.value,
        and_(good.c.suspended_until.is_not(None), good.c.suspended_until <= civil_day(work.now)),
    )
    known = exists().where(any_of.c.community == work.community, any_of.c.party_id == provider_id)
    well = exists().where(good.c.community == work.community, good.c.party_id == provider_id, free)
    return or_(~known, well)
