"""What rows of a company's file say, and what becomes of a file (rulebook §9)."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.points.kinds import AckResult, ArrearsRule, FeeRowState
from services.points.fee_rewards.rules.acks import Answer, Desk
from services.points.fee_rewards.rules.batches import Line
from services.points.fee_sheets import rules

SOUND, UNCHANGED, OPEN, REFUSED = FeeRowState


def line(number: int = 1, *, amount: int = 259_20, period: str = "2023") -> Line:
    undoes = {"undoes": "PM-2023-02-01:4", "undo_id": "fud_1"} if amount < 0 else {}
    return Line(
        line_number=number,
        reward_id=f"rwd_{number}",
        household_number=f"3-2-{number}",
        billing_period=period,
        amount=amount,
        **undoes,
    )


def desk(*lines: Line, before: tuple[Answer, ...] = (), arrears: ArrearsRule = ArrearsRule.WAITS) -> Desk:
    return Desk(
        lines={one.line_number: one for one in lines or (line(),)},
        before={one.line_number: one for one in before},
        arrears=arrears,
    )


PLAIN = {
    "line_number": "1",
    "household_number": "3-2-1",
    "begins_on": "2023-01-01",
    "amount": "259.20",
    "result": "已抵扣",
    "credit_note": "CN-1",
    "applied": "259.20",
    "reason": "",
}
APPLIED = Answer(line_number=1, result=AckResult.APPLIED, applied=259_20, credit_note="CN-1")


def judged(*changes: dict[str, str], at: Desk | None = None, seen: dict[str, int] | None = None):
    texts = [[place, *(PLAIN | change).values()] for place, change in enumerate(changes, start=2)]
    return rules.judge_answers(texts, desk=at or desk(), seen=seen or {}, first_turn=0)


@pytest.mark.parametrize(
    ("change", "answer"),
    [
        ({}, APPLIED),
        ({"begins_on": "2023/1/1", "amount": "259.2", "applied": "100"}, Answer(**vars(APPLIED) | {"applied": 100_00})),
        (
            {"result": "已拒绝", "credit_note": "", "applied": "", "reason": "NO_BILL"},
            Answer(line_number=1, result=AckResult.REJECTED, reason="NO_BILL"),
        ),
        (
            {"result": "暂缓", "credit_note": "", "applied": "", "reason": "ARREARS"},
            Answer(line_number=1, result=AckResult.DEFERRED, reason="ARREARS"),
        ),
    ],
)
def test_a_row_that_repeats_its_line_is_an_answer(change, answer):
    rows, new = judged(change)

    assert ([row.state for row in rows], new) == ([SOUND], [answer])


@pytest.mark.parametrize("word", ["", "待回执"])
def test_a_line_without_a_result_stays_open(word):
    rows, new = judged({"result": word, "credit_note": "", "applied": ""})

    assert ([row.state for row in rows], new) == ([OPEN], [])


def test_what_was_answered_before_says_nothing_new():
    rows, new = judged({}, at=desk(before=(APPLIED,)))

    assert ([row.state for row in rows], new) == ([UNCHANGED], [])


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"line_number": ""}, "行号", "points.import_cell_missing"),
        ({"line_number": "eins"}, "行号", "points.import_cell_malformed"),
        ({"line_number": "7"}, "行号", "points.fee_line_unknown"),
        ({"household_number": "3-2-9"}, "房屋编号", "points.fee_line_differs"),
        ({"begins_on": "2023-02-01"}, "开始时间", "points.fee_line_differs"),
        ({"begins_on": "2023-02-30"}, "开始时间", "points.import_cell_malformed"),
        ({"amount": "259.21"}, "优惠", "points.fee_line_differs"),
        ({"result": "好"}, "回执", "points.import_cell_not_among_choices"),
        ({"result": ""}, "回执", "points.import_cell_missing"),
        ({"credit_note": ""}, "回执", "points.fee_answer_unfit"),
        ({"credit_note": "=1+1"}, "抵扣单号", "points.import_cell_malformed"),
        ({"applied": "259.21"}, "回执", "points.fee_answer_unfit"),
        ({"applied": "-259.20"}, "回执", "points.fee_answer_unfit"),
        ({"applied": "1,000"}, "已抵扣金额", "points.import_cell_malformed"),
        ({"reason": "NO_BILL"}, "回执", "points.fee_answer_unfit"),
        (
            {"result": "已拒绝", "credit_note": "", "applied": "", "reason": "ARREARS"},
            "回执",
            "points.arrears_do_not_reject",
        ),
    ],
)
def test_a_row_that_does_not_fit_is_refused_in_the_column_it_is_about(change, column, code):
    rows, new = judged(change)

    [row] = rows
    assert (row.state, new, row.key) == (REFUSED, [], None)
    assert (row.faults[0].column, row.faults[0].code) == (column, code)


def test_another_answer_than_before_is_refused_with_what_is_stored():
    [row], _ = judged({"credit_note": "CN-2"}, at=desk(before=(APPLIED,)))

    assert row.faults[0].code == "points.line_already_acknowledged"
    assert "CN-1" in row.faults[0].zh


def test_a_line_answered_twice_in_a_file_is_answered_by_its_first_row():
    rows, new = judged({}, {"credit_note": "CN-2"})
    later, none = judged({}, seen={"1": 17})

    assert ([row.state for row in rows], new) == ([SOUND, REFUSED], [APPLIED])
    assert (rows[1].faults[0].code, "第 2 行" in rows[1].faults[0].zh) == ("points.import_row_repeated", True)
    assert (none, "第 17 行" in later[0].faults[0].zh) == ([], True)


def test_a_line_that_takes_back_is_answered_with_all_of_it():
    back = desk(line(amount=-10_00))
    whole = {"amount": "-10.00", "applied": "-10"}

    assert judged(whole, at=back)[1] == [Answer(**vars(APPLIED) | {"applied": -10_00})]
    assert judged(whole | {"applied": "-9.99"}, at=back)[1] == []


cells = st.one_of(
    st.sampled_from(["", "1", "2", "3-2-1", "2023-01-01", "259.20", "已抵扣", "暂缓", "CN-1"]), st.text(max_size=8)
)


@given(st.lists(st.lists(cells, min_size=8, max_size=8), max_size=6))
def test_whatever_stands_in_a_file_each_row_is_judged_once_and_answers_only_what_fits(texts):
    given_rows = [[place, *row] for place, row in enumerate(texts, start=2)]
    at = desk(line(1), line(2))

    rows, new = rules.judge_answers(given_rows, desk=at, seen={}, first_turn=0)

    assert [list(row.cells) for row in rows] == texts
    assert len(new) == sum(row.state is SOUND for row in rows)
    assert len({one.line_number for one in new}) == len(new)
    assert all((row.state is REFUSED) == bool(row.faults) for row in rows)
    # Sent again after it was taken, no row says anything new.
    after = desk(line(1), line(2), before=tuple(new))
    again, nothing = rules.judge_answers(given_rows, desk=after, seen={}, first_turn=0)
    assert nothing == []
    assert [row.state for row in again] == [UNCHANGED if row.state is SOUND else row.state for row in rows]


NOTE = ["3-2-1", "2023", "CN-1", "259.20"]


@pytest.mark.parametrize(
    ("place", "cell", "code"),
    [
        (0, "", "points.import_cell_missing"),
        (1, "2023-13", "points.import_cell_malformed"),
        (1, "23", "points.import_cell_malformed"),
        (2, "编号一", "points.import_cell_malformed"),
        (3, "0", "points.import_cell_malformed"),
        (3, "0.001", "points.import_cell_malformed"),
    ],
)
def test_a_credit_note_that_cannot_be_read_is_refused(place, cell, code):
    note, [fault] = rules.read_note([cell if turn == place else one for turn, one in enumerate(NOTE)])

    assert (note, fault.code) == (None, code)


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2023", "2023"),
        ("2023-3", "2023-03"),
        ("2023/03", "2023-03"),
        ("2023-03-01", "2023-03"),
        ("2023.12", "2023-12"),
    ],
)
def test_a_period_is_a_year_or_a_month_however_an_office_program_writes_it(written, period):
    note, faults = rules.read_note(["3-2-1", written, "CN-1", "-259.2"])

    assert (note.billing_period, note.amount, faults) == (period, -259_20, [])


def test_a_credit_note_stands_in_a_file_once():
    rows = rules.judge_notes(
        [[2, *NOTE], [3, *NOTE], [4, *NOTE[:2], "CN-9", "1"]], seen={"CN-9": 40}, own=(), first_turn=0
    )

    assert [row.state for row in rows] == [SOUND, REFUSED, REFUSED]
    assert ["第 2 行" in rows[1].faults[0].zh, "第 40 行" in rows[2].faults[0].zh] == [True, True]


@pytest.mark.parametrize(("period", "day"), [("2023", date(2023, 1, 1)), ("2023-03", date(2023, 3, 1))])
def test_a_period_begins_on_its_first_day(period, day):
    assert rules.begins_on(period) == day
