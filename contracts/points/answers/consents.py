"""Consents and guardianships, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import Code, LongText, PageKey, PartyId, Sha256, Version
from contracts.points.ids import ConsentId, GuardianshipId
from contracts.points.kinds import ConsentChannel, ConsentPurpose, LinkState


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """The words that are consented to, and their SHA-256."""

    purpose: ConsentPurpose
    text_version: Code
    text: LongText
    sha256: Sha256
    published_by: PartyId
    published_at: datetime


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One consent: by whom, for what, to whom, which data, to which words; and whether it was taken back."""

    consent_id: ConsentId
    party_id: PartyId
    purpose: ConsentPurpose
    recipient: Code
    fields: tuple[Code, ...]
    text_version: Code
    text_sha256: Sha256
    channel: ConsentChannel
    given_by: PartyId
    recorded_by: PartyId
    given_at: datetime
    withdrawn_at: datetime | None
    withdrawn_by: PartyId | None


@dataclass(frozen=True, kw_only=True)
class ConsentPage:
    """Consents, newest first."""

    items: tuple[Consent, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Guardianship:
    """Who consents for a child, through the month in which the child turns 14."""

    guardianship_id: GuardianshipId
    ward_id: PartyId
    guardian_id: PartyId
    until: date
    state: LinkState
    recorded_by: PartyId
    recorded_at: datetime
    confirmed_by: PartyId | None
    confirmed_at: datetime | None
    ended_by: PartyId | None
    ended_at: datetime | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class GuardianshipPage:
    """Guardianships, newest first."""

    items: tuple[Guardianship, ...]
    next_key: PageKey | None
