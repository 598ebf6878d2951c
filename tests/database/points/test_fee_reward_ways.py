"""The less usual ways of a property-fee reward: offered, withdrawn, taken back, unanswered, answered so that it fits nowhere."""

from __future__ import annotations

import hashlib

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import (
    FeeProgrammeClosed,
    FeeRewardConfirmed,
    FeeRewardOffered,
    FeeRewardReversed,
    FeeRewardUndoAsked,
    FeeRewardWithdrawn,
)
from contracts.points.kinds import (
    AckResult,
    ArrearsRule,
    Confirmation,
    HoursType,
    ProgrammeState,
    RewardLimit,
    RewardState,
    UndoReason,
    UndoState,
)
from contracts.roles import Role
from tests.database.points.fees import (
    PROGRAMME,
    ack,
    applied,
    asking,
    opened,
    rejected,
    sealed,
)
from tests.database.points.test_reversals import back as by_hand
from tests.database.points.test_reversals import of
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def offering(town, **changes: object) -> requests.OfferReward:
    plain = {
        "reward_id": new_id("rwd"),
        "programme_id": PROGRAMME,
        "household_id": town.ids["home"],
        "billing_period": "2023",
        "annual_fee": 2_592_00,
    }
    return requests.OfferReward(**(plain | changes))


def given(town) -> str:
    """Anna's discount of ¥259.20, applied; answers the reward's id."""
    town.work("anna", 300_00)
    asked = asking(town)
    town.ask(asked, "anna")
    ack(town, sealed(town), applied())
    return asked.reward_id


def reward(town, reward_id: str, name="staff"):
    return town.ask(requests.GetReward(reward_id=reward_id), name)


def options(town, name="anna", home="home"):
    asked = requests.GetRewardOptions(programme_id=PROGRAMME, household_id=town.ids[home], annual_fee=2_592_00)
    return town.ask(asked, name)


def test_what_could_i_get_and_why(town, programme):
    town.work("anna", 100_00)
    short = options(town)
    town.work("anna", 200_00)
    enough = options(town)
    town.ask(asking(town), "anna")

    after = options(town)

    assert (short.points, [one.limit for one in short.options]) == (100_00, [RewardLimit.POINTS] * 2)
    assert [(one.discount, one.limit, one.hurdle) for one in enough.options] == [(259_20, RewardLimit.CAP, None)] * 2
    assert [one.hurdle for one in after.options] == ["points.household_already_rewarded", None]
    assert (after.points, after.budget_left, after.options[1].discount) == (40_80, 1_000_00 - 259_20, 40_80)
    assert refused_code(lambda: options(town, home="flat")) == "points.household_not_found"


def test_only_points_from_unpaid_work_count(town, programme):
    town.earn("anna", 300_00)
    assert town.balance("anna").sp_available == 300_00
    assert (options(town).points, options(town).options[0].hurdle) == (0, "points.nothing_to_give")
    assert refused_code(lambda: town.ask(asking(town), "anna")) == "points.nothing_to_give"
    assert refused_code(lambda: town.ask(offering(town), "anna")) == "points.nothing_to_give"

    town.work("anna", 100_00)

    assert town.ask(asking(town), "anna").discount == 100_00
    held = town.bench.rows(
        "SELECT DISTINCT t.kind FROM ledger_hold_slices s JOIN ledger_lots l ON l.id = s.lot_id "
        "JOIN ledger_transfers t ON t.id = l.granted_by"
    )
    assert [row.kind for row in held] == ["grant-H1"]


def test_a_programme_may_name_fewer_kinds_of_work_but_nothing_else(town):
    draft = requests.DraftProgramme(
        programme_id=PROGRAMME,
        company_id=town.ids["company"],
        name="物业费奖励",
        budget=1_000_00,
        cap_percent=10,
        billing_periods=("2023",),
        criteria="夜间值守",
        work_types=(HoursType.H3,),
        arrears=ArrearsRule.IGNORED,
    )
    town.ask(draft, "staff")
    town.ask(requests.SignProgramme(programme_id=PROGRAMME), "officer")
    town.ask(requests.ActivateProgramme(programme_id=PROGRAMME), "council")
    town.work("anna", 100_00)

    assert options(town).points == 0
    shown = town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna")
    assert (shown.work_types, shown.arrears) == ((HoursType.H3,), ArrearsRule.IGNORED)
    for forbidden in ("F1w", "G2", "V1", "FR"):
        with pytest.raises(Exception, match=r"programmes_work_alone|permission denied"):
            town.bench.rows(
                "INSERT INTO programmes SELECT community, 'prg_x', company_id, name, budget, committed, cap_percent, "
                "billing_periods, criteria, state, drafted_by, signed_by, activated_by, version, ARRAY[:type], arrears "
                "FROM programmes",
                type=forbidden,
            )


def test_an_offer_holds_nothing_until_it_is_accepted_with_consent(town, programme):
    town.work("anna", 300_00)
    asked = offering(town, at_most=200_00)

    offer = town.ask(asked, "anna")

    assert town.ask(asked, "anna") == offer
    assert (offer.state, offer.discount, offer.consented_at) == (RewardState.OFFERED, 200_00, None)
    assert town.balance("anna").sp_held == 0
    accept = requests.AcceptReward(reward_id=asked.reward_id, consent=True)
    silent = requests.AcceptReward(reward_id=asked.reward_id, consent=False)
    assert refused_code(lambda: town.ask(silent, "anna")) == "points.consent_missing"
    assert refused_code(lambda: town.ask(accept, "bela")) == "points.reward_not_found"
    taken = town.ask(accept, "anna")
    assert town.ask(accept, "anna") == taken
    assert (taken.state, taken.consented_at, taken.consent_text) == (RewardState.ACCEPTED, town.now, "fee-reward-1")
    assert (town.balance("anna").sp_held, FeeRewardOffered in town.bench.said_types()) == (200_00, True)


def test_an_offer_is_over_after_seven_days_and_when_the_points_are_gone(town, programme):
    town.work("anna", 300_00)
    late, poor = offering(town), offering(town, billing_period="2024")
    for one in (late, poor):
        town.ask(one, "anna")
    town.ask(asking(town, billing_period="2024", at_most=100_00), "anna")

    assert accepting(town, late) == "points.offer_over"
    assert accepting(town, poor) == "points.household_already_rewarded" or accepting(town, poor) == "points.offer_over"
    town.bench.clock.advance(days=7)
    assert accepting(town, late) == "points.offer_over"


def accepting(town, offer) -> str:
    return refused_code(lambda: town.ask(requests.AcceptReward(reward_id=offer.reward_id, consent=True), "anna"))


def test_consent_is_taken_back_before_the_seal(town, programme):
    town.work("anna", 300_00)
    asked = asking(town)
    town.ask(asked, "anna")
    back = requests.WithdrawReward(reward_id=asked.reward_id)
    assert refused_code(lambda: town.ask(back, "bela")) == "points.reward_not_found"

    gone = town.ask(back, "anna")

    assert town.ask(back, "anna") == gone
    assert (gone.state, town.balance("anna").sp_available) == (RewardState.WITHDRAWN, 300_00)
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 0
    assert refused_code(lambda: sealed(town)) == "points.nothing_to_seal"
    again = asking(town)
    town.ask(again, "anna")
    sealed(town)
    sealed_back = requests.WithdrawReward(reward_id=again.reward_id)
    assert refused_code(lambda: town.ask(sealed_back, "anna")) == "points.reward_sealed"
    assert FeeRewardWithdrawn in town.bench.said_types()


def test_sealed_and_withdrawn_at_once_it_is_one_of_them(town, programme):
    town.work("anna", 300_00)
    asked = asking(town)
    town.ask(asked, "anna")

    codes = at_once(
        [lambda: sealed(town), lambda: town.ask(requests.WithdrawReward(reward_id=asked.reward_id), "anna")] * 2
    )

    state = reward(town, asked.reward_id).state
    held = town.balance("anna").sp_held
    assert (state, held) in ((RewardState.SUBMITTED, 259_20), (RewardState.WITHDRAWN, 0))
    assert town.bench.count("fee_batch_lines") == (1 if state is RewardState.SUBMITTED else 0)
    assert set(codes) <= {"ok", "points.nothing_to_seal", "points.reward_sealed"}
    assert codes.count("ok") == (1 if state is RewardState.SUBMITTED else 2)


def test_a_used_up_budget_takes_no_more_requests_until_some_of_it_is_free(town):
    opened(town, budget=200_00)
    for name in ("anna", "dora"):
        town.work(name, 300_00)
    first = asking(town)
    town.ask(first, "anna")

    assert refused_code(lambda: town.ask(asking(town, "flat"), "dora")) == "points.programme_exhausted"
    assert options(town, "dora", "flat").options[0].hurdle == "points.programme_exhausted"
    town.ask(requests.WithdrawReward(reward_id=first.reward_id), "anna")
    assert town.ask(asking(town, "flat"), "dora").discount == 200_00


def test_a_closed_programme_takes_no_more_requests_and_keeps_its_word(town, programme):
    town.work("anna", 300_00)
    town.work("dora", 300_00)
    town.ask(asking(town), "anna")
    close = requests.CloseProgramme(programme_id=PROGRAMME)
    stranger = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["other_shop"])
    assert refused_code(lambda: town.bench.ask(close, as_=stranger)) == "points.programme_not_found"
    assert refused_code(lambda: town.ask(close, "staff")) == "not-allowed"

    assert town.ask(close, "officer").state is ProgrammeState.CLOSED

    assert refused_code(lambda: town.ask(close, "council")) == "points.programme_not_open"
    assert refused_code(lambda: town.ask(asking(town, "flat"), "dora")) == "points.programme_not_active"
    assert ack(town, sealed(town), applied()).open_lines == 0
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").state is ProgrammeState.CLOSED
    assert FeeProgrammeClosed in town.bench.said_types()


def test_a_resident_confirms_what_stood_on_the_bill(town, programme):
    reward_id = given(town)
    confirm = requests.ConfirmReward(reward_id=reward_id)
    assert refused_code(lambda: town.ask(confirm, "bela")) == "points.reward_not_found"

    seen = town.ask(confirm, "anna")

    assert town.ask(confirm, "anna") == seen
    assert (seen.state, seen.confirmation, seen.applied) == (RewardState.CONFIRMED, Confirmation.RESIDENT, 259_20)
    assert FeeRewardConfirmed in town.bench.said_types()


def test_what_is_not_applied_is_neither_confirmed_nor_undone(town, programme):
    town.work("anna", 300_00)
    asked = asking(town)
    town.ask(asked, "anna")
    for request, name in (
        (requests.ConfirmReward(reward_id=asked.reward_id), "anna"),
        (requests.UndoReward(reward_id=asked.reward_id, reason=UndoReason.ERROR), "staff"),
    ):
        assert refused_code(lambda request=request, name=name: town.ask(request, name)) == "points.reward_not_applied"


def undone(town, reward_id: str):
    town.ask(requests.UndoReward(reward_id=reward_id, reason=UndoReason.ERROR), "staff")
    return sealed(town)


def test_a_discount_is_taken_back_by_a_negative_line_and_the_points_return_to_their_lots(town, programme):
    reward_id = given(town)
    lots = town.balance("anna").lots
    batch = undone(town, reward_id)
    [line] = batch.lines

    assert (line.amount, line.undoes, batch.total) == (-259_20, "PM-2023-03-01:1", -259_20)
    assert reward(town, reward_id).undo is UndoState.SUBMITTED
    back = requests.LineAck(line_number=1, result=AckResult.APPLIED, applied=-259_20, credit_note="DN-1")
    assert ack(town, batch, back) == ack(town, batch, back)

    after = reward(town, reward_id)
    assert (after.state, after.undo, town.balance("anna").sp) == (RewardState.REVERSED, UndoState.DONE, 300_00)
    assert {lot.expires_on for lot in town.balance("anna").lots} == {lot.expires_on for lot in lots}
    assert (town.balance("company").cv, town.balance("anna").cv) == (0, 300_00)
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "anna").committed == 0
    assert town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = 'burned:fee-reward'")[0].balance == 0
    assert town.ask(asking(town), "anna").discount == 259_20
    assert {FeeRewardUndoAsked, FeeRewardReversed} <= set(town.bench.said_types())


def test_thanks_of_which_a_part_was_taken_back_by_hand_are_taken_back_whole(town, programme):
    reward_id = given(town)
    by_hand(town, of(reward_id, 59_20))
    assert town.balance("company").cv == 20_00

    back = requests.LineAck(line_number=1, result=AckResult.APPLIED, applied=-259_20, credit_note="DN-1")
    ack(town, undone(town, reward_id), back)

    assert (reward(town, reward_id).state, town.balance("company").cv) == (RewardState.REVERSED, 0)


def test_what_the_company_does_not_take_back_stays_and_may_be_asked_again(town, programme):
    reward_id = given(town)
    batch = undone(town, reward_id)
    undo = requests.UndoReward(reward_id=reward_id, reason=UndoReason.ERROR)
    other = requests.UndoReward(reward_id=reward_id, reason=UndoReason.FRAUD)
    assert town.ask(undo, "staff").undo is UndoState.SUBMITTED
    assert refused_code(lambda: town.ask(other, "staff")) == "points.undo_already_asked"

    ack(town, batch, requests.LineAck(line_number=1, result=AckResult.REJECTED, reason="BOOKED"))

    kept = reward(town, reward_id)
    assert (kept.state, kept.undo, town.balance("company").cv) == (RewardState.APPLIED, UndoState.REFUSED, 25_92)
    assert town.ask(other, "staff").undo is UndoState.WAITING
    for name in ("anna", "officer"):
        assert refused_code(lambda name=name: town.ask(undo, name)) == "not-allowed"


def test_taken_back_at_once_it_is_once(town, programme):
    batch = undone(town, given(town))
    back = requests.LineAck(line_number=1, result=AckResult.APPLIED, applied=-259_20, credit_note="DN-1")

    codes = at_once([lambda: ack(town, batch, back)] * 3 + [lambda: ack(town, batch, rejected())])

    assert town.balance("anna").sp in (300_00, 40_80)
    assert sorted(set(codes)) == ["ok", "points.line_already_acknowledged"]
    assert town.balance("company").cv == (0 if town.balance("anna").sp == 300_00 else 25_92)


def test_the_text_of_a_batch_is_what_its_hash_is_of(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)

    text = town.ask(requests.GetBatchText(batch_number=batch.batch_number), "officer")

    assert hashlib.sha256(text.text.encode()).hexdigest() == text.sha256 == batch.sha256
    stranger = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["other_shop"])
    asked = requests.GetBatchText(batch_number=batch.batch_number)
    assert refused_code(lambda: town.bench.ask(asked, as_=stranger)) == "points.batch_not_found"


def test_a_company_fetches_what_was_sealed_since_and_what_is_open(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    first = sealed(town)
    ack(town, first, applied())
    town.bench.clock.advance(days=1)
    since = town.now
    town.ask(asking(town, billing_period="2024", at_most=10_00), "anna")
    second = sealed(town)

    def numbers(**wanted: object) -> list[str]:
        return [one.batch_number for one in town.ask(requests.ListBatches(**wanted), "officer").items]

    assert numbers() == [first.batch_number, second.batch_number]
    assert numbers(since=since) == numbers(open_only=True) == [second.batch_number]
    assert numbers(after=first.batch_number) == [second.batch_number]
