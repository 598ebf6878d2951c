"""Property-fee rewards: the worked example of rulebook §9, and what a company may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import (
    AckResult,
    ArrearsRule,
    ContributionType,
    PartyKind,
    ProgrammeState,
    RewardLimit,
    RewardState,
    SuspenseCause,
)
from contracts.sectors import Sector
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules import acks, batches, programmes, rewards
from services.points.fee_rewards.rules.acks import Answer, Desk
from services.points.fee_rewards.rules.batches import Line
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Reward
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import FIRST_CARD, of_value

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
ACTIVE = Programme(
    programme_id="prg_1",
    company_id="pty_COMPANY",
    name="物业费奖励",
    budget=50_000_00,
    committed=0,
    cap_percent=10,
    billing_periods=("2023",),
    criteria="志愿服务时长",
    state=ProgrammeState.ACTIVE,
    drafted_by="pty_STAFF",
    signed_by="pty_OFFICER",
)
RESIDENT = Party(
    party_id="pty_ANNA",
    kind=PartyKind.PERSON,
    sector=Sector.RES,
    name="张小华",
    household_id="pty_HOME",
    organisation_id=None,
    registered_at=NOON,
)
REWARD = Reward(
    reward_id="rwd_1",
    programme_id="prg_1",
    party_id="pty_ANNA",
    household_id="pty_HOME",
    billing_period="2023",
    annual_fee=2_592_00,
    discount=259_20,
    state=RewardState.SUBMITTED,
    requested_at=NOON,
)
LINES = {
    number: Line(
        line_number=number, reward_id=f"rwd_{number}", household_number="3-2-501", billing_period="2023", amount=259_20
    )
    for number in (1, 2)
}
DESK = Desk(lines=LINES, before={}, arrears=ArrearsRule.WAITS)
APPLIED = Answer(line_number=1, result=AckResult.APPLIED, applied=259_20, credit_note="CN-1")
REJECTED = Answer(line_number=1, result=AckResult.REJECTED, reason="NO_BILL")
DEFERRED = Answer(line_number=1, result=AckResult.DEFERRED)


def discount(*, programme=ACTIVE, annual_fee=2_592_00, available=300_00, at_most=None):
    return rewards.give(
        rewards.offer_of(programme, billing_period="2023", annual_fee=annual_fee, points=available, at_most=at_most)
    )


def test_the_household_of_the_rulebook_gets_259_20_for_as_many_points():
    annual_fee = 2_40 * 90 * 12

    given_discount = discount(annual_fee=annual_fee)

    assert annual_fee == 2_592_00
    assert given_discount == 259_20
    assert 300_00 - given_discount == 40_80
    assert of_value(FIRST_CARD, ContributionType.FR, fen=given_discount) == (25_92, 0)


@given(st.integers(1, 10**9), st.integers(0, 10**7), st.integers(0, 10**7), st.none() | st.integers(1, 10**7))
def test_a_discount_never_exceeds_cap_points_budget_or_wish(annual_fee, available, committed, at_most):
    programme = replace(ACTIVE, committed=min(committed, ACTIVE.budget))
    try:
        amount = discount(programme=programme, annual_fee=annual_fee, available=available, at_most=at_most)
    except refusals.NothingToGive:
        return
    assert 0 < amount <= min(annual_fee // 10, available, ACTIVE.budget - programme.committed)
    assert at_most is None or amount <= at_most


def test_nothing_is_given_where_nothing_is():
    for empty in ({"available": 0}, {"programme": replace(ACTIVE, committed=ACTIVE.budget)}, {"annual_fee": 9}):
        with pytest.raises(refusals.NothingToGive):
            discount(**empty)


def test_a_budget_is_exhausted_and_comes_back():
    exhausted = programmes.commit(ACTIVE, fen=ACTIVE.budget)

    assert exhausted.state is ProgrammeState.EXHAUSTED
    assert programmes.commit(exhausted, fen=-1).state is ProgrammeState.ACTIVE


def test_three_different_hands_open_a_programme():
    draft = replace(ACTIVE, state=ProgrammeState.DRAFT, signed_by=None)
    signed = programmes.sign(draft, by="pty_OFFICER")

    assert programmes.activate(signed, by=_hand("pty_COUNCIL")).state is ProgrammeState.ACTIVE
    for by in (_hand("pty_STAFF"), _hand("pty_OFFICER"), _hand("pty_BOSS", "pty_COMPANY")):
        with pytest.raises(refusals.OwnProgramme):
            programmes.activate(signed, by=by)
    with pytest.raises(refusals.ProgrammeNotSigned):
        programmes.activate(draft, by=_hand("pty_COUNCIL"))
    with pytest.raises(refusals.ProgrammeNotDraft):
        programmes.sign(signed, by="pty_OFFICER")


@pytest.mark.parametrize("close_to", ["pty_STAFF", "pty_OFFICER", "pty_COMPANY"])
def test_who_is_one_identity_with_a_hand_or_the_company_opens_nothing(close_to):
    signed = replace(ACTIVE, state=ProgrammeState.SIGNED, signed_by="pty_OFFICER", activated_by=None)

    with pytest.raises(refusals.OwnProgramme):
        programmes.activate(signed, by=replace(_hand("pty_COUNCIL"), linked=frozenset({close_to})))


def test_a_reward_is_for_the_own_household_with_consent_in_an_open_period():
    fits = {"resident": RESIDENT, "household_id": "pty_HOME", "billing_period": "2023"}
    rewards.check_request(ACTIVE, **fits)
    for change, refusal in (
        ({"household_id": "pty_NEXT_DOOR"}, refusals.NotOwnHousehold),
        ({"billing_period": "2024"}, refusals.PeriodNotOffered),
    ):
        with pytest.raises(refusal):
            rewards.check_request(ACTIVE, **(fits | change))
    with pytest.raises(refusals.ProgrammeNotActive):
        rewards.check_request(replace(ACTIVE, state=ProgrammeState.SIGNED), **fits)


def test_a_digest_covers_every_word_of_every_line():
    lines = list(LINES.values())
    whole = batches.digest(lines)

    assert whole == batches.digest(list(lines))
    for change in (
        {"amount": 259_21},
        {"household_number": "3-2-502"},
        {"billing_period": "2024"},
        {"reward_id": "rwd_9"},
    ):
        assert batches.digest([replace(lines[0], **change), lines[1]]) != whole
    assert batches.digest(lines[::-1]) == whole, "lines have an order of their own"
    assert batches.digest([replace(lines[0], undoes="PM-2023-03-01:1", undo_id="fud_1"), lines[1]]) != whole


@pytest.mark.parametrize(
    "answer",
    [
        replace(APPLIED, credit_note=None),
        replace(APPLIED, applied=0),
        replace(APPLIED, applied=259_21),
        replace(APPLIED, reason="ARREARS"),
        replace(REJECTED, reason=None),
        replace(REJECTED, applied=1),
        replace(DEFERRED, credit_note="CN-1"),
        replace(APPLIED, line_number=3),
    ],
)
def test_an_incomplete_answer_is_not_taken(answer):
    with pytest.raises(refusals.AcksUnfit):
        acks.check_acks([answer], desk=DESK)


def test_answers_name_each_line_once_and_not_too_many():
    acks.check_acks([APPLIED, replace(REJECTED, line_number=2)], desk=DESK)
    for wrong in ([], [APPLIED, APPLIED], [replace(APPLIED, line_number=number) for number in range(1, 202)]):
        with pytest.raises(refusals.AcksUnfit):
            acks.check_acks(wrong, desk=DESK)


def test_the_same_answer_again_changes_nothing_and_another_is_refused():
    assert acks.is_new(APPLIED, before=None)
    assert acks.is_new(APPLIED, before=DEFERRED)
    assert not acks.is_new(APPLIED, before=APPLIED)
    assert not acks.is_new(DEFERRED, before=DEFERRED)
    for before, other in ((APPLIED, REJECTED), (APPLIED, replace(APPLIED, credit_note="CN-2")), (REJECTED, APPLIED)):
        with pytest.raises(refusals.LineAnswered):
            acks.is_new(other, before=before)


def test_a_reward_follows_its_answer():
    assert acks.settle(REWARD, APPLIED).state is RewardState.APPLIED
    assert acks.settle(REWARD, REJECTED).state is RewardState.REJECTED
    assert acks.settle(REWARD, DEFERRED) == REWARD


def test_the_canonical_text_says_what_leaves_and_no_more():
    assert batches.canonical([LINES[1]]) == (
        '[{"amount":25920,"billing_period":"2023","household_number":"3-2-501","line_number":1,"reward_id":"rwd_1"}]'
    )


def test_a_month_is_a_twelfth_of_the_years_fee():
    offer = rewards.offer_of(ACTIVE, billing_period="2023-03", annual_fee=2_592_00, points=300_00)

    assert (offer.fee, offer.discount, offer.limit) == (216_00, 21_60, RewardLimit.CAP)


@pytest.mark.parametrize(
    ("change", "limit"),
    [
        ({}, RewardLimit.CAP),
        ({"points": 100}, RewardLimit.POINTS),
        ({"at_most": 50}, RewardLimit.WISH),
        ({"programme": replace(ACTIVE, committed=ACTIVE.budget - 1)}, RewardLimit.BUDGET),
    ],
)
def test_an_offer_says_what_bounds_it(change, limit):
    wanted = {"programme": ACTIVE, "billing_period": "2023", "annual_fee": 2_592_00, "points": 300_00} | change

    assert rewards.offer_of(wanted.pop("programme"), **wanted).limit is limit


@pytest.mark.parametrize(
    "change",
    [
        {"billing_periods": ("2023", "2023-03")},
        {"billing_periods": ("2023", "2023")},
        {"billing_periods": ()},
        {"work_types": ()},
        {"cap_percent": 101},
    ],
)
def test_no_fee_is_rewarded_twice_and_nothing_without_work(change):
    programmes.check_terms(replace(ACTIVE, billing_periods=("2023", "2024-01", "2024-02")), organisation=True)
    with pytest.raises(refusals.TermsUnfit):
        programmes.check_terms(replace(ACTIVE, **change), organisation=True)
    with pytest.raises(refusals.TermsUnfit):
        programmes.check_terms(ACTIVE, organisation=False)


def test_an_offer_is_accepted_with_consent_in_its_time_and_in_full():
    offered = replace(REWARD, state=RewardState.OFFERED, offered_until=NOON + timedelta(days=7))
    fits = {"consent": True, "at": NOON, "left": 259_20}

    accepted = rewards.accept(offered, **fits)

    assert (accepted.state, accepted.consented_at, accepted.consent_text) == (
        RewardState.ACCEPTED,
        NOON,
        "fee-reward-1",
    )
    for change, refusal in (
        ({"consent": False}, refusals.ConsentMissing),
        ({"left": 259_19}, refusals.OfferOver),
        ({"at": NOON + timedelta(days=7)}, refusals.OfferOver),
    ):
        with pytest.raises(refusal):
            rewards.accept(offered, **(fits | change))
    with pytest.raises(refusals.RewardNotOffered):
        rewards.accept(REWARD, **fits)


@pytest.mark.parametrize("state", [state for state in RewardState if state is not RewardState.ACCEPTED])
def test_consent_is_taken_back_before_the_seal_alone(state):
    with pytest.raises(refusals.RewardSealed):
        rewards.withdraw(replace(REWARD, state=state))


@pytest.mark.parametrize(("arrears", "result"), [(rule, result) for rule in ArrearsRule for result in AckResult])
def test_arrears_let_a_discount_wait_at_most(arrears, result):
    answer = Answer(line_number=1, result=result, reason="ARREARS")
    desk = replace(DESK, arrears=arrears)
    if (arrears, result) == (ArrearsRule.WAITS, AckResult.DEFERRED):
        assert acks.check_acks([answer], desk=desk) == [answer]
        return
    with pytest.raises((refusals.ArrearsDoNotReject, refusals.AcksUnfit)):
        acks.check_acks([answer], desk=desk)


def test_what_takes_back_takes_back_all_of_it():
    back = replace(LINES[1], amount=-259_20, undoes="PM-2023-03-01:1", undo_id="fud_1")
    desk = replace(DESK, lines={1: back})

    assert acks.check_acks([replace(APPLIED, applied=-259_20)], desk=desk)
    for wrong in (-259_19, -259_21, 259_20, 0, None):
        with pytest.raises(refusals.AcksUnfit):
            acks.check_acks([replace(APPLIED, applied=wrong)], desk=desk)


def test_what_fits_nowhere_is_set_aside_and_the_rest_is_taken():
    desk = replace(DESK, before={2: replace(APPLIED, line_number=2)})
    delivered = [
        replace(APPLIED, line_number=9),
        APPLIED,
        APPLIED,
        replace(APPLIED, credit_note="CN-2"),
        replace(REJECTED, line_number=2),
        replace(APPLIED, line_number=2, applied=1_000_00),
    ]

    found = acks.sort_acks(delivered, desk=desk)

    assert found.new == [APPLIED]
    assert [(one.line_number, cause) for one, cause in found.suspended] == [
        (9, SuspenseCause.UNKNOWN_LINE),
        (1, SuspenseCause.ANSWERED_OTHERWISE),
        (2, SuspenseCause.ANSWERED_OTHERWISE),
        (2, SuspenseCause.UNFIT),
    ]


def _hand(name, *ties: str) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=NOON)
