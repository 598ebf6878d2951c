"""Whose gift a line pays, and whether the one who imports or agrees has a part in it (rulebook §3, §21)."""

from __future__ import annotations

from collections.abc import Collection

from chassis.database import Work
from contracts.donations.answers import RoundUpBatch
from services.donations.gifts.rules import Gift
from services.donations.mandates.store import agreed_by
from services.donations.parties.rules import circle
from services.donations.parties.store import find_near
from services.donations.pledges.store import signed_by
from services.donations.roundups.store import people_of


def own_references(work: Work, gifts: Collection[Gift], batches: Collection[RoundUpBatch]) -> set[str]:
    """The payment references of those in which the actor has a part, in a few statements for any number of them.

    A gift is its donor's and whoever's said that it would come: who recorded it, agreed to the monthly promise, signed the pledge.
    A batch is the shop's, its customers' and whoever's reported what they gave. Close is who is one of them, or of one household or
    organisation with one of them, or one identity with one of these, or acts for one of them.
    """
    people = _of_gifts(work, gifts) | _of_batches(work, batches)
    asking = work.actor.party_id or ""
    parties = find_near(work, {asking}.union(*people.values()))
    own = set(work.actor.parties) | (circle(parties[asking]) if asking in parties else set())
    circles = {party_id: circle(party) for party_id, party in parties.items()}
    return {reference for reference, those in people.items() if any(own & circles.get(one, {one}) for one in those)}


def _of_gifts(work: Work, gifts: Collection[Gift]) -> dict[str, set[str]]:
    agreed = agreed_by(work, {gift.mandate_id for gift in gifts if gift.mandate_id})
    signed = signed_by(work, {gift.gift_id for gift in gifts})
    said = {
        gift.payment_reference: (
            gift.donor_id,
            gift.recorded_by,
            signed.get(gift.gift_id),
            *agreed.get(gift.mandate_id or "", ()),
        )
        for gift in gifts
    }
    return {reference: {one for one in those if one} for reference, those in said.items()}


def _of_batches(work: Work, batches: Collection[RoundUpBatch]) -> dict[str, set[str]]:
    people = people_of(work, {batch.batch_id for batch in batches})
    return {batch.payment_reference: people.get(batch.batch_id, set()) for batch in batches}
