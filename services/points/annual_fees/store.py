"""Every statement about fees that companies told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import PartyKind
from services.points import rows
from services.points.annual_fees import rules
from services.points.annual_fees.rules import AnnualFee, Told
from services.points.annual_fees.tables import annual_fees
from services.points.parties.tables import parties


def households(work: Work, numbers: Collection[str]) -> dict[str, list[PartyId]]:
    """The registered households of these numbers."""
    wanted = select(parties.c.name, parties.c.party_id).where(
        parties.c.community == work.community,
        parties.c.kind == PartyKind.HOUSEHOLD.value,
        parties.c.name.in_(sorted(set(numbers))),
    )
    found: dict[str, list[PartyId]] = defaultdict(list)
    for name, party_id in work.connection.execute(wanted):
        found[name].append(party_id)
    return dict(found)


def in_force(
    work: Work, company_id: PartyId, household_ids: Collection[PartyId], years: Collection[str]
) -> dict[tuple[PartyId, str], AnnualFee]:
    """By household and year what the company told last."""
    told = annual_fees.c
    wanted = (
        select(annual_fees)
        .where(
            told.community == work.community,
            told.company_id == company_id,
            told.household_id.in_(sorted(household_ids)),
            told.year.in_(sorted(years)),
        )
        .order_by(told.household_id, told.year, told.told_at.desc(), told.fee_id.desc())
        .ext(distinct_on(told.household_id, told.year))
    )
    found = [rows.thing_of(AnnualFee, row) for row in work.connection.execute(wanted).mappings()]
    return {(one.household_id, one.year): one for one in found}


def fee_of(work: Work, company_id: PartyId, household_id: PartyId, year: str) -> int | None:
    """The fee in force, in fen; None if the company has not told it."""
    found = in_force(work, company_id, [household_id], [year]).get((household_id, year))
    return None if found is None else found.annual_fee


def tell(work: Work, company_id: PartyId, told: Sequence[Told], *, by: PartyId) -> list[Told]:
    """Keep what says something new, of known households; answers it."""
    known = households(work, [one.household_number for one in told])
    everybody = {household_id for ids in known.values() for household_id in ids}
    before = in_force(work, company_id, everybody, {one.year for one in told})
    new = rules.changed(told, known, before={key: one.annual_fee for key, one in before.items()})
    fees = [
        AnnualFee(
            fee_id=new_id("afe"),
            company_id=company_id,
            household_id=household_id,
            year=one.year,
            annual_fee=one.annual_fee,
            told_by=by,
            told_at=work.now,
        )
        for household_id, one in new
    ]
    rows.add_all(work, annual_fees, fees)
    return [one for one in told if any(one is other for _, other in new)]
