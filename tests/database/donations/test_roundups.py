"""Customers' round-ups on real tables: by their own yes, once each, forwarded within a week, and theirs alone."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from prometheus_client import REGISTRY

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed
from contracts.donations.kinds import (
    GiftOrigin,
    GiftState,
    Lane,
    LineOutcome,
    LineState,
    MatchKind,
    ReceiptState,
    RefundKind,
    RoundOutcome,
    RoundUpBatchState,
)
from contracts.donations.shopping_events import RoundUpBatchClosed, RoundUpBatchLate, RoundUpBatchPaid
from contracts.roles import Role
from tests.database.donations.rounding import TOKEN, batches, close, forwarded, pay, report, rounded
from tests.database.donations.test_pledges import code, said
from tests.database.donations.test_statements import at_once
from tests.database.donations.town import AGREED, CAMP, FUND
from tests.support.bench import AskRefused, actor


def reasons(told) -> list[str | None]:
    return [result.reason for result in told.results]


def gifts(town) -> dict[str | None, int]:
    names = {party_id: name for name, party_id in town.ids.items()}
    confirmed = said(town, GiftConfirmed)
    assert all((gift.origin, gift.lane) == (GiftOrigin.ROUND_UP, Lane.DIRECTED) for gift in confirmed)
    return {names.get(gift.donor_id): gift.amount for gift in confirmed}


def test_what_customers_added_becomes_their_gifts_once_the_money_is_there(town):
    told = report(
        town,
        rounded(town, "anna", 37),
        rounded(town, "anna", 80),
        rounded(town, "bela", 5_00),
        rounded(town, None, 63),
        rounded(town, None, 7),
    )
    assert (told.recorded, told.duplicates, told.refused) == (5, 0, 0)
    [batch] = close(town)
    assert (batch.rounds, batch.amount, batch.pay_by) == (5, 6_87, date(2023, 3, 25))
    assert gifts(town) == {}

    statement = pay(town, batch)

    assert [(result.outcome, result.batch_id) for result in statement.results] == [
        (LineOutcome.MATCHED, batch.batch_id)
    ]
    assert gifts(town) == {"anna": 1_17, "bela": 5_00, None: 70}
    assert [(event.rounds, event.by_hand) for event in said(town, RoundUpBatchPaid)] == [(5, False)]
    assert [found.state for found in batches(town)] == [RoundUpBatchState.PAID]
    purposes = {purpose.project_code: (purpose.received, purpose.gifts) for purpose in town.totals().purposes}
    balances = {purpose.project_code: purpose.balance for purpose in town.balance().purposes}
    assert (purposes[AGREED], balances[AGREED], town.balance().unexplained) == ((6_87, 3), 6_87, 0)
    assert town.unmatched() == {}


def test_without_a_yes_at_this_payment_and_a_line_of_its_own_nothing_is_taken(town):
    plain = rounded(town, "anna", 50)
    bare = requests.RawRound(payment_reference="POS-X", paid_at=plain.paid_at, amount=50, customer_id=plain.customer_id)
    told = report(
        town,
        bare,
        rounded(town, "anna", 50, agreed=False),
        rounded(town, "anna", 50, shown_apart=False),
        rounded(town, "anna", 10_01),
        rounded(town, "anna", 50, paid_at=town.bench.clock.now() + timedelta(seconds=1)),
        rounded(town, "anna", 50, token=TOKEN),
        rounded(town, None, 50, token=None),
        rounded(town, None, 50, token=None, customer_id=new_id("pty")),
        rounded(town, "bakery", 50),
        rounded(town, "village", 50),
        rounded(town, "anna", 10_00),
    )

    assert reasons(told) == [
        "not_agreed",
        "not_agreed",
        "not_shown_apart",
        "above_limit",
        "paid_in_future",
        "customer_or_token",
        "customer_or_token",
        "customer_unknown",
        "customer_unknown",
        "customer_unknown",
        None,
    ]
    assert told.recorded == town.bench.count("rounds") == 1


def test_a_payment_counts_once_however_often_it_is_reported(town):
    one, other = rounded(town, "anna", 50), rounded(town, None, 60)
    changed = rounded(town, "bela", 50, payment_reference=one.payment_reference)

    first = report(town, one, one, changed, other)
    again = report(town, other, one)

    assert [result.outcome for result in first.results] == [
        RoundOutcome.RECORDED,
        RoundOutcome.DUPLICATE,
        RoundOutcome.REFUSED,
        RoundOutcome.RECORDED,
    ]
    assert reasons(first)[2] == "reference_says_otherwise"
    assert (again.recorded, again.duplicates) == (0, 2)
    [batch] = close(town)
    assert (batch.rounds, batch.amount) == (2, 1_10)
    assert report(town, one).duplicates == 1
    assert close(town) == ()


def test_reports_and_closings_at_once_put_each_payment_into_one_batch(town):
    rounds = [rounded(town, "anna", 10) for _ in range(20)]
    asking = [lambda: report(town, *rounds), lambda: report(town, *reversed(rounds))] * 2

    told = at_once(*asking)
    closed = at_once(*([lambda: close(town)] * 4))

    recorded = [outcome.recorded for outcome in told if not isinstance(outcome, AskRefused)]
    assert sum(recorded) == 20
    assert sum(batch.rounds for found in closed if not isinstance(found, AskRefused) for batch in found) == 20
    assert town.bench.rows("SELECT count(*) AS n FROM rounds WHERE batch_id IS NULL")[0].n == 0


def test_each_purpose_has_a_batch_of_its_own(town):
    report(town, rounded(town, "anna", 50))
    report(town, rounded(town, "anna", 70), project_code=None)

    closed = close(town)

    assert {batch.project_code: batch.amount for batch in closed} == {AGREED: 50, None: 70}
    town.bank(*(town.line(batch.payment_reference, batch.amount) for batch in closed))
    assert Counter(event.project_code for event in said(town, GiftConfirmed)) == {AGREED: 1, None: 1}
    assert town.unmatched() == {}


def test_a_batch_that_is_not_paid_within_a_week_is_shown_and_told_and_still_taken(town):
    report(town, rounded(town, "anna", 50))
    [batch] = close(town)

    town.bench.clock.advance(days=7)
    town.bench.run_sweeps()
    assert batches(town, "officer", state=RoundUpBatchState.LATE) == ()
    town.bench.clock.advance(days=1)
    town.bench.run_sweeps()
    town.bench.run_sweeps()

    [late] = batches(town, "officer", state=RoundUpBatchState.LATE)
    assert (late.batch_id, late.late_on) == (batch.batch_id, date(2023, 3, 26))
    assert [found.state for found in batches(town)] == [RoundUpBatchState.LATE]
    assert [event.batch_id for event in said(town, RoundUpBatchLate)] == [batch.batch_id]
    line = town.line(batch.payment_reference, batch.amount, paid_on="2023-03-26")
    town.ask(town.statement(line, day=date(2023, 3, 26)), "officer")
    [paid] = batches(town)
    assert (paid.state, paid.late_on) == (RoundUpBatchState.PAID, date(2023, 3, 26))
    assert gifts(town) == {"anna": 50}


def test_late_batches_are_a_figure_until_they_are_paid(town):
    def shown() -> float | None:
        town.bench.run_sweeps()
        return REGISTRY.get_sample_value("ccs_overdue", {"service": "donations", "what": "round_up_batches"})

    report(town, rounded(town, "anna", 50))
    [batch] = close(town)

    in_time = shown()
    town.bench.clock.advance(days=8)
    late = (shown(), shown())
    line = town.line(batch.payment_reference, batch.amount, paid_on="2023-03-26")
    town.ask(town.statement(line, day=date(2023, 3, 26)), "officer")

    assert (in_time, late, shown()) == (0, (1, 1), 0)


def test_a_batch_that_reached_the_bank_in_time_was_in_time_and_so_its_gifts_are_dated(town):
    report(town, rounded(town, "anna", 50))
    [batch] = close(town)
    town.bench.clock.advance(days=8)
    town.bench.run_sweeps()
    assert [found.state for found in batches(town)] == [RoundUpBatchState.LATE]

    pay(town, batch)

    [paid] = batches(town)
    assert (paid.state, paid.late_on, paid.paid_on) == (RoundUpBatchState.PAID, None, date(2023, 3, 18))
    assert [event.paid_on for event in said(town, RoundUpBatchPaid)] == [date(2023, 3, 18)]
    [gift] = said(town, GiftConfirmed)
    assert (gift.paid_on, gift.confirmed_on) == (date(2023, 3, 18), date(2023, 3, 26))


def test_what_a_shop_leaves_lying_is_put_together_for_it_and_its_week_counts_from_the_first_payment(town):
    report(town, rounded(town, "anna", 50))
    town.bench.clock.advance(days=2)
    report(town, rounded(town, "bela", 60))
    town.bench.run_sweeps()
    assert batches(town) == ()

    town.bench.clock.advance(days=1)
    town.bench.run_sweeps()
    town.bench.run_sweeps()

    [batch] = batches(town)
    assert (batch.rounds, batch.first_on, batch.pay_by) == (2, date(2023, 3, 18), date(2023, 3, 25))
    assert len(said(town, RoundUpBatchClosed)) == 1
    # Nobody keeps customers' money by reporting it late.
    report(town, rounded(town, "anna", 70, paid_at=town.bench.clock.now() - timedelta(days=30)))
    town.bench.run_sweeps()
    town.bench.run_sweeps()
    assert [found.amount for found in batches(town, state=RoundUpBatchState.LATE)] == [70]


def test_a_line_of_another_amount_waits_and_only_the_whole_batch_can_be_matched_by_two(town):
    report(town, rounded(town, "anna", 50), rounded(town, "bela", 60))
    [batch] = close(town)
    gift = town.promise("anna", 1_10)
    short, unnamed = town.bank(town.line(batch.payment_reference, 1_09), town.line("写错了", 1_10)).results
    assert (short.outcome, short.reason) == (LineOutcome.OPEN, MatchKind.AMOUNT_DIFFERS)

    def propose(line, **more: object) -> requests.ProposeMatch:
        return requests.ProposeMatch(line_id=line.line_id, reason="备注写错", **more)

    wrong = [propose(short, batch_id=batch.batch_id), propose(unnamed, batch_id=batch.batch_id, gift_id=gift.gift_id)]
    for asked in wrong:
        assert code(lambda asked=asked: town.ask(asked, "officer")) == "statements.batch_not_payable"
    missing = propose(unnamed, batch_id=new_id("rub"))
    assert code(lambda: town.ask(missing, "officer")) == "roundups.batch_not_found"
    town.ask(propose(unnamed, batch_id=batch.batch_id), "officer")
    approve = requests.ApproveMatch(line_id=unnamed.line_id)
    assert code(lambda: town.ask(approve, "officer")) == "statements.same_person"
    town.ask(requests.DeclineMatch(line_id=unnamed.line_id), "treasurer")
    town.ask(propose(unnamed, batch_id=batch.batch_id), "officer", key="again")
    line = town.ask(approve, "treasurer")

    assert (line.state, line.match, line.batch_id, line.gift_id) == (
        LineState.MATCHED,
        MatchKind.BY_HAND,
        batch.batch_id,
        None,
    )
    assert gifts(town) == {"anna": 50, "bela": 60}
    assert [event.by_hand for event in said(town, RoundUpBatchPaid)] == [True]
    assert town.unmatched() == {}


def test_two_lines_for_one_batch_pay_it_once_in_one_file_or_at_once(town):
    report(town, rounded(town, "anna", 50))
    [first] = close(town)
    results = town.bank(town.line(first.payment_reference, 50), town.line(first.payment_reference, 50)).results
    assert [(result.outcome, result.reason) for result in results] == [
        (LineOutcome.MATCHED, None),
        (LineOutcome.OPEN, MatchKind.PAID_BEFORE),
    ]

    report(town, rounded(town, "anna", 60))
    [second] = close(town)
    lines = [town.statement(town.line(second.payment_reference, 60)) for _ in range(3)]
    at_once(*(lambda asked=asked: town.ask(asked, "officer") for asked in lines))

    assert sorted(event.amount for event in said(town, GiftConfirmed)) == [50, 60]
    assert town.unmatched() == {}


def test_the_receipt_and_the_gift_are_the_customers_and_the_shop_sees_a_count(town):
    batch = forwarded(town, rounded(town, "anna", 5_00), rounded(town, "anna", 5_00), rounded(town, None, 50))

    [gift] = town.ask(requests.ListGifts(), "anna").items
    assert (gift.received, gift.origin, gift.state, gift.receipt) == (
        10_00,
        GiftOrigin.ROUND_UP,
        GiftState.CONFIRMED,
        ReceiptState.NOT_REQUESTED,
    )
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="张三丰"), "anna")
    assert len(town.ask(requests.ListRounds(), "anna").items) == 2
    assert town.ask(requests.ListRounds(), "bela").items == town.ask(requests.ListRounds(), "baker").items == ()
    assert town.ask(requests.ListGifts(), "baker").items == ()
    assert code(lambda: town.ask(requests.GetGift(gift_id=gift.gift_id), "baker")) == "gifts.not_found"
    [seen] = batches(town)
    assert (seen.batch_id, seen.rounds) == (batch.batch_id, 3)
    assert town.ids["anna"] not in str(seen)
    public = town.ask(requests.ListPublicGifts(fund_code=FUND), "").items
    assert {shown.shown_as for shown in public} == {"爱心人士"}


def test_a_round_up_that_goes_back_takes_nobody_elses_with_it(town):
    forwarded(town, rounded(town, "anna", 5_00), rounded(town, "bela", 4_00))
    [gift] = town.ask(requests.ListGifts(), "anna").items
    propose = requests.ProposeRefund(
        refund_id=new_id("rfd"), gift_id=gift.gift_id, kind=RefundKind.MINOR_PAYER, reason="未成年人", document="说明"
    )
    town.ask(propose, "staff")
    town.ask(requests.DecideRefund(refund_id=propose.refund_id, accept=True), "treasurer")

    assert town.totals().received == 4_00
    assert [found.state for found in batches(town)] == [RoundUpBatchState.PAID]
    assert town.unmatched() == {}


def test_only_a_shop_forwards_and_only_for_itself_and_a_purpose_that_takes_it(town):
    one = rounded(town, "anna", 50)
    asked = requests.ReportRounds(merchant_id=town.ids["bakery"], fund_code=FUND, rounds=(one,))
    own = requests.ReportRounds(merchant_id=town.ids["baker"], fund_code=FUND, rounds=(one,))
    stranger = actor(town.ids["village"], Role.MERCHANT_AGENT)
    shut = requests.CloseRoundUpBatches(merchant_id=town.ids["bakery"])

    assert {
        "stranger": code(lambda: town.bench.ask(asked, as_=stranger)),
        "stranger closes": code(lambda: town.bench.ask(shut, as_=stranger)),
        "a person": code(lambda: town.ask(own, "baker")),
        "customer": code(lambda: town.ask(asked, "anna")),
        "federation": code(lambda: town.ask(asked, "officer")),
        "other lane": code(lambda: report(town, one, project_code=CAMP)),
        "no such project": code(lambda: report(town, one, project_code="none")),
        "customer lists batches": code(lambda: batches(town, "anna")),
    } == {
        "stranger": "party-not-found",
        "stranger closes": "party-not-found",
        "a person": "roundups.shop_needed",
        "customer": "not-allowed",
        "federation": "not-allowed",
        "other lane": "gifts.lane_differs",
        "no such project": "funds.project_not_found",
        "customer lists batches": "not-allowed",
    }
    assert town.bench.count("rounds") == 0


def test_the_tables_themselves_let_no_round_up_be_the_shops_or_earn_points(town):
    forwarded(town, rounded(town, "anna", 50))

    for change in (
        "UPDATE gifts SET origin = 'own'",
        "UPDATE gifts SET choice = 'points'",
        "UPDATE rounds SET customer_id = merchant_id",
        "UPDATE rounds SET amount = 1001",
    ):
        with pytest.raises(Exception, match=r"permission denied|violates check"):
            town.bench.rows(change)
