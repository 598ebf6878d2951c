"""A merchant steps back from a pledge, or ends it early: the banner goes, and what was sold until then stays due (rulebook §12, §17)."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.donations import requests
from contracts.donations.kinds import PledgeBasis, PledgeState, SettlementState
from contracts.donations.shopping_events import PledgeEnded
from tests.database.donations.pledging import agree, asking_pledge, banner, countersign, day, months, pay, sign, state
from tests.support.bench import AskRefused


def refusal(town, asked, who: str) -> str:
    with pytest.raises(AskRefused) as refused:
        town.ask(asked, who)
    return refused.value.code


def end(town, pledge, who: str = "baker"):
    return town.ask(requests.EndPledge(pledge_id=pledge.pledge_id), who)


def ended(town) -> list[PledgeEnded]:
    return [event for event in town.bench.said() if isinstance(event, PledgeEnded)]


@pytest.mark.parametrize("hands", [0, 1, 2], ids=["draft", "signed", "countersigned"])
def test_a_pledge_that_is_not_agreed_is_declined_by_its_merchant_and_signed_no_more(town, hands):
    asked = asking_pledge(town)
    town.ask(asked, "baker")
    steps = ((sign(asked.pledge_id), "baker"), (countersign(asked.pledge_id), "officer"))
    for request, who in steps[:hands]:
        town.ask(request, who)
    decline = requests.DeclinePledge(pledge_id=asked.pledge_id)

    by_the_federation = refusal(town, decline, "officer")
    declined = town.ask(decline, "baker")

    assert (by_the_federation, declined.state) == ("not-allowed", PledgeState.DECLINED)
    assert town.ask(decline, "baker") == declined
    assert refusal(town, sign(asked.pledge_id), "baker") == "pledges.wrong_state"
    assert refusal(town, countersign(asked.pledge_id), "second_officer") == "pledges.wrong_state"
    assert refusal(town, requests.EndPledge(pledge_id=asked.pledge_id), "baker") == "pledges.wrong_state"


def test_what_was_sold_until_the_end_stays_due_and_later_months_owe_nothing(town):
    pledge = agree(town)
    declined = refusal(town, requests.DeclinePledge(pledge_id=pledge.pledge_id), "baker")
    day(town, 4, 20)

    over = end(town, pledge)
    again = end(town, pledge)

    assert declined == "pledges.wrong_state"
    assert over == again
    assert (over.ended_on, banner(town, pledge).shown) == (date(2023, 4, 20), False)
    assert [event.ended_on for event in ended(town)] == [date(2023, 4, 20)]
    assert [month.state for month in months(town, pledge)] == [SettlementState.EXPECTED, SettlementState.NOTHING_DUE]
    day(town, 4, 21)
    april = state(town, pledge, "2023-04", 1_000_00)
    assert (april.amount, april.state) == (20_00, SettlementState.DUE)
    pay(town, april)
    assert town.ask(requests.GetPledge(pledge_id=pledge.pledge_id), "baker").state is PledgeState.COMPLETED
    assert town.unmatched() == {}


def test_the_least_that_was_promised_comes_with_the_month_of_the_end(town):
    pledge = agree(town, least=50_00)
    day(town, 4, 20)
    end(town, pledge)
    day(town, 4, 21)

    assert state(town, pledge, "2023-04", 500_00).amount == 50_00


def test_who_ends_before_the_sale_begins_owes_nothing(town):
    pledge = agree(town, basis=PledgeBasis.PER_PIECE, share=None, per_piece=50, least=50_00)

    over = end(town, pledge)

    assert over.state is PledgeState.COMPLETED
    assert {month.state for month in months(town, pledge)} == {SettlementState.NOTHING_DUE}


def test_an_ended_pledge_that_is_not_paid_is_still_chased_and_a_finished_sale_is_not_ended(town):
    early, finished = agree(town), agree(town)
    day(town, 4, 20)
    end(town, early)
    day(town, 6, 1)

    assert refusal(town, requests.EndPledge(pledge_id=finished.pledge_id), "baker") == "pledges.sale_is_over"
    day(town, 6, 15)
    town.bench.run_sweeps()
    assert town.ask(requests.GetPledge(pledge_id=early.pledge_id), "baker").state is PledgeState.SUSPENDED
