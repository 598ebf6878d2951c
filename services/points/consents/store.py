"""Every statement about consents."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ConsentPurpose, WithdrawalChannel
from services.points import rows
from services.points.consents import refusals, rules
from services.points.consents.rules import Consent, ConsentText, Withdrawal
from services.points.consents.tables import consent_texts, consent_withdrawals, consents
from services.points.parties import store as party_store

NOT_WITHDRAWN = and_(
    consent_withdrawals.c.community == consents.c.community, consent_withdrawals.c.consent_id == consents.c.consent_id
)


def given(work: Work, party_id: PartyId, purpose: ConsentPurpose, recipient: str) -> Consent | None:
    """The consent in force for this purpose and this recipient, the latest if there are several; None if there is none.

    For a child under 14 only a guardian's consent counts.
    """
    return given_by_party(work, [party_id], purpose, recipient).get(party_id)


def given_by_party(
    work: Work, party_ids: Collection[PartyId], purpose: ConsentPurpose, recipient: str
) -> dict[PartyId, Consent]:
    """Of these persons those who consent, with the consent in force; two statements for any number."""
    wanted = (
        select(consents)
        .outerjoin(consent_withdrawals, NOT_WITHDRAWN)
        .where(
            consents.c.community == work.community,
            consents.c.party_id.in_(party_ids),
            consents.c.purpose == purpose.value,
            consents.c.recipient == recipient,
            consents.c.given_at <= work.now,
            consent_withdrawals.c.consent_id.is_(None),
        )
        .order_by(consents.c.given_at, consents.c.consent_id)
    )
    found = [rows.thing_of(Consent, row) for row in work.connection.execute(wanted).mappings()]
    guardians = party_store.guardians_of(work, {consent.party_id for consent in found})
    nobody: frozenset[PartyId] = frozenset()
    # In the order in which they were given: the last one stays.
    return {
        consent.party_id: consent
        for consent in found
        if rules.counts(consent, guardians=guardians.get(consent.party_id, nobody))
    }


def add_consent(work: Work, consent: Consent) -> Consent:
    """Keep a consent, or answer the one with the same content. Refuses ConsentIdTaken."""
    if rows.add(work, consents, consent):
        return consent
    known = require_consent(work, consent.consent_id)
    if not known.same_as(consent):
        raise refusals.ConsentIdTaken
    return known


def require_consent(work: Work, consent_id: str) -> Consent:
    """The consent. Refuses ConsentNotFound."""
    consent = rows.find(work, consents, Consent, consent_id)
    if consent is None:
        raise refusals.ConsentNotFound
    return consent


def withdraw(work: Work, withdrawal: Withdrawal) -> Withdrawal:
    """End a consent; one that has ended stays ended when it did."""
    if rows.add(work, consent_withdrawals, withdrawal):
        return withdrawal
    return withdrawals(work, [withdrawal.consent_id])[withdrawal.consent_id]


def withdraw_all(work: Work, party_id: PartyId, *, by: PartyId) -> None:
    """End every consent of a person: nothing may be done with their data any more."""
    open_ones = (
        select(consents.c.consent_id)
        .outerjoin(consent_withdrawals, NOT_WITHDRAWN)
        .where(
            consents.c.community == work.community,
            consents.c.party_id == party_id,
            consent_withdrawals.c.consent_id.is_(None),
        )
    )
    ended = [
        {
            "community": work.community,
            "consent_id": consent_id,
            "withdrawn_by": by,
            "withdrawn_at": work.now,
            "channel": WithdrawalChannel.ERASURE.value,
        }
        for consent_id in work.connection.execute(open_ones).scalars()
    ]
    if ended:
        work.connection.execute(insert(consent_withdrawals).on_conflict_do_nothing(), ended)


def withdrawals(work: Work, consent_ids: Collection[str]) -> dict[str, Withdrawal]:
    """Those of the consents that were withdrawn."""
    return rows.find_all(work, consent_withdrawals, Withdrawal, consent_ids)


def consent_page(work: Work, party_id: PartyId, *, after: str | None, limit: int) -> tuple[list[Consent], str | None]:
    """All consents of a person, newest id first, withdrawn ones too."""
    mine = consents.c.party_id == party_id
    return rows.page(work, consents, Consent, mine, after=after, limit=limit, newest_first=True)


def add_text(work: Work, text: ConsentText) -> ConsentText:
    """Publish words, or answer the same ones. Refuses ConsentTextTaken."""
    if rows.add(work, consent_texts, text):
        return text
    known = rows.find(work, consent_texts, ConsentText, text.text_id)
    if known is None or not known.same_as(text):
        raise refusals.ConsentTextTaken
    return known


def latest_text(work: Work, purpose: ConsentPurpose) -> ConsentText | None:
    """The words published last for a purpose."""
    wanted = (
        select(consent_texts)
        .where(consent_texts.c.community == work.community, consent_texts.c.purpose == purpose.value)
        .order_by(consent_texts.c.published_at.desc(), consent_texts.c.text_id.desc())
        .limit(1)
    )
    row = work.connection.execute(wanted).mappings().first()
    return None if row is None else rows.thing_of(ConsentText, row)
