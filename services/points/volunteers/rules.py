"""A person's record of service, and the certificate of it: public notice, a second person, a number and a check code.

What a certificate holds follows 志愿服务记录与证明出具办法 (民政部令第67号): who served, when, how long and at what, who issued it and how to reach
them, its number, free of charge; the notice of seven days is the practice of 民发〔2015〕149号.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import CertificateState as State
from contracts.points.kinds import ContributionType, Evidence
from services.points.parties.rules import Hand, Party
from services.points.volunteers import refusals

NOTICE = timedelta(days=7)
LINES_MAX = 500


@dataclass(frozen=True, kw_only=True)
class Service:
    """Service that was given once: raw minutes, whatever was granted for them. `source_id` is the contribution, or the panel's service."""

    source_id: str
    activity_id: str | None
    activity: str
    performed_on: date
    contribution_type: ContributionType
    minutes: int
    evidence: Evidence
    confirmed_by: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate on its way. `minutes` and `services` sum up its lines, which were taken down when it was asked for."""

    certificate_id: str
    party_id: PartyId
    first_day: date
    last_day: date
    minutes: int
    services: int
    state: State
    requested_by: PartyId
    requested_at: datetime
    notice_ends_at: datetime
    number: str | None = None
    issuer_id: PartyId | None = None
    contact: str | None = None
    issued_by: PartyId | None = None
    issued_at: datetime | None = None
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    reason: str | None = None
    version: int = 1

    def same_as(self, other: Certificate) -> bool:
        """Was the other one asked for with the same content?"""
        mine, its = ((it.party_id, it.first_day, it.last_day, it.requested_by) for it in (self, other))
        return mine == its


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of a certificate."""

    certificate_id: str
    line: int
    source_id: str
    activity: str
    performed_on: date
    contribution_type: ContributionType
    minutes: int
    evidence: Evidence


def check_period(*, first_day: date, last_day: date, today: date) -> None:
    """Refuse CertificatePeriodUnfit."""
    if not first_day <= last_day <= today:
        raise refusals.CertificatePeriodUnfit


def check_services(services: Sequence[Service]) -> None:
    """Refuse NothingToCertify, TooMuchToCertify."""
    if not services:
        raise refusals.NothingToCertify
    if len(services) > LINES_MAX:
        raise refusals.TooMuchToCertify(most=LINES_MAX)


def lines_of(certificate_id: str, services: Sequence[Service]) -> list[Line]:
    """The services as the lines of a certificate."""
    return [
        Line(
            certificate_id=certificate_id,
            line=place,
            source_id=service.source_id,
            activity=service.activity,
            performed_on=service.performed_on,
            contribution_type=service.contribution_type,
            minutes=service.minutes,
            evidence=service.evidence,
        )
        for place, service in enumerate(services, start=1)
    ]


def summed(certificate: Certificate, lines: Sequence[Line]) -> Certificate:
    """The certificate with the sums of its lines."""
    return replace(certificate, minutes=sum(line.minutes for line in lines), services=len(lines))


def check_issue(certificate: Certificate, *, by: Hand, holder: Party) -> None:
    """Refuse CertificateInOtherState, OwnCertificate, CertificateNoticeRunning."""
    _require(certificate, State.UNDER_NOTICE)
    _check_second(certificate, by=by, holder=holder)
    if by.at < certificate.notice_ends_at:
        raise refusals.CertificateNoticeRunning(ends=certificate.notice_ends_at.isoformat())


def issue(certificate: Certificate, *, number: str, issuer_id: PartyId, contact: str, by: Hand) -> Certificate:
    """Issued under its number."""
    issued = replace(certificate, state=State.ISSUED, number=number, issuer_id=issuer_id, contact=contact)
    return replace(issued, issued_by=by.party_id, issued_at=by.at)


def decline(certificate: Certificate, *, by: Hand, holder: Party, reason: str) -> Certificate:
    """Not issued. Refuses CertificateInOtherState, OwnCertificate."""
    _require(certificate, State.UNDER_NOTICE)
    _check_second(certificate, by=by, holder=holder)
    return replace(certificate, state=State.DECLINED, ended_by=by.party_id, ended_at=by.at, reason=reason)


def revoke(certificate: Certificate, *, by: Hand, holder: Party, reason: str) -> Certificate:
    """Worth nothing any more. Refuses CertificateInOtherState, OwnCertificate."""
    _require(certificate, State.ISSUED)
    if by.concerned(certificate.issued_by) or by.close_to(holder):
        raise refusals.OwnCertificate
    return replace(certificate, state=State.REVOKED, ended_by=by.party_id, ended_at=by.at, reason=reason)


def _require(certificate: Certificate, state: State) -> None:
    if certificate.state is not state:
        raise refusals.CertificateInOtherState(state=certificate.state.value)


def _check_second(certificate: Certificate, *, by: Hand, holder: Party) -> None:
    if by.concerned(certificate.requested_by) or by.close_to(holder):
        raise refusals.OwnCertificate
