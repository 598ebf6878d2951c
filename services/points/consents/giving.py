"""Consents that are given by doing something else: whoever accepts what needs one, consents with it."""

from __future__ import annotations

from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.events import ConsentGiven, ConsentWithdrawn
from contracts.points.kinds import ConsentChannel, ConsentPurpose, WithdrawalChannel
from services.points.consents import rules, store
from services.points.consents.rules import Consent, Withdrawal, Words
from services.points.parties import store as party_store
from services.points.parties.rules import Hand


def words_of(work: Work, purpose: ConsentPurpose, *, otherwise: Words) -> Words:
    """The words published last for the purpose; those of the platform where the community has published none."""
    text = store.latest_text(work, purpose)
    return otherwise if text is None else Words(version=text.text_version, text=text.text)


def give(
    work: Work,
    party_id: PartyId,
    *,
    by: Hand,
    purpose: ConsentPurpose,
    recipient: PartyId,
    fields: tuple[str, ...],
    words: Words,
) -> Consent:
    """The consent in force that covers these fields, or a new one to these words; the party is locked.

    Refuses GuardianNeeded for a child under 14 that acts by itself, unless a guardian has consented before.
    """
    standing = store.given(work, party_id, purpose, recipient)
    if standing is not None and set(fields) <= set(standing.fields):
        return standing
    guardians = party_store.guardians_of(work, [party_id]).get(party_id, frozenset())
    online = ConsentChannel.ONLINE
    consent = Consent(
        consent_id=new_id("cns"),
        party_id=party_id,
        purpose=purpose,
        recipient=recipient,
        fields=fields,
        text_version=words.version,
        text_sha256=words.sha256,
        channel=online,
        given_by=rules.giver(party_id, by=by, staff=False, guardians=guardians, channel=online, signed_by=None),
        recorded_by=by.party_id,
        given_at=work.now,
    )
    store.add_consent(work, consent)
    work.emit(
        ConsentGiven(
            community=work.community, consent_id=consent.consent_id, party_id=consent.party_id, purpose=consent.purpose
        )
    )
    return consent


def take_back(work: Work, party_id: PartyId, *, by: Hand, purpose: ConsentPurpose, recipient: PartyId) -> None:
    """End the consent in force for the purpose and the recipient, if there is one: it is given again when it is needed again."""
    consent = store.given(work, party_id, purpose, recipient)
    if consent is None:
        return
    ended = Withdrawal(
        consent_id=consent.consent_id,
        withdrawn_by=by.party_id,
        withdrawn_at=work.now,
        channel=WithdrawalChannel.ONLINE,
    )
    if store.withdraw(work, ended) is ended:
        work.emit(
            ConsentWithdrawn(
                community=work.community,
                consent_id=consent.consent_id,
                party_id=consent.party_id,
                purpose=consent.purpose,
            )
        )
