"""The initiative: ten clauses, each assented to by itself, against the very text."""

from __future__ import annotations

import pytest

from contracts.merchants import requests
from contracts.merchants.events import MerchantSigned
from contracts.merchants.ids import MemberStatus, Verification
from tests.database.merchants.street import CLAUSES, Street, made
from tests.support.bench import AskRefused

ONE = made("mem", 1)


def signed(street: Street) -> list[MerchantSigned]:
    return [event for event in street.bench.said() if isinstance(event, MerchantSigned)]


def test_a_merchant_has_signed_with_its_tenth_clause_and_not_before(street: Street):
    street.publish()
    street.verify(1)

    nine = street.bench.ask(street.assent(1, *range(1, 10)), as_=street.agent(1))
    assert (nine.status, nine.missing, signed(street)) == (MemberStatus.VERIFIED, (10,), [])
    ten = street.bench.ask(street.assent(1, 10), as_=street.agent(1))

    assert (ten.status, ten.missing, len(ten.assents)) == (MemberStatus.SIGNED, (), 10)
    assert [(event.member_id, event.initiative_version) for event in signed(street)] == [(ONE, 1)]


def test_a_changed_clause_asks_for_assent_to_that_clause_only_and_the_old_one_stays_visible(street: Street):
    street.publish()
    street.sign(1)
    street.publish(2, c3="修改后的条文")

    before = street.bench.ask(requests.ListAssents(member_id=ONE), as_=street.agent(1))
    after = street.bench.ask(street.assent(1, 3), as_=street.agent(1))

    assert before.missing == (3,)
    assert after.missing == ()
    assert [(assent.initiative_version, assent.in_force) for assent in after.assents if assent.clause_number == 3] == [
        (1, False),
        (2, True),
    ]
    assert [event.initiative_version for event in signed(street)] == [1, 2]


def test_a_tick_on_an_old_text_is_refused_and_assents_to_nothing(street: Street):
    street.publish()
    street.verify(1)
    old = street.assent(1, 3, 4)
    street.publish(2, c3="修改后的条文")

    with pytest.raises(AskRefused, match=r"merchants\.clause_text_changed") as refused:
        street.bench.ask(old, as_=street.agent(1))

    assert refused.value.details == {"number": 3}
    assert street.bench.count("assents") == 0


def test_the_page_counts_the_signatories_of_each_clause_those_on_paper_apart_and_those_who_left(street: Street):
    street.publish()
    street.sign(1)
    street.verify(2)
    street.bench.ask(street.assent(2, 1, 2), as_=street.agent(2))
    street.verify(3)
    on_paper = street.assent(3, 1, verification=Verification.PAPER)
    street.bench.ask(on_paper, as_=street.staff)
    street.sign(4)
    street.bench.ask(requests.WithdrawMember(member_id=made("mem", 4)), as_=street.agent(4))

    page = street.bench.ask(requests.GetInitiative(), as_=street.nobody)

    assert [(clause.signatories, clause.on_paper) for clause in page.clauses[:3]] == [(3, 1), (2, 0), (1, 0)]
    assert page.withdrawals == 1


def test_ten_clauses_in_order_of_versions_by_the_council(street: Street):
    nine = requests.PublishInitiative(number=1, title="倡议", clauses=CLAUSES[:9])
    with pytest.raises(AskRefused, match=r"merchants\.clause_count"):
        street.bench.ask(nine, as_=street.council)
    with pytest.raises(AskRefused, match=r"merchants\.initiative_version"):
        street.publish(2)
    with pytest.raises(AskRefused, match="not-allowed"):
        street.bench.ask(nine, as_=street.staff)

    assert street.publish(1) == street.publish(1)


@pytest.mark.parametrize(
    ("changed", "hand", "refusal"),
    [
        ({"witness_id": made("pty", 2001)}, "agent", r"merchants\.witness"),
        ({"witness_id": made("pty", 7777)}, "agent", "party-not-found"),
        ({"signer_id": made("pty", 2)}, "agent", r"merchants\.witness"),
        ({"verification": Verification.PAPER}, "agent", r"merchants\.witness"),
        ({"verification": Verification.SMS}, "staff", "not-found"),
        ({"ticks": ()}, "agent", r"merchants\.ticks"),
    ],
)
def test_a_signature_has_a_signer_a_witness_and_the_right_hand(
    street: Street, changed: dict[str, object], hand: str, refusal: str
):
    street.publish()
    street.verify(1)
    hands = {"agent": street.agent(1), "staff": street.staff}

    with pytest.raises(AskRefused, match=refusal):
        street.bench.ask(street.assent(1, **changed), as_=hands[hand])

    assert street.bench.count("assents") == 0


def test_a_merchant_signs_after_it_is_verified_and_only_for_itself(street: Street):
    street.publish()
    street.apply(1)
    street.verify(2)

    with pytest.raises(AskRefused, match=r"merchants\.may_not_sign"):
        street.bench.ask(street.assent(1), as_=street.agent(1))
    with pytest.raises(AskRefused, match="not-found"):
        street.bench.ask(street.assent(2, signer_id=made("pty", 2001)), as_=street.agent(1))
