"""What a resident consents to with a reward, and who still does when a batch is sealed (rulebook §9; PIPL art. 14, 15, 23, 31)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import ledger
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points import requests
from contracts.points.kinds import ConsentPurpose
from ledger import VoidHold
from services.points.accounts import store as accounts
from services.points.consents import giving
from services.points.consents import rules as consent_rules
from services.points.consents import store as consents
from services.points.consents.rules import Words
from services.points.fee_rewards import telling
from services.points.fee_rewards.rules import programmes as programme_rules
from services.points.fee_rewards.rules import rewards as rules
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_rewards.store import rewards as store
from services.points.parties import store as party_store
from services.points.parties.rules import Hand

PURPOSE = ConsentPurpose.FEE_REWARD
Asked = requests.AcceptReward | requests.RequestReward


def words_of(work: Work) -> Words:
    """What is consented to now."""
    return giving.words_of(work, PURPOSE, otherwise=Words(version=rules.CONSENT_TEXT, text=rules.CONSENT_WORDS))


def consented(work: Work, company_id: PartyId, accepted: Reward, asked: Asked, *, by: Hand) -> Reward:
    """The accepted reward with the consent under which its company will be told. Refuses ConsentTextUnknown, GuardianNeeded."""
    words = words_of(work)
    consent_rules.check_words(words, version=asked.text_version, sha256=asked.text_sha256)
    consent = giving.give(
        work,
        accepted.party_id,
        by=by,
        purpose=PURPOSE,
        recipient=company_id,
        fields=rules.CONSENT_FIELDS,
        words=words,
    )
    return replace(accepted, consent_id=consent.consent_id, consent_text=consent.text_version)


def is_own(work: Work, reward: Reward, party_id: PartyId | None) -> bool:
    """Is the reward that party's, or its ward's?"""
    return party_id == reward.party_id or party_store.is_guardian(work, party_id, ward_id=reward.party_id)


def leave_out(work: Work, programme: Programme, waiting: Sequence[Reward]) -> list[Reward]:
    """Those of the accepted rewards whose consent still stands; the others end, and their points and budget are free again."""
    given = consents.given_by_party(work, {one.party_id for one in waiting}, PURPOSE, programme.company_id)
    fields = set(rules.CONSENT_FIELDS)
    told = {party_id for party_id, consent in given.items() if fields <= set(consent.fields)}
    ended = [rules.leave_out(one) for one in waiting if one.party_id not in told]
    if ended:
        accounts.lock_sp(work, [one.party_id for one in ended])
        saved = store.save_rewards(work, ended)
        freed = sum(one.discount for one in saved)
        programme_store.save_programme(work, programme_rules.commit(programme, fen=-freed))
        ledger.end_holds(work, [VoidHold(one.reward_id) for one in saved])
        work.emit(*(telling.withdrawn(one, community=work.community) for one in saved))
    return [one for one in waiting if one.party_id in told]


def take_back(work: Work, party_id: PartyId, company_id: PartyId, *, by: Hand) -> None:
    """Nothing waits for the company any more, so the consent ends with it."""
    giving.take_back(work, party_id, by=by, purpose=PURPOSE, recipient=company_id)
