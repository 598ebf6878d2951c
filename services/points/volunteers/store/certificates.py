"""Every statement about certificates of service."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import CertificateState
from services.points import rows
from services.points.volunteers import refusals
from services.points.volunteers.rules import Certificate, Line
from services.points.volunteers.tables import certificates, lines, numbers


def add(work: Work, certificate: Certificate, taken_down: Sequence[Line]) -> bool:
    """Keep a new certificate with its lines; False if the id is taken."""
    if not rows.add(work, certificates, certificate):
        return False
    given = [{"community": work.community, **rows.values_of(line)} for line in taken_down]
    work.connection.execute(insert(lines), given)
    return True


def find(work: Work, certificate_id: str) -> Certificate | None:
    """The certificate, if there is one with this id."""
    return rows.find(work, certificates, Certificate, certificate_id)


def require(work: Work, certificate_id: str, *, lock: bool = False) -> Certificate:
    """The certificate, perhaps locked. Refuses CertificateNotFound."""
    found = rows.find(work, certificates, Certificate, certificate_id, lock=lock)
    if found is None:
        raise refusals.CertificateNotFound
    return found


def numbered(work: Work, number: str) -> Certificate | None:
    """The certificate with this number."""
    mine = (certificates.c.community == work.community) & (certificates.c.number == number)
    row = work.connection.execute(select(certificates).where(mine)).mappings().first()
    return None if row is None else rows.thing_of(Certificate, row)


def save(work: Work, certificate: Certificate) -> Certificate:
    """Write a certificate that was locked."""
    return rows.save(work, certificates, certificate)


def lines_of(work: Work, certificate_id: str) -> list[Line]:
    """What the certificate says, line by line."""
    mine = (lines.c.community == work.community) & (lines.c.certificate_id == certificate_id)
    found = work.connection.execute(select(lines).where(mine).order_by(lines.c.line)).mappings()
    return [rows.thing_of(Line, row) for row in found]


def next_number(work: Work, year: int) -> int:
    """The next number of the year; two who ask at once get two, and none is left out."""
    first = upsert(numbers).values(community=work.community, year=year, last=1)
    counted = first.on_conflict_do_update(constraint=numbers.primary_key, set_={"last": numbers.c.last + 1})
    return int(work.connection.execute(counted.returning(numbers.c.last)).scalar_one())


def page(
    work: Work,
    *,
    party_id: PartyId | None = None,
    noticed_at: datetime | None = None,
    after: str | None,
    limit: int,
) -> tuple[list[Certificate], str | None]:
    """Certificates, newest id first. `noticed_at`: those whose public notice runs at that instant."""
    where: list[ColumnElement[bool]] = []
    if party_id is not None:
        where.append(certificates.c.party_id == party_id)
    if noticed_at is not None:
        where += [
            certificates.c.state == CertificateState.UNDER_NOTICE.value,
            certificates.c.notice_ends_at > noticed_at,
        ]
    return rows.page(work, certificates, Certificate, *where, after=after, limit=limit, newest_first=True)
