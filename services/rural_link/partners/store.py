"""Every statement about partners."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select, text
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.refused import NotFound
from contracts.rural_link.kinds import PartnerKind, ProduceCategory
from services.rural_link.parties.rules import ERASED_SHOWN
from services.rural_link.partners.rules import AlreadyPartner, Partner, PartnerIdTaken
from services.rural_link.partners.tables import partners

FORGET = text("""
UPDATE partners AS p SET name = :shown
  FROM unnest(CAST(:communities AS text[]), CAST(:party_ids AS text[])) AS x(community, party_id)
 WHERE p.community = x.community AND p.party_id = x.party_id
RETURNING p.community, p.partner_id
""")


def add_partner(work: Work, partner: Partner) -> bool:
    """Keep a new partner; False if exactly this one is kept already. Raises PartnerIdTaken, AlreadyPartner."""
    added = work.connection.execute(
        insert(partners)
        .values(community=work.community, **asdict(partner))
        .on_conflict_do_nothing()
        .returning(partners.c.partner_id)
    ).first()
    if added is not None:
        return True
    known = find_partner(work, partner.partner_id)
    if known is None:
        raise AlreadyPartner
    if replace(known, registered_on=partner.registered_on) != partner:
        raise PartnerIdTaken
    return False


def find_partner(work: Work, partner_id: str) -> Partner | None:
    """The partner, if there is one."""
    row = work.connection.execute(
        select(partners).where(partners.c.community == work.community, partners.c.partner_id == partner_id)
    ).first()
    return None if row is None else _partner(row)


def partner(work: Work, partner_id: str) -> Partner:
    """The partner. Raises NotFound."""
    found = find_partner(work, partner_id)
    if found is None:
        raise NotFound
    return found


def partner_of(work: Work, organisation_id: str | None) -> Partner | None:
    """The partner whose agents act for this organisation, if it is one."""
    row = work.connection.execute(
        select(partners).where(partners.c.community == work.community, partners.c.party_id == organisation_id)
    ).first()
    return None if row is None else _partner(row)


def names_of(work: Work, partner_ids: Collection[str]) -> dict[str, str]:
    """The partners' names, by id."""
    rows = work.connection.execute(
        select(partners.c.partner_id, partners.c.name).where(
            partners.c.community == work.community, partners.c.partner_id.in_(partner_ids)
        )
    )
    return {row.partner_id: row.name for row in rows}


def forget(work: Work, parties: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Keep no name of the partners that these (community, party id) are; the (community, partner id) of those that there are."""
    names = {"communities": [community for community, _ in parties], "party_ids": [party_id for _, party_id in parties]}
    found = work.connection.execute(FORGET, {**names, "shown": ERASED_SHOWN})
    return [(row.community, row.partner_id) for row in found]


def partners_page(work: Work, *, limit: int, before: str | None) -> list[Partner]:
    """Up to `limit` partners, newest id first, below the key."""
    query = select(partners).where(partners.c.community == work.community)
    if before is not None:
        query = query.where(partners.c.partner_id < before)
    return [_partner(row) for row in work.connection.execute(query.order_by(partners.c.partner_id.desc()).limit(limit))]


def _partner(row: Row[Any]) -> Partner:
    return Partner(
        partner_id=row.partner_id,
        party_id=row.party_id,
        kind=PartnerKind(row.kind),
        name=row.name,
        place=row.place,
        categories=tuple(ProduceCategory(category) for category in row.categories),
        registered_on=row.registered_on,
    )
