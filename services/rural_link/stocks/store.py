"""Every statement about outflows and donations of lots."""

from __future__ import annotations

from dataclasses import asdict, fields, replace
from typing import Any

from sqlalchemy import Row, Select, and_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.donations.events import InKindReturned
from contracts.refused import NotFound
from contracts.rural_link.kinds import OutflowKind
from services.rural_link.stocks.refusals import OutflowIdTaken
from services.rural_link.stocks.rules import Acceptance, Donation, Outflow
from services.rural_link.stocks.tables import donation_offers, lot_donations, lot_returns, outflows

OFFERED = tuple(field.name for field in fields(Donation) if field.name != "acceptance")


def add_outflow(work: Work, outflow: Outflow) -> bool:
    """Write the outflow down; False if exactly this one was written down before. Raises OutflowIdTaken."""
    added = work.connection.execute(
        insert(outflows)
        .values(community=work.community, **asdict(outflow))
        .on_conflict_do_nothing()
        .returning(outflows.c.outflow_id)
    ).first()
    if added is not None:
        return True
    known = find_outflow(work, outflow.outflow_id)
    if known is None or replace(known, recorded_at=outflow.recorded_at) != outflow:
        raise OutflowIdTaken
    return False


def find_outflow(work: Work, outflow_id: str) -> Outflow | None:
    """The outflow, if there is one."""
    row = work.connection.execute(
        select(outflows).where(outflows.c.community == work.community, outflows.c.outflow_id == outflow_id)
    ).first()
    return None if row is None else _outflow(row)


def add_offer(work: Work, donation: Donation) -> bool:
    """Keep what a village offers; False if the id is taken."""
    added = work.connection.execute(
        insert(donation_offers)
        .values(community=work.community, **{name: getattr(donation, name) for name in OFFERED})
        .on_conflict_do_nothing()
        .returning(donation_offers.c.donation_id)
    ).first()
    return added is not None


def add_acceptance(work: Work, donation: Donation, acceptance: Acceptance) -> None:
    """Keep that the gift was taken. The lot is locked meanwhile, so that it is taken once."""
    kept = {"donation_id": donation.donation_id, "lot_id": donation.lot_id, "grams": donation.grams}
    work.connection.execute(insert(lot_donations).values(community=work.community, **kept, **asdict(acceptance)))


def add_return(work: Work, returned: InKindReturned, given: Donation) -> bool:
    """Keep what of a gift came back to its lot; False if it is kept already."""
    row = {
        "community": work.community,
        "removal_id": returned.removal_id,
        "donation_id": given.donation_id,
        "lot_id": given.lot_id,
        "grams": returned.quantity,
        "returned_on": returned.returned_on,
    }
    added = insert(lot_returns).values(row).on_conflict_do_nothing().returning(lot_returns.c.removal_id)
    return work.connection.execute(added).first() is not None


def find_donation(work: Work, donation_id: str) -> Donation | None:
    """The donation, if there is one."""
    row = work.connection.execute(_donations(work).where(donation_offers.c.donation_id == donation_id)).first()
    return None if row is None else _donation(row)


def donation(work: Work, donation_id: str) -> Donation:
    """The donation. Raises NotFound."""
    found = find_donation(work, donation_id)
    if found is None:
        raise NotFound
    return found


def donations_page(work: Work, *, donor_id: str | None, limit: int, before: str | None) -> list[Donation]:
    """Up to `limit` donations, newest id first, below the key; of one village where it is given."""
    query = _donations(work)
    if donor_id is not None:
        query = query.where(donation_offers.c.donor_id == donor_id)
    if before is not None:
        query = query.where(donation_offers.c.donation_id < before)
    rows = work.connection.execute(query.order_by(donation_offers.c.donation_id.desc()).limit(limit))
    return [_donation(row) for row in rows]


def _donations(work: Work) -> Select[Any]:
    given = and_(
        lot_donations.c.community == donation_offers.c.community,
        lot_donations.c.donation_id == donation_offers.c.donation_id,
    )
    accepted = (lot_donations.c.accepted_by, lot_donations.c.donated_on)
    joined = donation_offers.outerjoin(lot_donations, given)
    return select(donation_offers, *accepted).select_from(joined).where(donation_offers.c.community == work.community)


def _outflow(row: Row[Any]) -> Outflow:
    return Outflow(
        outflow_id=row.outflow_id,
        lot_id=row.lot_id,
        kind=OutflowKind(row.kind),
        grams=row.grams,
        reason=row.reason,
        recorded_at=row.recorded_at,
    )


def _donation(row: Row[Any]) -> Donation:
    taken = row.accepted_by is not None
    acceptance = Acceptance(accepted_by=row.accepted_by, donated_on=row.donated_on) if taken else None
    return Donation(**{name: getattr(row, name) for name in OFFERED}, acceptance=acceptance)
