"""What a provider's month comes to (rulebook §8, step 7): each choice, what is carried on, and which points leave which account."""

from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.clock import CIVIL
from contracts.points.kinds import SettlementChoice as Choice
from contracts.points.kinds import SettlementState
from services.points.settlements import refusals, rules
from services.points.settlements.rules import (
    Settlement,
    Totals,
    Undone,
    line_of_loss,
    line_of_piece,
    line_of_refund,
    line_of_rest,
)

PIECE = line_of_piece("rdm_1", price=10_00, refunded=0, cost=7_50)


def test_a_piece_that_was_refunded_in_part_is_settled_in_part():
    part = line_of_piece("rdm_1", price=10_00, refunded=6_00, cost=7_50)

    assert (PIECE.sp, PIECE.fen) == (10_00, 7_50)
    assert (part.sp, part.fen) == (4_00, 3_00)
    assert line_of_piece("rdm_1", price=3, refunded=2, cost=100).fen == 33
    assert line_of_piece("rdm_1", price=2, refunded=1, cost=101).fen == 51, "half a fen up"


def test_what_a_dispute_takes_back_later_is_the_difference():
    back = line_of_refund(PIECE, price=10_00, refunded=6_00, cost=7_50)

    assert (back.sp, back.fen) == (-6_00, -4_50)


NOON = datetime(2023, 4, 3, 12, tzinfo=CIVIL)
WHOLE = line_of_refund(PIECE, price=10_00, refunded=10_00, cost=7_50)


def in_kind(choice: Choice, *, sp: int, fen: int) -> Settlement:
    """A settlement that gave so much."""
    return Settlement(
        settlement_id="stl_1",
        provider_id="pty_shop",
        month="2023-03",
        choice=choice,
        state=SettlementState.APPROVED,
        lines=1,
        digest="",
        sp=sp,
        reimbursed=0,
        waived=fen if choice is Choice.WAIVE else 0,
        recycled=sp if choice is Choice.RECYCLE else 0,
        carried_fen=0,
        carried_sp=0,
        left_fen=0,
        left_sp=0,
        prepared_by="pty_1",
        prepared_at=NOON,
    )


def amounts(undone: Undone) -> tuple[int, int, int, int]:
    return undone.sp, undone.fen, undone.left_sp, undone.left_fen


@pytest.mark.parametrize("choice", [Choice.WAIVE, Choice.RECYCLE])
def test_what_was_got_in_kind_is_undone_whole(choice):
    undone = rules.undo(in_kind(choice, sp=20_00, fen=15_00), WHOLE, before=[], at=NOON)

    assert (amounts(undone), undone.sequence) == ((10_00, 7_50, 0, 0), 1)


@pytest.mark.parametrize(
    ("choice", "sp", "fen", "expected"),
    [
        (Choice.WAIVE, 4_00, 5_00, (4_00, 5_00, 6_00, 2_50)),
        (Choice.WAIVE, -2_00, 0, (0, 0, 10_00, 7_50)),
        (Choice.RECYCLE, 4_00, 0, (4_00, 3_00, 6_00, 4_50)),
    ],
)
def test_never_more_is_undone_than_was_got_and_the_rest_is_a_line_below_zero(choice, sp, fen, expected):
    undone = rules.undo(in_kind(choice, sp=sp, fen=fen), WHOLE, before=[], at=NOON)

    assert amounts(undone) == expected
    rest = line_of_rest(undone)
    assert (rest.line_id, rest.sp, rest.fen) == (WHOLE.line_id, -expected[2], -expected[3])


def test_all_that_is_undone_of_one_settlement_is_no_more_than_it_gave():
    settlement = in_kind(Choice.WAIVE, sp=15_00, fen=10_00)
    first = rules.undo(settlement, WHOLE, before=[], at=NOON)
    second = rules.undo(settlement, WHOLE, before=[first], at=NOON)

    assert (amounts(second), second.sequence) == ((5_00, 2_50, 5_00, 5_00), 2)


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice.REIMBURSE, Totals(reimbursed=7_50 + 2_00)),
        (Choice.WAIVE, Totals(reimbursed=2_00, waived=7_50)),
        (Choice.RECYCLE, Totals(reimbursed=2_00, recycled=10_00)),
    ],
)
def test_each_choice_gives_something_else_and_losses_are_money_whatever_it_is(choice, expected):
    lines = [PIECE, line_of_loss("use_1", loss=2_00)]
    assert rules.totals(lines, choice=choice, carried_fen=0, carried_sp=0) == expected


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        (Choice.REIMBURSE, Totals(left_fen=-1_50, left_sp=-2_00)),
        (Choice.WAIVE, Totals(left_fen=-1_50, left_sp=-2_00)),
        (Choice.RECYCLE, Totals(left_fen=-1_50, left_sp=-2_00)),
    ],
)
def test_below_zero_nothing_is_paid_and_the_rest_is_carried_on(choice, expected):
    assert rules.totals([PIECE], choice=choice, carried_fen=-9_00, carried_sp=-12_00) == expected


def test_a_month_is_over_at_midnight_in_shanghai():
    assert rules.end_of("2023-03") == datetime(2023, 4, 1, tzinfo=CIVIL)
    assert rules.end_of("2023-12") == datetime(2024, 1, 1, tzinfo=CIVIL)
    with pytest.raises(refusals.MonthNotOver):
        rules.check_over("2023-03", at=datetime(2023, 3, 31, 23, 59, tzinfo=CIVIL))
    rules.check_over("2023-03", at=datetime(2023, 4, 1, tzinfo=CIVIL))


AMOUNTS = st.lists(st.integers(1, 1_000), max_size=6)


@given(months=st.lists(st.tuples(AMOUNTS, AMOUNTS, AMOUNTS), min_size=1, max_size=6))
def test_whatever_is_refunded_when_an_account_ends_at_what_is_not_settled(months):
    """A month: what is fulfilled, what of earlier months is refunded, what is disputed and comes into the next one."""
    held = owed = carried = settled_before = disputed_before = 0
    for fulfilled, refunds, disputed in months:
        held += sum(fulfilled) + sum(disputed)
        undone = 0
        for refund in refunds:
            amount = min(refund, settled_before - undone)
            taken = min(amount, held)
            held, owed, undone = held - taken, owed + amount - taken, undone + amount
        sp = carried + sum(fulfilled) + disputed_before - undone
        back, out = rules.moves(sp=sp, owed=owed, held=held)
        held, owed, carried = held - back - out, owed - back, min(0, sp)
        settled_before += sum(fulfilled) + disputed_before - undone
        disputed_before = sum(disputed)

        assert held >= 0
        assert owed >= 0
        assert held - owed == disputed_before + carried, "what is not settled, less what is carried"
        if carried == 0:
            assert (held, owed) == (disputed_before, 0)
