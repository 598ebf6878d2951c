"""What points can be asked about volunteer records and certificates of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import PartyId, ShortText
from contracts.points.answers import volunteers as answers
from contracts.points.ids import CertificateId, CertificateNumber, CheckCode
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ListServiceRecord(PageQuery[answers.ServiceRecordPage]):
    """A person's record of service, one's own unless staff name somebody; perhaps from one day to another."""

    service = "points"
    answer = answers.ServiceRecordPage

    party_id: PartyId | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class GetServiceTotal(Query[answers.ServiceTotal]):
    """How much service a person has given, one's own unless staff name somebody."""

    service = "points"
    answer = answers.ServiceTotal

    party_id: PartyId | None = None
    first_day: date | None = None
    last_day: date | None = None


@dataclass(frozen=True, kw_only=True)
class RequestCertificate(Command[answers.Certificate]):
    """Ask for a certificate of a period's service, for oneself or as staff for somebody. It is free; its public notice begins."""

    service = "points"
    answer = answers.Certificate

    certificate_id: CertificateId
    first_day: date
    last_day: date
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class IssueCertificate(Command[answers.Certificate]):
    """Issue it after its notice, as another person, in the name of an organisation and with its contact."""

    service = "points"
    answer = answers.Certificate

    certificate_id: CertificateId
    issuer_id: PartyId
    contact: ShortText


@dataclass(frozen=True, kw_only=True)
class DeclineCertificate(Command[answers.Certificate]):
    """Decline it, as another person and with a reason, while it is under notice or after."""

    service = "points"
    answer = answers.Certificate

    certificate_id: CertificateId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class RevokeCertificate(Command[answers.Certificate]):
    """Revoke an issued certificate, as another person than issued it, with the reason that whoever verifies it reads."""

    service = "points"
    answer = answers.Certificate

    certificate_id: CertificateId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetCertificate(Query[answers.Certificate]):
    """One certificate with all it says, for its holder and for staff; only here the check code is told."""

    service = "points"
    answer = answers.Certificate

    certificate_id: CertificateId


@dataclass(frozen=True, kw_only=True)
class ListCertificates(PageQuery[answers.CertificatePage]):
    """One's own certificates, or all for those who issue and audit."""

    service = "points"
    answer = answers.CertificatePage


@dataclass(frozen=True, kw_only=True)
class ListCertificateNotices(PageQuery[answers.CertificateNoticePage]):
    """Certificates under public notice now, with masked names."""

    service = "points"
    answer = answers.CertificateNoticePage


@dataclass(frozen=True, kw_only=True)
class VerifyCertificate(Query[answers.CertificateCheck]):
    """Is a certificate genuine? For whoever was shown one: its number and its check code."""

    service = "points"
    answer = answers.CertificateCheck

    number: CertificateNumber
    check_code: CheckCode
