"""What a consent is, which of them counts, and who consents for a child (PIPL art. 14-16, 23, 29, 31)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ConsentChannel, ConsentPurpose, PartyKind, WithdrawalChannel
from services.points.consents import refusals
from services.points.parties.rules import Hand, Party

PARTY_PREFIX = "pty_"


@dataclass(frozen=True, kw_only=True)
class ConsentText:
    """The words that were read before consenting: one version for one purpose, never changed."""

    text_id: str
    purpose: ConsentPurpose
    text_version: str
    text: str
    sha256: str
    published_by: PartyId
    published_at: datetime

    def same_as(self, other: ConsentText) -> bool:
        """Are they the same words?"""
        return (self.text_id, self.text) == (other.text_id, other.text)


@dataclass(frozen=True, kw_only=True)
class Words:
    """What is consented to: its version and its text."""

    version: str
    text: str

    @property
    def sha256(self) -> str:
        """As a caller computes it over what it showed."""
        return text_hash(self.text)


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One person's consent for one purpose and one recipient. `given_by`: the person, or the guardian of a child.

    `recorded_by` differs from `given_by` where staff entered a signed paper.
    """

    consent_id: str
    party_id: PartyId
    purpose: ConsentPurpose
    recipient: str
    fields: tuple[str, ...]
    text_version: str
    text_sha256: str
    channel: ConsentChannel
    given_by: PartyId
    recorded_by: PartyId
    given_at: datetime

    def same_as(self, other: Consent) -> bool:
        """Was the other one given with the same content?"""
        return replace(self, given_at=other.given_at) == other


@dataclass(frozen=True, kw_only=True)
class Withdrawal:
    """The end of a consent; what was done with it before stays lawful (PIPL art. 15)."""

    consent_id: str
    withdrawn_by: PartyId
    withdrawn_at: datetime
    channel: WithdrawalChannel


def text_id(purpose: ConsentPurpose, version: str) -> str:
    """The key of published words: `fee_reward:1`."""
    return f"{purpose.value}:{version}"


def text_hash(text: str) -> str:
    """SHA-256 of the words, UTF-8, as a caller computes it over what it showed."""
    return hashlib.sha256(text.encode()).hexdigest()


def check_text(text: ConsentText | None, *, version: str, sha256: str) -> None:
    """Refuse ConsentTextUnknown unless version and hash are those of the words published last for the purpose."""
    if text is None or (text.text_version, text.sha256) != (version, sha256):
        raise refusals.ConsentTextUnknown


def check_words(words: Words, *, version: str | None, sha256: str | None) -> None:
    """Refuse ConsentTextUnknown if the caller says which words were read, and they are others."""
    if version not in {None, words.version} or sha256 not in {None, words.sha256}:
        raise refusals.ConsentTextUnknown


def check_content(fields: tuple[str, ...], recipient: str, known: Party | None) -> None:
    """Refuse ConsentEmpty without fields, RecipientUnknown if a party is named that is no registered organisation.

    A recipient that is no party is named by a code: `public`, or a partner outside the community.
    """
    if not fields or len(set(fields)) < len(fields):
        raise refusals.ConsentEmpty
    if recipient.startswith(PARTY_PREFIX) and (known is None or known.kind is not PartyKind.ORGANISATION):
        raise refusals.RecipientUnknown


def giver(
    party_id: PartyId,
    *,
    by: Hand,
    staff: bool,
    guardians: Collection[PartyId],
    channel: ConsentChannel,
    signed_by: PartyId | None,
) -> PartyId:
    """Who gives the consent: the person, or one of the guardians of a child. Refuses GuardianNeeded, ConsentChannelWrong.

    On paper, which only staff enter, it is `signed_by`, or the person; otherwise whoever asks.
    """
    on_paper = channel is ConsentChannel.PAPER
    own = by.party_id in {party_id, *guardians}
    if (on_paper and not staff) or (not on_paper and (signed_by is not None or not own)):
        raise refusals.ConsentChannelWrong
    given_by = (signed_by or party_id) if on_paper else by.party_id
    allowed = set(guardians) or {party_id}
    if given_by not in allowed:
        raise refusals.GuardianNeeded
    return given_by


def counts(consent: Consent, *, guardians: Collection[PartyId]) -> bool:
    """Does a consent that was not withdrawn count? For a child only what a guardian gave."""
    return not guardians or consent.given_by in guardians
