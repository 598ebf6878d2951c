"""Volunteer records and certificates as they are answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chassis.clock import civil_day
from contracts.kinds import PartyId
from contracts.points import answers
from services.points.parties.rules import Party
from services.points.volunteers.rules import Certificate, Line, Service


def service_of(service: Service, *, recorded_by: Sequence[str]) -> answers.ServiceLine:
    """One line of the record."""
    return answers.ServiceLine(
        source_id=service.source_id,
        activity_id=service.activity_id,
        activity=service.activity,
        performed_on=service.performed_on,
        contribution_type=service.contribution_type,
        minutes=service.minutes,
        evidence=service.evidence,
        recorded_by=tuple(recorded_by),
    )


def certificate_of(
    certificate: Certificate,
    *,
    known: Mapping[PartyId, Party],
    lines: Sequence[Line] = (),
    code: str | None = None,
    name: str | None = None,
) -> answers.Certificate:
    """The certificate; `name`: the holder's whole name, for the holder."""
    holder, issuer = known[certificate.party_id], known.get(certificate.issuer_id or "")
    return answers.Certificate(
        certificate_id=certificate.certificate_id,
        party_id=certificate.party_id,
        public_name=holder.public_name,
        name=name,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        minutes=certificate.minutes,
        state=certificate.state,
        notice_ends_at=certificate.notice_ends_at,
        number=certificate.number,
        check_code=code,
        issuer=issuer.public_name if issuer else None,
        contact=certificate.contact,
        issued_on=civil_day(certificate.issued_at) if certificate.issued_at else None,
        reason=certificate.reason,
        lines=tuple(_line_of(line) for line in lines),
        version=certificate.version,
    )


def notice_of(certificate: Certificate, holder: Party) -> answers.CertificateNotice:
    """The certificate as everybody sees it while its notice runs."""
    return answers.CertificateNotice(
        certificate_id=certificate.certificate_id,
        public_name=holder.public_name,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        minutes=certificate.minutes,
        notice_ends_at=certificate.notice_ends_at,
    )


def check_of(certificate: Certificate, *, known: Mapping[PartyId, Party]) -> answers.CertificateCheck:
    """An issued certificate as whoever was shown it may hold it against what they saw."""
    return answers.CertificateCheck(
        number=certificate.number or "",
        state=certificate.state,
        public_name=known[certificate.party_id].public_name,
        first_day=certificate.first_day,
        last_day=certificate.last_day,
        minutes=certificate.minutes,
        services=certificate.services,
        issuer=known[certificate.issuer_id or ""].public_name,
        contact=certificate.contact or "",
        issued_on=civil_day(certificate.issued_at or certificate.requested_at),
        reason=certificate.reason,
    )


def _line_of(line: Line) -> answers.CertifiedLine:
    return answers.CertifiedLine(
        performed_on=line.performed_on,
        activity=line.activity,
        contribution_type=line.contribution_type,
        minutes=line.minutes,
        evidence=line.evidence,
    )
