"""Property-fee rewards: the worked example of rulebook §9, and what a company may answer."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import AckResult, ContributionType, PartyKind, ProgrammeState, RewardState
from contracts.sectors import Sector
from services.points.fee_rewards import refusals, rules
from services.points.fee_rewards.rules import Answer, Line, Programme, Reward
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
APPLIED = Answer(line_number=1, result=AckResult.APPLIED, applied=259_20, credit_note="CN-1")
REJECTED = Answer(line_number=1, result=AckResult.REJECTED, reason="ARREARS")
DEFERRED = Answer(line_number=1, result=AckResult.DEFERRED)


def discount(*, programme=ACTIVE, annual_fee=2_592_00, available=300_00, at_most=None):
    return rules.discount_of(programme, annual_fee=annual_fee, available=available, at_most=at_most)


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
    exhausted = rules.commit(ACTIVE, fen=ACTIVE.budget)

    assert exhausted.state is ProgrammeState.EXHAUSTED
    assert rules.commit(exhausted, fen=-1).state is ProgrammeState.ACTIVE


def test_three_different_hands_open_a_programme():
    draft = replace(ACTIVE, state=ProgrammeState.DRAFT, signed_by=None)
    signed = rules.sign(draft, by="pty_OFFICER")

    assert rules.activate(signed, by=_hand("pty_COUNCIL")).state is ProgrammeState.ACTIVE
    for by in (_hand("pty_STAFF"), _hand("pty_OFFICER"), _hand("pty_BOSS", "pty_COMPANY")):
        with pytest.raises(refusals.OwnProgramme):
            rules.activate(signed, by=by)
    with pytest.raises(refusals.ProgrammeNotSigned):
        rules.activate(draft, by=_hand("pty_COUNCIL"))
    with pytest.raises(refusals.ProgrammeNotDraft):
        rules.sign(signed, by="pty_OFFICER")


def test_a_reward_is_for_the_own_household_with_consent_in_an_open_period():
    fits = {"resident": RESIDENT, "household_id": "pty_HOME", "billing_period": "2023", "consent": True}
    rules.check_request(ACTIVE, **fits)
    for change, refusal in (
        ({"household_id": "pty_NEXT_DOOR"}, refusals.NotOwnHousehold),
        ({"billing_period": "2024"}, refusals.PeriodNotOffered),
        ({"consent": False}, refusals.ConsentMissing),
    ):
        with pytest.raises(refusal):
            rules.check_request(ACTIVE, **(fits | change))
    with pytest.raises(refusals.ProgrammeNotActive):
        rules.check_request(replace(ACTIVE, state=ProgrammeState.SIGNED), **fits)


def test_a_digest_covers_every_word_of_every_line():
    lines = list(LINES.values())
    whole = rules.digest(lines)

    assert whole == rules.digest(list(lines))
    for change in (
        {"amount": 259_21},
        {"household_number": "3-2-502"},
        {"billing_period": "2024"},
        {"reward_id": "rwd_9"},
    ):
        assert rules.digest([replace(lines[0], **change), lines[1]]) != whole
    assert rules.digest(lines[::-1]) != whole


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
        rules.check_acks([answer], lines=LINES)


def test_answers_name_each_line_once_and_not_too_many():
    rules.check_acks([APPLIED, replace(REJECTED, line_number=2)], lines=LINES)
    for wrong in ([], [APPLIED, APPLIED], [replace(APPLIED, line_number=number) for number in range(1, 202)]):
        with pytest.raises(refusals.AcksUnfit):
            rules.check_acks(wrong, lines=LINES)


def test_the_same_answer_again_changes_nothing_and_another_is_refused():
    assert rules.is_new(APPLIED, before=None)
    assert rules.is_new(APPLIED, before=DEFERRED)
    assert not rules.is_new(APPLIED, before=APPLIED)
    assert not rules.is_new(DEFERRED, before=DEFERRED)
    for before, other in ((APPLIED, REJECTED), (APPLIED, replace(APPLIED, credit_note="CN-2")), (REJECTED, APPLIED)):
        with pytest.raises(refusals.LineAnswered):
            rules.is_new(other, before=before)


def test_a_reward_follows_its_answer():
    assert rules.settle(REWARD, APPLIED).state is RewardState.APPLIED
    assert rules.settle(REWARD, REJECTED).state is RewardState.REJECTED
    assert rules.settle(REWARD, DEFERRED) == REWARD


def _hand(name, *ties: str) -> Hand:
    return Hand(party_id=name, ties=frozenset({name, *ties}), at=NOON)
