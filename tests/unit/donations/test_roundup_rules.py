"""What counts as a round-up, and what a line must bring to pay a batch, as values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.donations.answers import RoundUpBatch, RoundUpConversion
from contracts.donations.kinds import LineOutcome, LineState, MatchKind, RoundUpBatchState
from contracts.donations.requests import RawRound
from contracts.sectors import Sector
from services.donations.gifts import rules as gifts
from services.donations.parties.rules import KnownParty
from services.donations.roundups import rules
from services.donations.statements import matching, refusals
from services.donations.statements import rules as statements
from tests.unit.donations.test_rules import DAY, NOON, statement

PURSE = rules.Purse(merchant_id="pty_shop", fund_code="F", project_code=None)
ANNA = KnownParty(
    party_id="pty_anna", sector=Sector.RES, is_person=True, household_id=None, organisation_id=None, public_name="安*"
)
RECORDER = gifts.Recorder(party_id="pty_officer", speaks_for=(), staff=False, at=NOON, on=DAY)


def batch(amount: int = 110, **more: Any) -> RoundUpBatch:
    collected = rules.Collected(rounds=2, amount=amount, first_at=NOON)
    return replace(rules.close(PURSE, collected, batch_id="rub_01HQ3Z5N8T7W9XKJ4M2V6BCDEF", first_on=DAY), **more)


@given(agreed=st.booleans(), apart=st.booleans(), fen=st.integers(1, 2_000), late=st.integers(-5, 5))
def test_only_what_was_agreed_to_shown_apart_small_and_past_is_a_round_up(agreed, apart, fen, late):
    asked = RawRound(
        payment_reference="P-1",
        paid_at=NOON + timedelta(minutes=late),
        amount=fen,
        agreed=agreed,
        shown_apart=apart,
        customer_id=ANNA.party_id,
    )

    taken = rules.trouble(asked, parties={ANNA.party_id: ANNA}, at=NOON) is None

    assert taken == (agreed and apart and fen <= 10_00 and late <= 0)


def test_a_till_that_says_nothing_has_asked_nobody():
    silent = RawRound(payment_reference="P-1", paid_at=NOON, amount=50, customer_id=ANNA.party_id)

    assert (silent.agreed, silent.shown_apart) == (False, False)
    assert rules.trouble(silent, parties={ANNA.party_id: ANNA}, at=NOON) == "not_agreed"


def test_a_week_counts_from_the_first_of_a_batch():
    assert batch().pay_by == date(2023, 3, 25)
    assert batch().payment_reference == "R4M2V6BCDEF"


@given(st.lists(st.sampled_from([109, 110, 111]), max_size=6))
def test_however_often_its_reference_comes_a_batch_is_paid_once_and_whole(amounts):
    waiting = batch()
    lines = [
        statements.ReadLine(
            number=number,
            channel_number=f"WX-{number}",
            paid_on=DAY,
            amount=amount,
            reference=waiting.payment_reference,
            payer_masked="*",
            plan_number=None,
        )
        for number, amount in enumerate(amounts, start=1)
    ]

    settled = statements.settle(
        statement(total=0),
        lines,
        known=statements.Known(lines={}, gifts={}, projects=[], batches={waiting.payment_reference: waiting}),
        line_ids=[f"sln_{number}" for number in range(len(lines))],
        recorder=RECORDER,
    )

    assert [paid.amount for paid in settled.forwarded] == [110] * (110 in amounts)
    assert settled.begun == settled.confirmed == []
    matched = [line for line in settled.lines if line.state is LineState.MATCHED]
    assert [line.batch_id for line in matched] == [waiting.batch_id] * (110 in amounts)
    assert all(line.gift_id is None for line in settled.lines)
    assert sum(result.outcome is LineOutcome.MATCHED for result in settled.results) == len(matched)


@pytest.mark.parametrize(
    "change",
    [{"amount": 111}, {"fund_code": "other"}, {"state": RoundUpBatchState.PAID, "paid_on": DAY}],
)
def test_a_part_of_a_batch_or_a_paid_one_is_matched_by_nobody(change):
    [line] = statements.settle(
        statement(total=0),
        [
            statements.ReadLine(
                number=1,
                channel_number="WX-1",
                paid_on=DAY,
                amount=110,
                reference="写错了",
                payer_masked="*",
                plan_number=None,
            )
        ],
        known=statements.Known(lines={}, gifts={}, projects=[]),
        line_ids=["sln_0"],
        recorder=RECORDER,
    ).lines
    assert line.match is MatchKind.NONE

    assert matching.propose(line, batch(), reason="备注", by="pty_a").proposed_batch_id == batch().batch_id
    with pytest.raises(refusals.BatchNotPayable):
        matching.propose(line, batch(**change), reason="备注", by="pty_a")


@given(customers=st.integers(0, 10**6), part=st.floats(0, 1))
def test_a_share_of_few_is_not_told_and_of_many_is_never_above_the_whole(customers, part):
    converted = int(customers * part)

    found = rules.conversion(customers=customers, converted=converted)

    if customers < 10:
        assert found == RoundUpConversion(
            sufficient=False, note="数据不足", customers=None, converted=None, permille=None
        )
    else:
        assert found.permille is not None
        assert found.permille * customers <= converted * 1000 < (found.permille + 1) * customers


def test_a_late_batch_is_still_taken():
    late = batch(state=RoundUpBatchState.LATE, late_on=datetime(2023, 3, 26, tzinfo=UTC).date())

    assert rules.payable(late, fund_code="F", amount=110)
    assert rules.pay(late, on=late.pay_by + timedelta(days=1)).late_on == late.late_on


def test_a_batch_whose_statement_alone_was_late_was_not():
    late = batch(state=RoundUpBatchState.LATE, late_on=datetime(2023, 3, 26, tzinfo=UTC).date())

    paid = rules.pay(late, on=late.pay_by)
    assert (paid.late_on, paid.paid_on) == (None, late.pay_by)
