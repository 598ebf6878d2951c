"""The federation's statement on real tables: every line is posted once, and nobody matches by force alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed
from contracts.donations.kinds import GiftState, Lane, LineOutcome, LineState, MatchKind
from tests.database.donations.town import CAMP, FUND, PUBLIC
from tests.support.bench import AskRefused


def refusal(town, request, name):
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def confirmed(town):
    return [event for event in town.bench.said() if isinstance(event, GiftConfirmed)]


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run the calls in threads of their own; answers and refusals in order."""
    outcomes: list[Any] = [None] * len(calls)

    def run(place: int, call: Callable[[], Any]) -> None:
        try:
            outcomes[place] = call()
        except AskRefused as refused:
            outcomes[place] = refused

    threads = [threading.Thread(target=run, args=(place, call)) for place, call in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return outcomes


def test_every_kind_of_line_finds_its_place_in_one_import(town):
    exact, differs = town.promise(amount=50_00), town.promise(amount=80_00, project_code=CAMP)
    lines = (
        town.line(exact.payment_reference, 50_00),
        town.line(differs.payment_reference, 70_00),
        town.line(exact.payment_reference, 50_00),
        town.line("平台批次 9", 200_00, plan_number="PLAN-2023-7"),
        town.line("生日快乐", 5_00),
        town.line("x", 1, amount="12,5"),
        town.line("x", 1_00, paid_on="2023-03-19"),
    )

    statement = town.bank(*lines)

    told = [(result.outcome, result.reason) for result in statement.results]
    assert told == [
        (LineOutcome.MATCHED, None),
        (LineOutcome.OPEN, MatchKind.AMOUNT_DIFFERS),
        (LineOutcome.OPEN, MatchKind.PAID_BEFORE),
        (LineOutcome.MATCHED, None),
        (LineOutcome.OPEN, MatchKind.NONE),
        (LineOutcome.REFUSED, "amount_unreadable"),
        (LineOutcome.REFUSED, "day_after_statement"),
    ]
    assert (statement.matched, statement.waiting, statement.refused) == (2, 3, 2)
    first, public = confirmed(town)
    assert (first.gift_id, public.lane, public.donor_id, public.project_code) == (
        exact.gift_id,
        Lane.PUBLIC_FUNDRAISING,
        None,
        PUBLIC,
    )
    balance = town.balance()
    purposes = {purpose.project_code: purpose.balance for purpose in balance.purposes}
    assert (balance.bank, balance.unexplained) == (375_00, 125_00)
    assert (purposes[None], purposes[PUBLIC], purposes[CAMP]) == (50_00, 200_00, 0)
    assert town.unmatched() == {}


def test_a_gift_to_a_shared_act_says_so_when_its_money_is_there(town):
    act = new_id("act")
    gift = town.paid(activity_id=act)

    [told] = confirmed(town)
    assert (gift.activity_id, told.activity_id) == (act, act)
    asked = town.asking_gift(gift_id=gift.gift_id, activity_id=new_id("act"))
    with pytest.raises(AskRefused) as caught:
        town.ask(asked, "anna")
    assert caught.value.code == "gifts.id_taken"


def test_the_payers_name_is_masked_wherever_it_is_kept(town):
    town.bank(town.line("生日快乐", 5_00))

    [line] = town.ask(requests.ListStatementLines(fund_code=FUND), "treasurer").items
    assert line.payer_masked == "张**"
    kept = town.bench.rows(
        "SELECT string_agg(l::text, '') || string_agg(s::text, '') AS all FROM statement_lines l, statements s"
    )
    asked = town.bench.rows("SELECT string_agg(r::text, '') AS all FROM requests r")
    assert "张三丰" not in kept[0].all + asked[0].all


def test_the_same_file_under_any_id_counts_its_money_once(town):
    gift = town.promise()
    asked = town.statement(town.line(gift.payment_reference, 50_00), town.line("生日快乐", 5_00))

    first = town.ask(asked, "officer")
    assert town.ask(asked, "officer", key="again") == first
    other = town.ask(replace(asked, statement_id=new_id("stm")), "officer")

    assert [result.outcome for result in other.results] == [LineOutcome.DUPLICATE] * 2
    assert other.sha256 == first.sha256
    assert town.balance().bank == 55_00
    assert len(confirmed(town)) == 1


def test_a_known_channel_number_with_another_amount_is_named_and_not_taken(town):
    line = town.line("生日快乐", 5_00)
    town.bank(line)

    [result] = town.bank(replace(line, amount="6.00")).results

    assert (result.outcome, result.reason) == (LineOutcome.REFUSED, "channel_number_says_otherwise")
    assert town.balance().bank == 5_00


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"declared_count": 2}, "statements.count_differs"),
        ({"declared_total": 4_99}, "statements.total_differs"),
        ({"declared_total": 5_01}, "statements.total_differs"),
        ({"fund_code": "no-such"}, "funds.not_found"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_as_a_whole(town, change, code):
    asked = replace(town.statement(town.line("生日快乐", 5_00)), **change)

    assert refusal(town, asked, "officer") == code
    assert town.bench.count("statement_lines") == 0


def test_only_the_federation_imports_and_a_statement_id_is_used_once(town):
    asked = town.statement(town.line("生日快乐", 5_00))

    assert refusal(town, asked, "staff") == "not-allowed"
    assert refusal(town, asked, "treasurer") == "not-allowed"
    town.ask(asked, "officer")
    other = replace(asked, lines=(town.line("别的", 5_00),))
    assert refusal(town, other, "officer") == "statements.id_taken"


def test_two_people_match_a_line_whose_amount_differs_and_the_gift_is_what_arrived(town):
    gift = town.promise(amount=80_00)
    [result] = town.bank(town.line(gift.payment_reference, 70_00)).results
    propose = requests.ProposeMatch(line_id=result.line_id, gift_id=gift.gift_id, reason="少付十元")

    assert refusal(town, requests.ApproveMatch(line_id=result.line_id), "treasurer") == "statements.line_not_proposed"
    town.ask(propose, "officer")
    assert refusal(town, propose, "treasurer") == "statements.line_not_open"
    assert refusal(town, requests.ApproveMatch(line_id=result.line_id), "officer") == "statements.same_person"
    line = town.ask(requests.ApproveMatch(line_id=result.line_id), "treasurer")

    assert (line.state, line.match, line.gift_id) == (LineState.MATCHED, MatchKind.BY_HAND, gift.gift_id)
    after = town.ask(requests.GetGift(gift_id=gift.gift_id), "anna")
    assert (after.state, after.amount, after.received) == (GiftState.CONFIRMED, 80_00, 70_00)
    assert [event.amount for event in confirmed(town)] == [70_00]
    assert town.unmatched() == {}


def test_money_nobody_announced_goes_to_the_unrestricted_part_by_two_people(town):
    line_id = town.open_line(30_00)
    town.ask(requests.ProposeMatch(line_id=line_id, reason="无备注"), "treasurer")
    town.ask(requests.DeclineMatch(line_id=line_id), "officer")
    town.ask(requests.ProposeMatch(line_id=line_id, reason="无备注"), "treasurer", key="again")
    town.ask(requests.ApproveMatch(line_id=line_id), "officer")

    [gift] = confirmed(town)
    assert (gift.donor_id, gift.lane, gift.amount) == (None, Lane.DIRECTED, 30_00)
    assert (town.balance().unexplained, town.balance().purposes[0].balance) == (0, 30_00)


@pytest.mark.parametrize("by_hand", [False, True])
def test_a_gift_keeps_the_banks_day_however_late_its_statement_comes(town, by_hand):
    gift = town.promise(amount=50_00)
    town.bench.clock.advance(days=40)
    [result] = town.bank(town.line(gift.payment_reference, 40_00 if by_hand else 50_00)).results
    if by_hand:
        proposed = requests.ProposeMatch(line_id=result.line_id, gift_id=gift.gift_id, reason="备注")
        town.ask(proposed, "officer")
        town.ask(requests.ApproveMatch(line_id=result.line_id), "treasurer")

    kept = town.ask(requests.GetGift(gift_id=gift.gift_id), "anna")
    assert (kept.paid_on, kept.confirmed_on) == (date(2023, 3, 18), date(2023, 4, 27))
    [event] = confirmed(town)
    assert (event.paid_on, event.confirmed_on) == (kept.paid_on, kept.confirmed_on)


def test_a_line_of_a_day_to_come_dates_its_gift_today(town):
    gift = town.promise(amount=50_00)
    town.ask(
        town.statement(
            town.line(gift.payment_reference, 50_00, paid_on="2023-04-18"),
            town.line("平台批次 9", 200_00, paid_on="2023-04-18", plan_number="PLAN-2023-7"),
            day=date(2023, 4, 18),
        ),
        "officer",
    )
    assert [event.paid_on for event in confirmed(town)] == [date(2023, 3, 18)] * 2


def test_two_who_approve_at_once_and_two_lines_for_one_gift_pay_it_once(town):
    gift = town.promise(amount=80_00)
    lines = [town.open_line(70_00), town.open_line(71_00)]
    for line_id in lines:
        town.ask(requests.ProposeMatch(line_id=line_id, gift_id=gift.gift_id, reason="同一人"), "officer")
    approve = [requests.ApproveMatch(line_id=line_id) for line_id in (*lines, *lines)]

    outcomes = at_once(*(lambda asked=asked: town.ask(asked, "treasurer") for asked in approve))

    assert sum(not isinstance(outcome, AskRefused) for outcome in outcomes) == 1
    assert len(confirmed(town)) == 1
    assert town.unmatched() == {}


def test_two_files_that_share_a_line_at_the_same_moment_count_it_once(town):
    gift = town.promise()
    shared = town.line(gift.payment_reference, 50_00)
    files = [town.statement(shared, town.line("生日快乐", 1_00)) for _ in range(4)]

    outcomes = at_once(*(lambda asked=asked: town.ask(asked, "officer") for asked in files))

    assert [outcome.matched for outcome in outcomes if not isinstance(outcome, AskRefused)].count(1) == 1
    assert len(confirmed(town)) == 1
    assert town.balance().bank == 54_00
    assert town.unmatched() == {}


def test_the_books_are_sealed_behind_the_writers(town):
    town.paid()

    town.bench.run_sweeps()

    report = town.ask(requests.GetOperationsReport(), "auditor")
    assert (report.chain_sealed, report.chain_unsealed) == (2, 0)
