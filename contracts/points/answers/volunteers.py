"""Volunteer records and certificates of service as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import ActivityId, Code, Count, PageKey, PartyId, ShortText, Version
from contracts.points.ids import CertificateId, CertificateNumber, CheckCode
from contracts.points.kinds import CertificateState, ContributionType, Evidence


@dataclass(frozen=True, kw_only=True)
class ServiceLine:
    """Service that was given once. `minutes` is the raw time, whatever points were granted for it; `recorded_by` are those who vouch.

    Time at a panel and the like, which the system itself vouches for, names nobody.
    """

    source_id: Code
    activity_id: ActivityId | None
    activity: ShortText
    performed_on: date
    contribution_type: ContributionType
    minutes: Count
    evidence: Evidence
    recorded_by: tuple[ShortText, ...]


@dataclass(frozen=True, kw_only=True)
class ServiceRecordPage:
    """Service, the day it was given first."""

    items: tuple[ServiceLine, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class ServiceTotal:
    """All of it in a period."""

    party_id: PartyId
    minutes: Count
    services: Count
    days: Count


@dataclass(frozen=True, kw_only=True)
class CertifiedLine:
    """One line of a certificate, as it was when the certificate was asked for."""

    performed_on: date
    activity: ShortText
    contribution_type: ContributionType
    minutes: Count
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """A certificate of service: who served when and how long at what, who issued it, and how to verify it. Free of charge.

    Told only where one certificate is asked for: `name` to the holder, `check_code` to the holder and to those who hand it out.
    """

    certificate_id: CertificateId
    party_id: PartyId
    public_name: ShortText
    name: ShortText | None
    first_day: date
    last_day: date
    minutes: Count
    state: CertificateState
    notice_ends_at: datetime
    number: CertificateNumber | None
    check_code: CheckCode | None
    issuer: ShortText | None
    contact: ShortText | None
    issued_on: date | None
    reason: ShortText | None
    lines: tuple[CertifiedLine, ...]
    version: Version


@dataclass(frozen=True, kw_only=True)
class CertificatePage:
    """Certificates without their lines, the newest id first."""

    items: tuple[Certificate, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class CertificateNotice:
    """What everybody sees while anybody may object."""

    certificate_id: CertificateId
    public_name: ShortText
    first_day: date
    last_day: date
    minutes: Count
    notice_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class CertificateNoticePage:
    """Notices that run now, the newest id first."""

    items: tuple[CertificateNotice, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class CertificateCheck:
    """What whoever verifies a certificate learns: enough to compare it with what they were shown, and no more."""

    number: CertificateNumber
    state: CertificateState
    public_name: ShortText
    first_day: date
    last_day: date
    minutes: Count
    services: Count
    issuer: ShortText
    contact: ShortText
    issued_on: date
    reason: ShortText | None
