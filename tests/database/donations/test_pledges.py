"""Merchants' pledges on real tables: agreed before the sale, stated, paid by the federation's statement, published without exact sales."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed, GiftRefunded
from contracts.donations.kinds import (
    GiftOrigin,
    GiftState,
    Lane,
    PledgeBasis,
    PledgeState,
    RefundKind,
    SalesBand,
    SettlementState,
)
from contracts.donations.shopping_events import (
    PledgeAgreed,
    PledgeBannerRemoved,
    PledgeDue,
    PledgeResumed,
    PledgeSettled,
    PledgeSuspended,
)
from contracts.roles import Role
from tests.database.donations.pledging import (
    agree,
    asking_pledge,
    banner,
    countersign,
    day,
    months,
    pay,
    publish,
    sign,
    state,
)
from tests.database.donations.test_statements import at_once
from tests.database.donations.town import AGREED, CAMP
from tests.support.bench import AskRefused, actor


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def said(town, kind):
    return [event for event in town.bench.said() if isinstance(event, kind)]


def test_a_pledge_goes_its_way_from_the_draft_to_the_publication(town):
    act = new_id("act")
    pledge = agree(town, activity_id=act)
    assert (pledge.state, banner(town, pledge).shown) == (PledgeState.ACTIVE, True)
    assert [event.agreement_number for event in said(town, PledgeAgreed)] == [pledge.agreement_number]

    day(town, 5, 2)
    april = state(town, pledge, "2023-04", 12_345_67)
    assert (april.amount, april.due_on, april.state) == (246_92, date(2023, 5, 10), SettlementState.DUE)
    pay(town, april)
    publish(town, april)

    shown = banner(town, pledge)
    [month] = shown.settled
    assert (month.month, month.band, month.received) == ("2023-04", SalesBand.UNDER_20K, 246_92)
    assert "12345.67" not in str(shown)
    assert "1234567" not in str(shown)
    [gift] = said(town, GiftConfirmed)
    assert (gift.donor_id, gift.amount, gift.origin, gift.lane, gift.project_code, gift.activity_id) == (
        town.ids["bakery"],
        246_92,
        GiftOrigin.PLEDGE,
        Lane.DIRECTED,
        AGREED,
        act,
    )
    assert [(event.amount, event.gift_id) for event in said(town, PledgeSettled)] == [(246_92, gift.gift_id)]
    assert [event.amount for event in said(town, PledgeDue)] == [246_92]
    purposes = {purpose.project_code: purpose.received for purpose in town.totals().purposes}
    balances = {purpose.project_code: purpose.balance for purpose in town.balance().purposes}
    assert purposes[AGREED] == balances[AGREED] == 246_92
    assert town.unmatched() == {}


def test_the_last_month_ends_a_pledge_and_nothing_sold_owes_nothing(town):
    pledge = agree(town)
    day(town, 6, 1)

    first = state(town, pledge, "2023-04", 0)
    assert (first.state, first.amount, first.gift_id) == (SettlementState.NOTHING_DUE, 0, None)
    second = state(town, pledge, "2023-05", 100_00)
    pay(town, second)

    assert town.ask(requests.GetPledge(pledge_id=pledge.pledge_id), "baker").state is PledgeState.COMPLETED
    assert banner(town, pledge).shown is False
    assert publish(town, second, "officer").state is SettlementState.PUBLISHED
    assert town.unmatched() == {}


def test_least_and_most_bound_the_whole_period(town):
    bounded = agree(town, least=50_00, most=60_00)
    pieces = agree(town, basis=PledgeBasis.PER_PIECE, share=None, per_piece=50)
    day(town, 6, 1)

    below = [state(town, bounded, month, sales).amount for month, sales in (("2023-04", 500_00), ("2023-05", 0))]
    above = agree_again(town, most=60_00)
    each = [state(town, pieces, month, 9_99, pieces=count).amount for month, count in (("2023-04", 3), ("2023-05", 4))]

    assert below == [10_00, 40_00]
    assert above == [50_00, 10_00]
    assert each == [1_50, 2_00]


def agree_again(town, **more: object):
    day(town, 3, 18)
    pledge = agree(town, **more)
    day(town, 6, 1)
    return [state(town, pledge, month, 2_500_00).amount for month in ("2023-04", "2023-05")]


def test_a_pledge_is_agreed_before_its_sale_and_signed_as_it_was_written(town):
    asked = asking_pledge(town)
    town.ask(asked, "baker")
    assert town.ask(asked, "baker", key="again").pledge_id == asked.pledge_id
    town.ask(sign(asked.pledge_id), "baker")
    unfit = [
        {"share": None},
        {"per_piece": 1},
        {"basis": PledgeBasis.PER_PIECE},
        {"least": 2, "most": 1},
        {"ends_on": date(2023, 3, 31)},
        {"ends_on": date(2025, 4, 1)},
    ]

    assert code(lambda: town.ask(replace(asked, items="蛋糕"), "baker")) == "pledges.id_taken"
    for change in unfit:
        assert code(lambda change=change: town.ask(asking_pledge(town, **change), "baker")) == "pledges.terms_unfit"
    assert code(lambda: town.ask(asking_pledge(town, project_code=CAMP), "baker")) == "gifts.lane_differs"
    late = asking_pledge(town, ends_on=date(2024, 3, 2))
    assert code(lambda: town.ask(late, "baker")) == "gifts.project_not_running"
    other = replace(countersign(asked.pledge_id), terms_sha256="b" * 64)
    assert code(lambda: town.ask(other, "officer")) == "pledges.other_terms"
    assert code(lambda: town.ask(sign(asked.pledge_id), "baker")) == "pledges.wrong_state"
    town.ask(countersign(asked.pledge_id), "officer")
    day(town, 4, 1)
    assert code(lambda: town.ask(countersign(asked.pledge_id), "second_officer")) == "pledges.sale_has_begun"
    assert code(lambda: town.ask(asking_pledge(town), "baker")) == "pledges.sale_has_begun"
    assert town.bench.count("pledge_settlements") == 0


def test_three_persons_agree_and_none_of_the_federation_stands_for_the_merchant(town):
    asked = asking_pledge(town)
    town.ask(asked, "baker")
    sides = (Role.MERCHANT_AGENT, Role.FEDERATION_OFFICER)
    insider = actor(town.ids["bakers_staff"], *sides, organisation_id=town.ids["bakery"])
    ask = town.bench.ask

    assert code(lambda: town.ask(countersign(asked.pledge_id), "officer")) == "pledges.wrong_state"
    town.ask(sign(asked.pledge_id), "baker")
    outcomes = {
        "merchant's colleague": code(lambda: ask(countersign(asked.pledge_id), as_=insider)),
        "who signed": code(lambda: ask(countersign(asked.pledge_id), as_=actor(town.ids["baker"], *sides))),
        "nobody known": code(lambda: ask(countersign(asked.pledge_id), as_=actor(None, *sides))),
        "merchant": code(lambda: town.ask(countersign(asked.pledge_id), "baker")),
        "staff": code(lambda: town.ask(countersign(asked.pledge_id), "staff")),
    }
    town.ask(countersign(asked.pledge_id), "officer")
    outcomes["the same twice"] = code(lambda: town.ask(countersign(asked.pledge_id), "officer"))

    assert outcomes == {
        "merchant's colleague": "pledges.own",
        "who signed": "pledges.own",
        "nobody known": "pledges.own",
        "merchant": "not-allowed",
        "staff": "not-allowed",
        "the same twice": "pledges.own",
    }
    assert town.ask(countersign(asked.pledge_id), "treasurer").state is PledgeState.ACTIVE


def test_a_month_is_stated_once_when_it_is_over_and_in_its_turn(town):
    pledge = agree(town)
    draft = asking_pledge(town)
    town.ask(draft, "baker")
    day(town, 4, 30)
    outcomes = {
        "not over": code(lambda: state(town, pledge, "2023-04", 1)),
        "never agreed": code(
            lambda: state(town, town.ask(requests.GetPledge(pledge_id=draft.pledge_id), "baker"), "2023-04", 1)
        ),
        "not of the sale": code(lambda: state(town, pledge, "2023-06", 1)),
    }
    day(town, 6, 1)
    outcomes["out of turn"] = code(lambda: state(town, pledge, "2023-05", 1))
    outcomes["pieces"] = code(lambda: state(town, pledge, "2023-04", 1, pieces=1))
    first = state(town, pledge, "2023-04", 100_00)
    outcomes["otherwise"] = code(lambda: state(town, pledge, "2023-04", 100_01))
    outcomes["published unpaid"] = code(lambda: publish(town, first))

    assert outcomes == {
        "not over": "pledges.month_not_over",
        "never agreed": "pledges.wrong_state",
        "not of the sale": "pledges.month_not_found",
        "out of turn": "pledges.earlier_month_missing",
        "pieces": "pledges.pieces_unfit",
        "otherwise": "pledges.sales_already_stated",
        "published unpaid": "pledges.not_paid_yet",
    }
    assert state(town, pledge, "2023-04", 100_00) == first
    assert town.bench.rows("SELECT count(*) AS n FROM gifts WHERE origin = 'pledge'")[0].n == 1


def test_two_statements_at_once_owe_once(town):
    pledge = agree(town)
    day(town, 6, 1)

    told = at_once(*(lambda sales=sales: state(town, pledge, "2023-04", sales) for sales in (100_00, 200_00, 100_00)))

    assert {outcome.code for outcome in told if isinstance(outcome, AskRefused)} == {"pledges.sales_already_stated"}
    assert len(said(town, PledgeDue)) == 1
    assert town.bench.rows("SELECT count(*) AS n FROM gifts WHERE origin = 'pledge'")[0].n == 1


@pytest.mark.parametrize("stated", [True, False])
def test_who_is_late_loses_the_banner_and_then_more_and_gets_it_back_by_paying(town, stated):
    pledge = agree(town)
    day(town, 5, 1)
    if stated:
        april = state(town, pledge, "2023-04", 100_00)

    def stands() -> tuple[PledgeState, bool]:
        town.bench.run_sweeps()
        shown = banner(town, pledge).shown
        return town.ask(requests.GetPledge(pledge_id=pledge.pledge_id), "officer").state, shown

    day(town, 5, 24)
    assert stands() == (PledgeState.ACTIVE, True)
    day(town, 5, 25)
    assert stands() == (PledgeState.BANNER_OFF, False)
    assert stands() == (PledgeState.BANNER_OFF, False)
    day(town, 6, 8)
    assert stands() == (PledgeState.BANNER_OFF, False)
    day(town, 6, 9)
    assert stands() == (PledgeState.SUSPENDED, False)
    assert [len(said(town, kind)) for kind in (PledgeBannerRemoved, PledgeSuspended, PledgeResumed)] == [1, 1, 0]

    if not stated:
        april = state(town, pledge, "2023-04", 100_00)
    pay(town, april)
    assert stands()[0] is PledgeState.ACTIVE
    assert len(said(town, PledgeResumed)) == 1
    day(town, 7, 10)
    assert stands()[0] is PledgeState.SUSPENDED


def test_what_reached_the_bank_in_time_was_in_time_however_late_its_statement_comes(town):
    pledge = agree(town)
    day(town, 5, 1)
    april = state(town, pledge, "2023-04", 100_00)
    assert april.payment_reference
    day(town, 6, 9)
    town.bench.run_sweeps()
    assert len(said(town, PledgeSuspended)) == 1

    line = town.line(april.payment_reference, 2_00, paid_on="2023-05-24")
    town.ask(town.statement(line, day=date(2023, 6, 9)), "officer")

    assert months(town, pledge)[0].paid_on == date(2023, 5, 24)
    assert [event.in_time for event in said(town, PledgeResumed)] == [True]


def test_a_pledge_of_one_community_is_not_there_in_another(town):
    pledge = agree(town)

    elsewhere = town.actor("officer", community="elsewhere")
    assert (
        code(lambda: town.bench.ask(requests.GetPledge(pledge_id=pledge.pledge_id), as_=elsewhere))
        == "pledges.not_found"
    )
    number = requests.GetPledgeBanner(agreement_number=pledge.agreement_number)
    assert code(lambda: town.bench.ask(number, as_=actor(None, community="elsewhere"))) == "pledges.not_found"


def test_a_pledged_gift_that_goes_back_is_no_longer_shown(town):
    pledge = agree(town)
    day(town, 5, 2)
    april = state(town, pledge, "2023-04", 100_00)
    pay(town, april)
    publish(town, april)
    propose = requests.ProposeRefund(
        refund_id=new_id("rfd"), gift_id=april.gift_id, kind=RefundKind.COURT, reason="法院判决", document="判决书 1"
    )
    town.ask(propose, "staff")
    town.ask(requests.DecideRefund(refund_id=propose.refund_id, accept=True), "treasurer")

    assert [month.state for month in months(town, pledge)] == [SettlementState.REFUNDED, SettlementState.EXPECTED]
    assert banner(town, pledge).settled == ()
    assert [event.donor_id for event in said(town, GiftRefunded)] == [town.ids["bakery"]]
    assert town.unmatched() == {}


def test_who_publishes_while_the_gift_goes_back_publishes_nothing_that_stays(town):
    pledge = agree(town)
    day(town, 5, 2)
    april = state(town, pledge, "2023-04", 100_00)
    pay(town, april)
    propose = requests.ProposeRefund(
        refund_id=new_id("rfd"), gift_id=april.gift_id, kind=RefundKind.COURT, reason="法院判决", document="判决书 1"
    )
    town.ask(propose, "staff")
    decide = requests.DecideRefund(refund_id=propose.refund_id, accept=True)

    at_once(*([lambda: publish(town, april)] * 3), lambda: town.ask(decide, "treasurer"))

    assert months(town, pledge)[0].state is SettlementState.REFUNDED
    assert banner(town, pledge).settled == ()
    assert code(lambda: publish(town, april)) == "pledges.not_paid_yet"
    assert town.unmatched() == {}


def test_paying_and_chasing_at_once_leave_the_pledge_as_what_is_open_wants_it(town):
    pledge = agree(town)
    day(town, 6, 9)
    april = state(town, pledge, "2023-04", 100_00)
    line = town.statement(town.line(april.payment_reference, april.amount))

    at_once(town.bench.run_sweeps, lambda: town.ask(line, "officer"), town.bench.run_sweeps)
    town.bench.run_sweeps()

    assert town.ask(requests.GetPledge(pledge_id=pledge.pledge_id), "baker").state is PledgeState.ACTIVE
    assert town.unmatched() == {}


def test_exact_sales_are_for_the_merchant_and_the_federation_alone(town):
    pledge = agree(town)
    one = requests.GetPledge(pledge_id=pledge.pledge_id)
    listed = requests.ListPledgeSettlements(pledge_id=pledge.pledge_id)
    stranger = actor(town.ids["village"], Role.MERCHANT_AGENT)

    assert {
        "stranger": code(lambda: town.bench.ask(one, as_=stranger)),
        "stranger lists months": code(lambda: town.bench.ask(listed, as_=stranger)),
        "stranger states": code(
            lambda: town.bench.ask(
                requests.StateSales(pledge_id=pledge.pledge_id, month="2023-04", sales=1, document="x"), as_=stranger
            )
        ),
        "stranger drafts": code(lambda: town.bench.ask(asking_pledge(town), as_=stranger)),
        "resident": code(lambda: town.ask(listed, "anna")),
        "nobody": code(lambda: town.ask(one, "")),
    } == {
        "stranger": "pledges.not_found",
        "stranger lists months": "pledges.not_found",
        "stranger states": "pledges.not_found",
        "stranger drafts": "party-not-found",
        "resident": "not-allowed",
        "nobody": "not-allowed",
    }
    assert town.bench.ask(requests.ListPledges(), as_=stranger).items == ()
    assert [found.pledge_id for found in town.ask(requests.ListPledges(), "baker").items] == [pledge.pledge_id]
    assert town.ask(requests.ListPledges(state=PledgeState.DRAFT), "auditor").items == ()
    assert len(months(town, pledge, "auditor")) == 2
    [shown] = town.ask(requests.ListPledgeBanners(), "").items
    assert (shown.agreement_number, shown.share) == (pledge.agreement_number, 200)


def test_a_pledged_gift_that_is_paid_otherwise_waits_for_two_people(town):
    pledge = agree(town)
    day(town, 5, 2)
    april = state(town, pledge, "2023-04", 100_00)
    [result] = town.bank(town.line(april.payment_reference, 1_99)).results
    assert months(town, pledge)[0].state is SettlementState.DUE

    propose = requests.ProposeMatch(line_id=result.line_id, gift_id=april.gift_id, reason="手续费")
    town.ask(propose, "officer")
    town.ask(requests.ApproveMatch(line_id=result.line_id), "treasurer")

    month = months(town, pledge)[0]
    assert (month.state, month.amount, month.received) == (SettlementState.PAID, 2_00, 1_99)
    assert town.ask(requests.GetGift(gift_id=april.gift_id), "baker").state is GiftState.CONFIRMED
    assert town.unmatched() == {}
