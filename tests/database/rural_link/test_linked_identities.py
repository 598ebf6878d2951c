"""Several identities of one person count as one wherever two persons are needed (rulebook §3, §18, §21)."""

from __future__ import annotations

from itertools import permutations

import pytest

from chassis.actor import system
from chassis.ids import new_id
from contracts.rural_link import lot_requests
from contracts.rural_link.kinds import AgreementState
from services.rural_link.parties import store
from tests.database.rural_link.test_agreements import Table
from tests.support.bench import COMMUNITY, AskRefused
from tests.support.links import end, link


def selves(village, party_id: str) -> frozenset[str]:
    with village.bench.transactions.begin(system(COMMUNITY)) as work:
        return store.selves(work, party_id)


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def test_a_link_and_its_end_come_to_the_same_in_every_order_and_however_often(village):
    one, other = new_id("pty"), new_id("pty")
    for order in permutations(range(3)):
        began = link(one, other)
        told = (began, end(began), began)
        for number in order:
            village.bench.tell(told[number])

        assert selves(village, one) == {one}
    assert village.bench.count("party_links") == village.bench.count("ended_links") == 6


def test_links_are_followed_from_one_to_the_next_and_no_further_than_the_community(village):
    # None of these is known here (yet): the links are heard before the parties.
    one, between, other, elsewhere = (new_id("pty") for _ in range(4))
    village.bench.tell(link(one, between), link(other, between), link(one, elsewhere, community="elsewhere"))

    assert selves(village, other) == {one, between, other}


@pytest.mark.parametrize("also", ["who offered it", "the village itself"])
def test_no_other_name_of_the_giver_accepts_the_gift_until_that_has_ended(village, also):
    offer = lot_requests.DonateFromLot(
        donation_id=new_id("ldn"), lot_id=village.published().lot_id, grams=15_000, cost=9_000, fund_code="CLP-FUND"
    )
    village.bench.ask(offer, as_=village.agent)
    giver = village.agent.party_id if also == "who offered it" else village.organisation.party_id
    began = link(village.staff.party_id, giver)
    village.bench.tell(began)
    accept = lot_requests.AcceptLotDonation(donation_id=offer.donation_id)

    assert code(lambda: village.bench.ask(accept, as_=village.staff)) == "rural_link.accepting_own_offer"
    assert village.bench.count("lot_donations") == 0
    village.bench.tell(end(began))

    assert village.bench.ask(accept, as_=village.staff).donated_on is not None


def test_linked_after_the_acceptance_the_gift_stays_accepted(village):
    offer = lot_requests.DonateFromLot(
        donation_id=new_id("ldn"), lot_id=village.published().lot_id, grams=15_000, cost=9_000, fund_code="CLP-FUND"
    )
    village.bench.ask(offer, as_=village.agent)
    accept = lot_requests.AcceptLotDonation(donation_id=offer.donation_id)
    accepted = village.bench.ask(accept, as_=village.staff)

    village.bench.tell(link(village.staff.party_id, village.agent.party_id))

    assert village.bench.ask(accept, as_=village.staff) == accepted


def test_one_person_under_two_names_signs_for_one_party(village):
    table = Table(village)
    first, second, third = table.agents
    table.sign(first)
    began = link(second.party_id, first.party_id)
    village.bench.tell(began)

    assert code(lambda: table.sign(second)) == "rural_link.signed_for_another_party"
    table.sign(third)
    village.bench.tell(end(began))
    assert table.sign(second).state is AgreementState.IN_FORCE
    # Linked again after both have signed: what was signed stays signed.
    village.bench.tell(link(second.party_id, first.party_id))

    assert table.get(third).state is AgreementState.IN_FORCE
