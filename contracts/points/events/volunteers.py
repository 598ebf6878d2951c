"""What points says of certificates of service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import PartyId
from contracts.points.ids import CertificateId, CertificateNumber


@dataclass(frozen=True, kw_only=True)
class CertificateRequested(Event):
    """Somebody asked for a certificate; it is under public notice until `notice_ends_at`."""

    source = "points"
    subject = "certificate_id"

    certificate_id: CertificateId
    party_id: PartyId
    notice_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class CertificateIssued(Event):
    """A second person issued it."""

    source = "points"
    subject = "certificate_id"

    certificate_id: CertificateId
    party_id: PartyId
    number: CertificateNumber


@dataclass(frozen=True, kw_only=True)
class CertificateRevoked(Event):
    """It is not worth anything any more."""

    source = "points"
    subject = "certificate_id"

    certificate_id: CertificateId
    party_id: PartyId
    number: CertificateNumber
