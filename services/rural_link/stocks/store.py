"""Every statement about outflows and donations of lots."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.rural_link.kinds import OutflowKind
from services.rural_link.stocks.refusals import DonationIdTaken, OutflowIdTaken
from services.rural_link.stocks.rules import Donation, Outflow
from services.rural_link.stocks.tables import lot_donations, outflows


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


def add_donation(work: Work, donation: Donation) -> None:
    """Write the donation down. Raises DonationIdTaken."""
    added = work.connection.execute(
        insert(lot_donations)
        .values(community=work.community, **asdict(donation))
        .on_conflict_do_nothing()
        .returning(lot_donations.c.donation_id)
    ).first()
    if added is None:
        raise DonationIdTaken


def find_donation(work: Work, donation_id: str) -> Donation | None:
    """The donation, if there is one."""
    row = work.connection.execute(
        select(lot_donations).where(
            lot_donations.c.community == work.community, lot_donations.c.donation_id == donation_id
        )
    ).first()
    return None if row is None else _donation(row)


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
    return Donation(
        donation_id=row.donation_id,
        lot_id=row.lot_id,
        donor_id=row.donor_id,
        product=row.product,
        grams=row.grams,
        appraised=row.appraised,
        fund_code=row.fund_code,
        donated_on=row.donated_on,
    )
