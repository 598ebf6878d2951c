"""What can be asked about consents."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import ConsentGiven, ConsentWithdrawn
from contracts.points.kinds import WithdrawalChannel
from contracts.roles import ACTING, ANYONE, EVERYBODY, Role
from services.points.consents import refusals, rules, store
from services.points.consents.rules import Consent, ConsentText, Withdrawal
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound

STAFF = (Role.COMMUNITY_STAFF,)
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class Consents:
    """For one purpose and one recipient each; taken back with one call, at once."""

    @command(requests.PublishConsentText, may=STAFF)
    def publish_consent_text(self, work: Work, asked: requests.PublishConsentText) -> answers.ConsentText:
        """Publish the words that people consent to from now on; consents to earlier words stay. Refuses ConsentTextTaken, ActorUnknown."""
        text = ConsentText(
            text_id=rules.text_id(asked.purpose, asked.text_version),
            purpose=asked.purpose,
            text_version=asked.text_version,
            text=asked.text,
            sha256=rules.text_hash(asked.text),
            published_by=party_store.hand_of(work).party_id,
            published_at=work.now,
        )
        return text_of(store.add_text(work, text))

    @query(requests.GetConsentText, may=ANYONE)
    def get_consent_text(self, work: Work, asked: requests.GetConsentText) -> answers.ConsentText:
        """The words in force for a purpose, for everybody. Refuses ConsentNotFound before the first."""
        text = store.latest_text(work, asked.purpose)
        if text is None:
            raise refusals.ConsentNotFound
        return text_of(text)

    @command(requests.GiveConsent, may=ACTING)
    def give_consent(self, work: Work, asked: requests.GiveConsent) -> answers.Consent:
        """Consent for oneself or one's ward; staff enter what was signed on paper.

        Refuses PartyNotFound, PartyErased, ConsentTextUnknown, ConsentEmpty, RecipientUnknown, GuardianNeeded, ConsentChannelWrong,
        ConsentIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        guardians = party_store.guardians_of(work, [asked.party_id]).get(asked.party_id, frozenset())
        if by.party_id not in {asked.party_id, *guardians} and not work.actor.is_any(*STAFF):
            raise PartyNotFound
        # Locked, so that an erasure ends this consent too or is seen by it.
        party_store.lock_party(work, asked.party_id)
        given_by = rules.giver(
            asked.party_id,
            by=by,
            staff=work.actor.is_any(*STAFF),
            guardians=guardians,
            channel=asked.channel,
            signed_by=asked.signed_by,
        )
        rules.check_text(store.latest_text(work, asked.purpose), version=asked.text_version, sha256=asked.text_sha256)
        known = party_store.find_parties(work, [asked.recipient])
        rules.check_content(asked.fields, asked.recipient, known.get(asked.recipient))
        consent = Consent(
            consent_id=asked.consent_id,
            party_id=asked.party_id,
            purpose=asked.purpose,
            recipient=asked.recipient,
            fields=asked.fields,
            text_version=asked.text_version,
            text_sha256=asked.text_sha256,
            channel=asked.channel,
            given_by=given_by,
            recorded_by=by.party_id,
            given_at=work.now,
        )
        kept = store.add_consent(work, consent)
        if kept is consent:
            work.emit(
                ConsentGiven(
                    community=work.community,
                    consent_id=consent.consent_id,
                    party_id=consent.party_id,
                    purpose=consent.purpose,
                )
            )
        return consent_of(kept, store.withdrawals(work, [kept.consent_id]).get(kept.consent_id))

    @command(requests.WithdrawConsent, may=ACTING)
    def withdraw_consent(self, work: Work, asked: requests.WithdrawConsent) -> answers.Consent:
        """Take a consent back, at once and without a reason; withdrawn before, it is answered as it stands.

        By the person, a guardian, or staff on the person's word. Refuses ConsentNotFound, ActorUnknown.
        """
        by = party_store.hand_of(work)
        consent = store.require_consent(work, asked.consent_id)
        own = by.party_id == consent.party_id or party_store.is_guardian(work, by.party_id, ward_id=consent.party_id)
        if not own and not work.actor.is_any(*STAFF):
            raise refusals.ConsentNotFound
        wanted = Withdrawal(
            consent_id=consent.consent_id,
            withdrawn_by=by.party_id,
            withdrawn_at=work.now,
            channel=WithdrawalChannel.ONLINE if own else WithdrawalChannel.COUNTER,
        )
        withdrawal = store.withdraw(work, wanted)
        if withdrawal is wanted:
            work.emit(
                ConsentWithdrawn(
                    community=work.community,
                    consent_id=consent.consent_id,
                    party_id=consent.party_id,
                    purpose=consent.purpose,
                )
            )
        return consent_of(consent, withdrawal)

    @query(requests.ListConsents, may=EVERYBODY)
    def list_consents(self, work: Work, asked: requests.ListConsents) -> answers.ConsentPage:
        """All that a person ever gave and took back, for the person, a guardian, staff and auditors. Refuses PartyNotFound."""
        own = asked.party_id == work.actor.party_id or work.actor.is_any(*SEES_ALL)
        if not own and not party_store.is_guardian(work, work.actor.party_id, ward_id=asked.party_id):
            raise PartyNotFound
        party_store.require_party(work, asked.party_id)
        found, next_key = store.consent_page(work, asked.party_id, after=asked.after, limit=asked.limit)
        ended = store.withdrawals(work, [consent.consent_id for consent in found])
        items = tuple(consent_of(consent, ended.get(consent.consent_id)) for consent in found)
        return answers.ConsentPage(items=items, next_key=next_key)


def text_of(text: ConsentText) -> answers.ConsentText:
    """The words as they are answered."""
    told = {name: value for name, value in vars(text).items() if name != "text_id"}
    return answers.ConsentText(**told)


def consent_of(consent: Consent, withdrawal: Withdrawal | None) -> answers.Consent:
    """The consent as it is answered."""
    return answers.Consent(
        **vars(consent),
        withdrawn_at=withdrawal.withdrawn_at if withdrawal else None,
        withdrawn_by=withdrawal.withdrawn_by if withdrawal else None,
    )
