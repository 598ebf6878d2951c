"""What points can be asked about consents and guardians."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Code, LongText, Month, PartyId, Sha256
from contracts.points.answers import consents as answers
from contracts.points.ids import ConsentId, GuardianshipId
from contracts.points.kinds import ConsentChannel, ConsentPurpose
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class PublishConsentText(Command[answers.ConsentText]):
    """Publish the words that people consent to from now on."""

    service = "points"
    answer = answers.ConsentText

    purpose: ConsentPurpose
    text_version: Code
    text: LongText


@dataclass(frozen=True, kw_only=True)
class GetConsentText(Query[answers.ConsentText]):
    """The words in force for a purpose."""

    service = "points"
    answer = answers.ConsentText

    purpose: ConsentPurpose


@dataclass(frozen=True, kw_only=True)
class GiveConsent(Command[answers.Consent]):
    """Consent for one purpose and one recipient: an organisation's id, or a code such as `public`.

    `text_version` and `text_sha256` prove which words were read. `signed_by`: who signed, if staff enter a paper and it was a guardian.
    """

    service = "points"
    answer = answers.Consent

    consent_id: ConsentId
    party_id: PartyId
    purpose: ConsentPurpose
    recipient: Code
    fields: tuple[Code, ...]
    text_version: Code
    text_sha256: Sha256
    channel: ConsentChannel = ConsentChannel.ONLINE
    signed_by: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawConsent(Command[answers.Consent]):
    """Take a consent back."""

    service = "points"
    answer = answers.Consent

    consent_id: ConsentId


@dataclass(frozen=True, kw_only=True)
class ListConsents(PageQuery[answers.ConsentPage]):
    """All consents of a person."""

    service = "points"
    answer = answers.ConsentPage

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class RecordGuardianship(Command[answers.Guardianship]):
    """Record who consents for a child; `last_month` is the month in which the child turns 14."""

    service = "points"
    answer = answers.Guardianship

    guardianship_id: GuardianshipId
    ward_id: PartyId
    guardian_id: PartyId
    last_month: Month


@dataclass(frozen=True, kw_only=True)
class ConfirmGuardianship(Command[answers.Guardianship]):
    """Confirm a guardianship, as another person."""

    service = "points"
    answer = answers.Guardianship

    guardianship_id: GuardianshipId


@dataclass(frozen=True, kw_only=True)
class EndGuardianship(Command[answers.Guardianship]):
    """End a guardianship; it stays on record."""

    service = "points"
    answer = answers.Guardianship

    guardianship_id: GuardianshipId


@dataclass(frozen=True, kw_only=True)
class ListGuardianships(PageQuery[answers.GuardianshipPage]):
    """Guardianships that the caller may see."""

    service = "points"
    answer = answers.GuardianshipPage
