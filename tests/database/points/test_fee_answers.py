"""What a company answers so that it fits nowhere, what it does not answer at all, and a billing system that dies."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import FeeAnswersSuspended, FeeBatchReminded, FeeCaseOpened, FeeRewardRejected
from contracts.points.kinds import AckResult, SuspenseCause
from contracts.roles import Role
from tests.database.points.fees import PROGRAMME, ack, applied, asking, sealed
from tests.support.bench import AskRefused, actor

DEFERRED = requests.LineAck(line_number=1, result=AckResult.DEFERRED)


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def delivered(town, batch, *acks: requests.LineAck, name="officer"):
    return town.ask(requests.DeliverAnswers(batch_number=batch.batch_number, acks=acks), name)


def test_what_fits_no_line_lies_in_suspense_and_in_no_books(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    wanted = (applied(), applied(line=7), applied(note="CN-2"), applied(line=1, fen=9_999_00))

    done = delivered(town, batch, *wanted)

    assert (done.batch.open_lines, done.suspended, done.newly_suspended) == (0, 3, 3)
    again = delivered(town, batch, *wanted)
    assert (again.suspended, again.newly_suspended) == (3, 0)
    assert (town.balance("anna").sp, town.balance("company").cv) == (40_80, 25_92)
    found = town.ask(requests.ListSuspended(), "staff").items
    assert sorted(one.cause for one in found) == sorted(
        [SuspenseCause.UNKNOWN_LINE, SuspenseCause.ANSWERED_OTHERWISE, SuspenseCause.UNFIT]
    )
    assert town.bench.said_types().count(FeeAnswersSuspended) == 1


def test_suspense_is_cleared_once_by_another_person_with_a_reason(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    delivered(town, batch, applied(line=7))
    [one] = town.ask(requests.ListSuspended(), "staff").items
    clear = requests.ClearSuspended(suspense_id=one.suspense_id, reason="行号写错，公司已更正")
    own = actor(town.ids["officer"], Role.COMMUNITY_STAFF, Role.PROPERTY_BILLING_OFFICER)
    assert refused_code(lambda: town.bench.ask(clear, as_=own)) == "points.own_delivery"
    colleague = actor(town.ids["council"], Role.COMMUNITY_STAFF, organisation_id=town.ids["company"])
    assert refused_code(lambda: town.bench.ask(clear, as_=colleague)) == "points.own_delivery"
    assert refused_code(lambda: town.ask(clear, "officer")) == "not-allowed"

    assert town.ask(clear, "staff").cleared_by == town.ids["staff"]

    assert refused_code(lambda: town.ask(clear, "staff")) == "points.suspense_cleared"
    assert town.ask(requests.ListSuspended(), "staff").items == ()
    assert len(town.ask(requests.ListSuspended(open_only=False), "staff").items) == 1
    unknown = requests.ClearSuspended(suspense_id=new_id("fsu"), reason="没有")
    assert refused_code(lambda: town.ask(unknown, "staff")) == "points.suspense_not_found"


def test_arrears_let_a_discount_wait_and_bar_nobody(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    barred = requests.LineAck(line_number=1, result=AckResult.REJECTED, reason="ARREARS")
    waits = requests.LineAck(line_number=1, result=AckResult.DEFERRED, reason="ARREARS")

    assert refused_code(lambda: ack(town, batch, barred)) == "points.arrears_do_not_reject"
    assert ack(town, batch, waits).open_lines == 1
    assert town.balance("anna").sp_held == 259_20
    assert ack(town, batch, applied()).open_lines == 0


def test_nobody_answers_so_the_company_is_reminded_three_times_and_a_person_takes_over(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    batch = sealed(town)
    reminders = []
    for wait in ({"days": 5, "minutes": -1}, {"minutes": 1}, {"hours": 1}, {"hours": 6}, {"hours": 24}, {"days": 9}):
        town.bench.clock.advance(**wait)
        for _ in range(2):
            town.bench.run_sweeps()
        reminders.append(town.bench.said_types().count(FeeBatchReminded))

    assert reminders == [0, 1, 2, 3, 3, 3]
    assert town.bench.said_types().count(FeeCaseOpened) == 1
    [case] = town.ask(requests.ListFeeCases(), "staff").items
    assert (case.batch_number, case.unanswered) == (batch.batch_number, 1)
    close = requests.CloseFeeCase(case_id=case.case_id, reason="已电话联系，下周回执")
    assert refused_code(lambda: town.ask(close, "officer")) == "not-allowed"
    shown = town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer")
    [listed] = town.ask(requests.ListBatches(), "officer").items
    assert (shown.reminders, listed.reminders) == (3, 3)
    assert shown.next_at == listed.next_at is not None
    proposed = town.ask(close, "staff")
    assert (proposed.proposal, proposed.closed_at) == ("已电话联系，下周回执", None)
    assert town.balance("anna").sp_held == 259_20
    for near in ("staff", "officer", "anna"):
        hand = actor(town.ids[near], Role.COMMUNITY_STAFF)
        assert refused_code(lambda hand=hand: town.bench.ask(close, as_=hand)) == "points.own_fee_case"

    second = actor(town.ids["council"], Role.COMMUNITY_STAFF)
    assert town.bench.ask(close, as_=second).closed_by == town.ids["council"]

    assert town.balance("anna").sp_held == 0
    assert town.ask(requests.GetProgramme(programme_id=PROGRAMME), "staff").committed == 0
    assert town.bench.said_types().count(FeeRewardRejected) == 1
    assert refused_code(lambda: town.ask(close, "staff")) == "points.fee_case_closed"
    late = delivered(town, batch, applied())
    assert (late.batch.open_lines, late.newly_suspended) == (0, 1)
    assert town.ask(requests.ListFeeCases(), "staff").items == ()
    unknown = requests.CloseFeeCase(case_id=new_id("fca"), reason="没有")
    assert refused_code(lambda: town.ask(unknown, "staff")) == "points.fee_case_not_found"


def test_whoever_proposed_to_close_a_case_may_take_it_back_until_a_second_person_has_closed_it(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    sealed(town)
    for wait in ({"days": 5}, {"hours": 1}, {"hours": 6}, {"hours": 24}):
        town.bench.clock.advance(**wait)
        town.bench.run_sweeps()
    [case] = town.ask(requests.ListFeeCases(), "staff").items
    close = requests.CloseFeeCase(case_id=case.case_id, reason="物业公司一直没有回执")
    back = requests.WithdrawFeeClosure(case_id=case.case_id)
    second = actor(town.ids["council"], Role.COMMUNITY_STAFF)
    assert refused_code(lambda: town.ask(back, "staff")) == "points.fee_closure_not_proposed"
    town.ask(close, "staff")
    assert refused_code(lambda: town.bench.ask(back, as_=second)) == "points.fee_closure_not_proposed"

    withdrawn = town.ask(back, "staff")

    assert (withdrawn.proposed_by, withdrawn.proposed_at, withdrawn.proposal, withdrawn.closed_at) == (None,) * 4
    assert refused_code(lambda: town.ask(back, "staff")) == "points.fee_closure_not_proposed"
    assert town.bench.ask(close, as_=second).closed_at is None, "the second person is the first now"
    assert town.balance("anna").sp_held == 259_20
    assert town.ask(close, "staff").closed_by == town.ids["staff"]
    assert refused_code(lambda: town.bench.ask(back, as_=second)) == "points.fee_case_closed"
    unknown = requests.WithdrawFeeClosure(case_id=new_id("fca"))
    assert refused_code(lambda: town.ask(unknown, "staff")) == "points.fee_case_not_found"


@pytest.mark.parametrize("answer", [applied(), DEFERRED])
def test_whoever_answered_is_not_reminded(town, programme, answer):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    ack(town, sealed(town), answer)
    town.bench.clock.advance(days=6)

    town.bench.run_sweeps()

    assert FeeBatchReminded not in town.bench.said_types()


def test_what_is_deferred_is_asked_for_each_month_and_becomes_a_case(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    ack(town, sealed(town), DEFERRED)
    reminders = []
    for days in (6, 25, 30, 30, 30, 30):
        town.bench.clock.advance(days=days)
        for _ in range(2):
            town.bench.run_sweeps()
        reminders.append(town.bench.said_types().count(FeeBatchReminded))

    assert reminders == [0, 1, 2, 3, 3, 4]
    [case] = town.ask(requests.ListFeeCases(), "staff").items
    assert case.unanswered == 1


class BillingStub:
    """A company's billing system that fetches, books each discount once and answers line by line; it may die at any step."""

    def __init__(self, town) -> None:
        self.town, self.booked, self.steps = town, {}, 0

    def run(self, *, dies_at: int | None = None) -> None:
        """Answer all open lines; what it has booked before keeps its credit note."""
        self.steps = 0
        for short in self.town.ask(requests.ListBatches(open_only=True), "officer").items:
            batch = self.town.ask(requests.GetBatch(batch_number=short.batch_number), "officer")
            for line in batch.lines:
                self._step(dies_at)
                note = self.booked.setdefault(line.household_number, f"CN-{len(self.booked) + 1}")
                self._step(dies_at)
                # It forgets that it was answered, so that it says so again.
                ack(self.town, batch, applied(line.line_number, line.amount, note))
                self._step(dies_at)

    def _step(self, dies_at: int | None) -> None:
        self.steps += 1
        if self.steps == dies_at:
            raise ConnectionError


def test_a_billing_system_killed_anywhere_gives_each_discount_once(town, programme):
    for name, home in (("anna", "home"), ("dora", "flat")):
        town.work(name, 300_00)
        town.ask(asking(town, home, annual_fee=1_000_00), name)
    sealed(town)
    stub = BillingStub(town)

    for step in range(1, 7):
        try:
            stub.run(dies_at=step)
        except ConnectionError:
            continue
    stub.run()

    assert stub.booked == {"3-2-home": "CN-1", "3-2-flat": "CN-2"}
    assert sorted(row.credit_note for row in town.bench.rows("SELECT credit_note FROM fee_acks")) == ["CN-1", "CN-2"]
    assert [town.balance(name).sp for name in ("anna", "dora")] == [200_00, 200_00]
    assert town.balance("company").cv == 20_00
    assert town.bench.rows("SELECT count(*) AS n FROM ledger_transfers WHERE kind = 'fee-reward'")[0].n == 2


def test_nothing_of_a_household_leaves_without_its_consent_on_record(town, programme):
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    with pytest.raises(IntegrityError, match="rewards_consent"):
        town.bench.rows("UPDATE rewards SET consented_at = NULL")
