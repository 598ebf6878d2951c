"""Monthly giving on real tables: consent before charge, one charge a month, no catching up."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed, MandateCancelled, MandateSigned
from contracts.donations.kinds import CycleState, GiftState, MandateState
from tests.database.donations.town import CAMP, FUND, MONTHLY
from tests.support.bench import AskRefused

CONSENT = "c" * 64


def refusal(town, request, name="anna"):
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def drafting(town, **more: Any):
    asked = requests.DraftMandate(
        mandate_id=new_id("mdt"),
        donor_id=town.ids["anna"],
        fund_code=FUND,
        project_code=MONTHLY,
        amount=20_00,
        day_of_month=20,
    )
    return replace(asked, **more)


def active(town, name="anna", **more: Any):
    mandate_id = town.ask(drafting(town, donor_id=town.ids[name], **more), name).mandate_id
    town.ask(requests.SignMandate(mandate_id=mandate_id, consent_sha256=CONSENT), name)
    town.ask(requests.ActivateMandate(mandate_id=mandate_id, contract_number="WX-1"), "officer")
    return mandate_id


def cycles(town, mandate_id, name="anna"):
    return town.ask(requests.ListCycles(mandate_id=mandate_id), name).items


def wake(town, day):
    """Let it be the morning of that day, and run what is due."""
    town.bench.clock.at = datetime(day.year, day.month, day.day, 1, 0, tzinfo=UTC)
    town.bench.run_periods()


def charge(town, cycle):
    return town.bank(town.line(cycle.payment_reference, cycle.amount))


def test_a_month_is_planned_once_charged_once_and_confirmed_like_any_gift(town):
    mandate_id = active(town)
    look = requests.GetMandate(mandate_id=mandate_id)
    told = [town.ask(look, name).donor_id is not None for name in ("anna", "staff", "officer", "auditor")]
    assert told == [True, True, False, False]
    wake(town, date(2023, 3, 19))
    wake(town, date(2023, 3, 20))
    [planned] = cycles(town, mandate_id)

    charge(town, planned)

    [cycle] = cycles(town, mandate_id)
    assert (planned.state, planned.due_on, cycle.state) == (CycleState.PLANNED, date(2023, 3, 20), CycleState.CHARGED)
    [confirmed] = [event for event in town.bench.said() if isinstance(event, GiftConfirmed)]
    assert (confirmed.mandate_id, confirmed.amount, confirmed.project_code) == (mandate_id, 20_00, MONTHLY)
    second = charge(town, planned)
    assert second.results[0].reason == "paid_before"
    assert MandateSigned in town.bench.said_types()
    assert town.unmatched() == {}


def test_months_that_nobody_ran_are_made_up_for_days_to_come_but_not_for_days_past(town):
    mandate_id = active(town, day_of_month=19)
    wake(town, date(2023, 3, 18))
    wake(town, date(2023, 5, 25))

    assert [cycle.month for cycle in cycles(town, mandate_id)] == ["2023-03", "2023-04", "2023-05"]
    late = active(town, day_of_month=24)
    wake(town, date(2023, 5, 26))
    assert cycles(town, late) == ()


def test_nothing_is_planned_before_consent_and_contract_nor_after_cancelling(town):
    drafted = town.ask(drafting(town), "anna").mandate_id
    signed = town.ask(drafting(town), "anna").mandate_id
    town.ask(requests.SignMandate(mandate_id=signed, consent_sha256=CONSENT), "anna")
    running, cancelled = active(town), active(town)
    wake(town, date(2023, 3, 19))
    [planned] = cycles(town, cancelled)
    town.ask(requests.CancelMandate(mandate_id=cancelled), "anna")
    wake(town, date(2023, 4, 2))

    assert [len(cycles(town, one)) for one in (drafted, signed, running, cancelled)] == [0, 0, 2, 1]
    assert cycles(town, cancelled)[0].state is CycleState.SKIPPED
    assert MandateCancelled in town.bench.said_types()
    # Money that was on its way all the same is not lost.
    charge(town, planned)
    gift = town.ask(requests.GetGift(gift_id=planned.gift_id), "anna")
    assert gift.state is GiftState.CONFIRMED
    assert town.unmatched() == {}


def test_giving_more_needs_a_new_consent_and_giving_less_does_not(town):
    mandate_id = active(town)
    more = requests.ChangeMandateAmount(mandate_id=mandate_id, amount=30_00)

    assert refusal(town, more) == "mandates.new_consent_needed"
    assert refusal(town, replace(more, consent_sha256=CONSENT)) == "mandates.new_consent_needed"
    town.ask(replace(more, consent_sha256="d" * 64), "anna")
    changed = town.ask(replace(more, amount=10_00), "anna")
    assert changed.amount == 10_00
    assert town.bench.count("consents") == 2


def test_a_pause_ends_by_itself_and_is_not_caught_up(town):
    mandate_id = active(town)
    wake(town, date(2023, 3, 19))
    assert refusal(town, requests.PauseMandate(mandate_id=mandate_id, until="2023-10")) == "mandates.pause_too_long"
    town.ask(requests.PauseMandate(mandate_id=mandate_id, until="2023-04"), "anna")
    wake(town, date(2023, 5, 2))

    assert [(cycle.month, cycle.state) for cycle in cycles(town, mandate_id)] == [
        ("2023-03", CycleState.SKIPPED),
        ("2023-05", CycleState.PLANNED),
    ]
    assert town.ask(requests.GetMandate(mandate_id=mandate_id), "anna").state is MandateState.ACTIVE


def test_three_failed_months_pause_a_mandate_and_a_success_in_between_forgives(town):
    mandate_id = active(town)
    for month in (3, 4, 5, 6, 7):
        wake(town, date(2023, month, 19))
        cycle = cycles(town, mandate_id)[-1]
        if month == 4:
            charge(town, cycle)
            continue
        fail = requests.FailCycle(mandate_id=mandate_id, month=cycle.month, contract_ended=False)
        town.ask(fail, "officer")
        assert refusal(town, fail, "officer") == "mandates.cycle_not_planned"

    mandate = town.ask(requests.GetMandate(mandate_id=mandate_id), "anna")
    assert (mandate.state, mandate.failed_in_a_row) == (MandateState.PAUSED_AUTO, 3)


def test_a_skipped_month_is_left_out_once(town):
    mandate_id = active(town)
    wake(town, date(2023, 3, 19))
    skip = requests.SkipCycle(mandate_id=mandate_id, month="2023-03")

    assert town.ask(skip, "anna").state is CycleState.SKIPPED
    assert refusal(town, skip) == "mandates.cycle_not_planned"
    assert refusal(town, replace(skip, month="2023-04")) == "mandates.cycle_not_found"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"project_code": CAMP}, "mandates.not_a_monthly_project"),
        ({"project_code": "no-such"}, "funds.project_not_found"),
        ({"amount": 10_000_01}, "mandates.above_monthly_limit"),
    ],
)
def test_a_promise_that_breaks_a_rule_is_not_kept(town, change, code):
    assert refusal(town, drafting(town, **change)) == code
    assert town.bench.count("mandates") == 0


def test_another_donors_promise_is_not_there(town):
    asked = drafting(town)
    mandate_id = town.ask(asked, "anna").mandate_id

    assert town.ask(asked, "anna", key="again").mandate_id == mandate_id
    assert refusal(town, replace(asked, amount=21_00)) == "mandates.id_taken"
    for request in (
        requests.GetMandate(mandate_id=mandate_id),
        requests.SignMandate(mandate_id=mandate_id, consent_sha256=CONSENT),
        requests.CancelMandate(mandate_id=mandate_id),
        requests.ListCycles(mandate_id=mandate_id),
        replace(asked, mandate_id=new_id("mdt")),
    ):
        assert refusal(town, request, "bela") == "mandates.not_found"
    assert refusal(town, requests.ActivateMandate(mandate_id=mandate_id, contract_number="X"), "anna") == "not-allowed"


def test_months_in_a_row_are_counted_with_each_gift_and_a_skipped_one_breaks_the_row(town):
    mandate_id = active(town)
    for month in range(3, 9):
        wake(town, date(2023, month, 15))
        cycle = cycles(town, mandate_id)[-1]
        if month == 7:
            town.ask(requests.SkipCycle(mandate_id=mandate_id, month=cycle.month), "anna")
        else:
            charge(town, cycle)

    told = [event.unbroken_months for event in town.bench.said() if isinstance(event, GiftConfirmed)]

    assert told == [1, 2, 3, 4, 1]
