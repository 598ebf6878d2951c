"""Several identities of one person count as one wherever a second person or a conflict is looked for (rulebook §3, §15)."""

from __future__ import annotations

from itertools import permutations

import pytest

from chassis.actor import system
from contracts.merchants import requests
from contracts.merchants.events import BallotVoided
from contracts.merchants.ids import MemberStatus, PanelState, Verification
from contracts.roles import Role
from services.merchants.parties import store
from tests.database.merchants.street import SEED, Street, Tasting, made
from tests.database.merchants.test_service_withdrawals import code, deciding, propose
from tests.support.bench import COMMUNITY, actor
from tests.support.links import end, link


def selves(street: Street, party_id: str) -> frozenset[str]:
    with street.bench.transactions.begin(system(COMMUNITY)) as work:
        return store.selves(work, party_id)


def dealt_to(street: Street, judge: str) -> set[str]:
    return {row.dish_id for row in street.bench.rows("SELECT dish_id FROM plates WHERE judge_id = :j", j=judge)}


def voided(tasting: Tasting) -> int:
    return sum(isinstance(event, BallotVoided) for event in tasting.street.bench.said())


def state(tasting: Tasting) -> PanelState:
    found: PanelState = tasting.ask(requests.GetPanel(panel_id=tasting.panel_id), as_=tasting.street.nobody).state
    return found


SHOPS_DISHES = {made("dsh", 11), made("dsh", 12)}
SHOPS_AGENT = made("pty", 2001)


def test_a_link_and_its_end_come_to_the_same_in_every_order_and_however_often(street: Street):
    for order in permutations(range(3)):
        began = link(made("pty", 1), made("pty", 8000))
        told = (began, end(began), began)
        for number in order:
            street.bench.tell(told[number])

        assert selves(street, made("pty", 1)) == {made("pty", 1)}
    assert street.bench.count("party_links") == street.bench.count("ended_links") == 6


def test_links_are_followed_from_one_to_the_next_and_no_further_than_the_community(street: Street):
    # None of these but the first is known here yet: the links are heard before the parties.
    street.bench.tell(link(made("pty", 1), made("pty", 8000)), link(made("pty", 8001), made("pty", 8000)))
    street.bench.tell(link(made("pty", 1), made("pty", 8002), community="elsewhere"))

    assert selves(street, made("pty", 8001)) == {made("pty", number) for number in (1, 8000, 8001)}


def test_whoever_entered_an_application_does_not_verify_it_under_another_name(street: Street):
    street.open_shop(1)
    street.bench.ask(street.application(1), as_=street.staff)
    began = link(street.staff.party_id, street.second_staff.party_id)
    street.bench.tell(began)
    asked = requests.VerifyMember(member_id=made("mem", 1))

    assert code(lambda: street.bench.ask(asked, as_=street.second_staff)) == "merchants.same_person"
    street.bench.tell(end(began))

    assert street.bench.ask(asked, as_=street.second_staff).status is MemberStatus.VERIFIED


def test_a_witness_is_no_other_name_of_the_signer_and_nobody_keys_their_own_paper_under_one(street: Street):
    street.publish()
    street.verify(1)
    began = link(SHOPS_AGENT, made("pty", 2))
    street.bench.tell(began)
    paper = street.assent(1, verification=Verification.PAPER, witness_id=made("pty", 1))

    assert code(lambda: street.bench.ask(street.assent(1), as_=street.agent(1))) == "merchants.witness"
    assert code(lambda: street.bench.ask(paper, as_=street.second_staff)) == "merchants.witness"
    street.bench.tell(end(began))

    assert street.bench.ask(street.assent(1), as_=street.agent(1)).missing == ()


@pytest.mark.parametrize("also", ["proposer", "judge"])
def test_no_other_name_of_the_proposer_or_the_judge_decides_a_withdrawal(street: Street, also: str):
    tasting = Tasting(street).deal().cast_all().close()
    propose(tasting)
    began = link(street.council.party_id, street.chief.party_id if also == "proposer" else tasting.judges[0])
    street.bench.tell(began)

    assert code(lambda: tasting.ask(deciding(), as_=street.council)) == "merchants.own_service_withdrawal"
    street.bench.tell(end(began))

    assert tasting.ask(deciding(), as_=street.council).decided_by == street.council.party_id


def test_a_shopkeeper_under_another_name_is_never_dealt_the_shops_dishes(street: Street):
    tasting = Tasting(street).draw()
    judge, other = tasting.judges[:2]
    ended = link(other, SHOPS_AGENT)
    street.bench.tell(link(judge, SHOPS_AGENT), ended, end(ended))

    tasting.ask(requests.DealPanel(panel_id=tasting.panel_id), as_=street.chief)

    assert dealt_to(street, judge)
    assert not dealt_to(street, judge) & SHOPS_DISHES
    assert dealt_to(street, other) & SHOPS_DISHES


def test_linked_after_the_dealing_the_ballots_are_void_and_counted_again_without(street: Street):
    tasting = Tasting(street).deal().cast_all().close().count()
    judge = next(one for one in tasting.judges if dealt_to(street, one) & SHOPS_DISHES)
    much = len(dealt_to(street, judge) & SHOPS_DISHES)
    assert state(tasting) is PanelState.TALLIED
    began = link(judge, SHOPS_AGENT)

    street.bench.tell(began)
    street.bench.tell(began)

    assert (state(tasting), voided(tasting)) == (PanelState.CLOSED, much)
    assert tasting.count().publish().ballots_voided == much


def test_linked_after_the_publication_everything_stays_as_it_was_counted(street: Street):
    tasting = Tasting(street).deal().cast_all().close().count()
    tasting.publish()

    street.bench.tell(*(link(judge, SHOPS_AGENT) for judge in tasting.judges))

    assert (state(tasting), voided(tasting)) == (PanelState.PUBLISHED, 0)


def test_whoever_judged_or_closed_it_neither_publishes_nor_opens_the_labels_under_another_name(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    began = link(street.staff.party_id, judge)
    street.bench.tell(began)
    labels = requests.OpenLabels(panel_id=tasting.panel_id)

    assert code(lambda: tasting.ask(labels, as_=street.staff)) == "not-allowed"
    assert tasting.ask(labels, as_=street.second_staff).items
    tasting.cast_all().close().count()
    assert code(tasting.publish) == "merchants.published_by_party"
    street.bench.tell(end(began))

    assert tasting.publish().ballots_voided == 0


def test_one_person_under_two_names_has_one_seat_and_the_chief_none(street: Street):
    tasting = Tasting(street, seats=5).gather()
    twin = made("pty", 3900)
    street.bench.tell(link(tasting.resident(0), tasting.resident(1)), link(twin, street.chief.party_id))
    street.know(street.party(3900, home=4900))
    asked = tasting.volunteer(900)

    assert code(lambda: tasting.ask(asked, as_=actor(twin, Role.RESIDENT))) == "merchants.volunteer_ineligible"
    drawn = tasting.ask(requests.DrawJudges(panel_id=tasting.panel_id, public_seed=SEED), as_=street.chief)

    judges = {judge.party_id for judge in drawn.items}
    assert len(judges) == 4
    assert not {tasting.resident(0), tasting.resident(1)} <= judges
