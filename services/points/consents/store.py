"""Every statement about consents."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import and_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import ConsentPurpose, LinkState, WithdrawalChannel
from services.points import rows
from services.points.consents import refusals, rules
from services.points.consents.rules import Consent, ConsentText, Guardianship, Withdrawal
from services.points.consents.tables import consent_texts, consent_withdrawals, consents, guardianships

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
    guardians = guardians_of(work, {consent.party_id for consent in found})
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


def guardians_of(work: Work, ward_ids: Collection[PartyId]) -> dict[PartyId, frozenset[PartyId]]:
    """Who consents for these persons today; persons without a guardian are left out."""
    wanted = select(guardianships.c.ward_id, guardianships.c.guardian_id).where(
        guardianships.c.community == work.community,
        guardianships.c.ward_id.in_(ward_ids),
        guardianships.c.state == LinkState.CONFIRMED.value,
        guardianships.c.until >= civil_day(work.now),
    )
    found: dict[PartyId, set[PartyId]] = {}
    for ward_id, guardian_id in work.connection.execute(wanted):
        found.setdefault(ward_id, set()).add(guardian_id)
    return {ward_id: frozenset(guardians) for ward_id, guardians in found.items()}


def is_guardian(work: Work, party_id: PartyId | None, *, ward_id: PartyId) -> bool:
    """Does this party consent for that child today?"""
    return party_id is not None and party_id in guardians_of(work, [ward_id]).get(ward_id, ())


def add_guardianship(work: Work, guardianship: Guardianship) -> Guardianship:
    """Keep a recorded guardianship, or answer the one with the same content. Refuses GuardianshipKnown, GuardianshipIdTaken."""
    if rows.add(work, guardianships, guardianship):
        return guardianship
    known = rows.find(work, guardianships, Guardianship, guardianship.guardianship_id)
    if known is None:
        raise refusals.GuardianshipKnown
    if not known.same_as(guardianship):
        raise refusals.GuardianshipIdTaken
    return known


def lock_guardianship(work: Work, guardianship_id: str) -> Guardianship:
    """The guardianship, locked. Refuses GuardianshipNotFound."""
    guardianship = rows.find(work, guardianships, Guardianship, guardianship_id, lock=True)
    if guardianship is None:
        raise refusals.GuardianshipNotFound
    return guardianship


def save_guardianship(work: Work, guardianship: Guardianship) -> Guardianship:
    """Write a guardianship that was locked."""
    return rows.save(work, guardianships, guardianship)


def guardianship_page(
    work: Work, *, of: PartyId | None, after: str | None, limit: int
) -> tuple[list[Guardianship], str | None]:
    """Guardianships, newest id first; those of one guardian or ward, or all."""
    where = [] if of is None else [(guardianships.c.ward_id == of) | (guardianships.c.guardian_id == of)]
    return rows.page(work, guardianships, Guardianship, *where, after=after, limit=limit, newest_first=True)
