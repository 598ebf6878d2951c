"""A batch filled in and a month's credit notes as files: row by row, once, and nothing of what does not fit (rulebook §9)."""

from __future__ import annotations

import hashlib
import json
from itertools import count

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import FeeRewardApplied, FeeStatementMatched
from contracts.points.kinds import DifferenceKind, FeeRowState, FeeSheetState, RewardState, StatementState
from contracts.roles import Role
from services.points.fee_sheets.rules import begins_on
from tests.database.points.fees import PROGRAMME, ack, applied, asking, opened, sealed, street
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def filled(line, result="已抵扣", **changes: str) -> list[str]:
    """A line of a batch as the company fills it in."""
    plain = {
        "line_number": str(line.line_number),
        "household_number": line.household_number,
        "begins_on": begins_on(line.billing_period).isoformat(),
        "amount": f"{line.amount / 100:.2f}",
        "result": result,
        "credit_note": f"CN-{line.line_number}" if result == "已抵扣" else "",
        "applied": f"{line.amount / 100:.2f}" if result == "已抵扣" else "",
        "reason": "NO_BILL" if result == "已拒绝" else "",
    }
    return list((plain | changes).values())


def pieces(kind, *parts: list[list[str]], salt="", **about: str):
    """The requests by which the gateway sends a file."""
    places = count(2)
    texts = [json.dumps([[next(places), *cells] for cells in part], ensure_ascii=False) for part in parts]
    sha = hashlib.sha256((salt + "".join(texts)).encode()).hexdigest()
    total = sum(map(len, parts))
    return [
        kind(file_sha256=sha, rows_total=total, number=number, rows=text, last=number == len(texts) - 1, **about)
        for number, text in enumerate(texts)
    ]


def answering(batch, *parts: list[list[str]], **more: str):
    return pieces(requests.TakeAnswerSheet, *parts, batch_number=batch.batch_number, **more)


def noting(*parts: list[list[str]], month="2023-03", **more: str):
    return pieces(requests.TakeStatementSheet, *parts, programme_id=PROGRAMME, month=month, **more)


def sent(town, asked, name="officer"):
    for one in asked:
        found = town.ask(one, name)
    return found


def rows_of(town, sheet, state=None, name="officer"):
    return town.ask(requests.ListFeeSheetRows(sheet_id=sheet.sheet_id, state=state, limit=200), name).items


def counts(sheet) -> tuple[int, int, int, int]:
    return sheet.rows_sound, sheet.rows_unchanged, sheet.rows_open, sheet.rows_refused


@pytest.fixture
def batch(town, programme):
    """Anna's home asked for ¥259.20 and dora's for ¥100.00."""
    for name, one in (("anna", asking(town)), ("dora", asking(town, "flat", annual_fee=1_000_00))):
        town.work(name, 300_00)
        town.ask(one, name)
    return sealed(town)


def test_rows_that_fit_are_answers_and_the_others_come_back_with_the_reason(town, batch):
    first, second = batch.lines
    wrong = filled(second, applied="999.00")

    done = sent(town, answering(batch, [filled(first), wrong]))

    assert (done.state, counts(done), done.batch_number) == (FeeSheetState.TAKEN, (1, 0, 0, 1), batch.batch_number)
    assert town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").open_lines == 1
    assert town.bench.said_types().count(FeeRewardApplied) == 1
    [row] = rows_of(town, done, FeeRowState.REFUSED)
    assert (row.row, list(row.cells), row.faults[0].code) == (3, wrong, "points.fee_answer_unfit")
    corrected = sent(town, answering(batch, [filled(second)]))
    assert counts(corrected) == (1, 0, 0, 0)
    assert town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").open_lines == 0


def test_the_same_file_again_changes_nothing_and_is_answered_as_it_was(town, batch):
    [asked] = answering(batch, [filled(one) for one in batch.lines])
    done = town.ask(asked, "officer")
    told = town.bench.said_types()

    assert town.ask(asked, "officer") == done
    assert (town.bench.said_types(), town.bench.count("fee_sheets")) == (told, 1)
    other = sent(town, answering(batch, [filled(one) for one in batch.lines], salt="saved anew"))
    assert counts(other) == (0, 2, 0, 0)
    assert town.bench.said_types() == told


def test_a_line_left_empty_stays_open_and_a_deferred_one_may_be_answered_later(town, batch):
    first, second = batch.lines

    done = sent(town, answering(batch, [filled(first, "暂缓"), filled(second, "待回执")]))

    assert counts(done) == (1, 0, 1, 0)
    later = sent(town, answering(batch, [filled(first), filled(second, "已拒绝")]))
    assert counts(later) == (2, 0, 0, 0)
    states = {one.result.value for one in town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").lines}
    assert states == {"applied", "rejected"}


def test_rows_of_another_batch_answer_nothing(town, batch):
    ack(town, batch, applied(1, batch.lines[0].amount), applied(2, batch.lines[1].amount, "CN-2"))
    town.ask(asking(town, "flat", annual_fee=1_000_00, billing_period="2024"), "dora")
    other = town.ask(requests.SealBatch(programme_id=PROGRAMME, month="2023-03"), "staff")

    done = sent(town, answering(other, [filled(batch.lines[1], line_number="1")]))

    assert counts(done) == (0, 0, 0, 1)
    assert [fault.column for fault in rows_of(town, done)[0].faults] == ["开始时间"]


def test_a_file_comes_in_pieces_in_order_and_a_piece_again_changes_nothing(town, batch):
    first, second = (filled(one) for one in batch.lines)
    one, two = answering(batch, [first], [second])

    assert refused_code(lambda: town.ask(two, "officer")) == "points.import_piece_out_of_turn"
    assert town.ask(one, "officer").state is FeeSheetState.RECEIVING
    assert town.ask(one, "officer").rows_sound == 1
    done = town.ask(two, "officer")
    assert (done.state, counts(done)) == (FeeSheetState.TAKEN, (2, 0, 0, 0))
    assert town.ask(two, "officer") == done
    twice = sent(town, answering(batch, [first], [first], salt="twice"))
    assert counts(twice) == (0, 1, 0, 1)
    broken = requests.TakeAnswerSheet(**(vars(one) | {"rows": "{}", "file_sha256": "0" * 64}))
    assert refused_code(lambda: town.ask(broken, "officer")) == "points.import_piece_malformed"


def test_another_company_sends_and_sees_nothing(town, batch):
    stranger = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["other_shop"])
    [asked] = answering(batch, [filled(batch.lines[0])])
    [note] = noting([["3-2-home", "2023", "CN-1", "1"]])

    assert refused_code(lambda: town.bench.ask(asked, as_=stranger)) == "points.batch_not_found"
    assert refused_code(lambda: town.bench.ask(note, as_=stranger)) == "points.programme_not_found"
    assert refused_code(lambda: town.ask(asked, "staff")) == "not-allowed"
    assert refused_code(lambda: town.ask(asked, "anna")) == "not-allowed"
    done = town.ask(asked, "officer")
    for look in (requests.GetFeeSheet(sheet_id=done.sheet_id), requests.ListFeeSheetRows(sheet_id=done.sheet_id)):
        assert refused_code(lambda look=look: town.bench.ask(look, as_=stranger)) == "points.fee_sheet_not_found"
        assert town.ask(look, "staff") == town.ask(look, "officer")
    unknown = requests.GetFeeSheet(sheet_id=new_id("fsh"))
    assert refused_code(lambda: town.ask(unknown, "officer")) == "points.fee_sheet_not_found"


def test_the_same_file_at_once_is_taken_once(town, batch):
    [asked] = answering(batch, [filled(one) for one in batch.lines])

    codes = at_once([lambda: town.ask(asked, "officer")] * 4)

    assert set(codes) == {"ok"}
    assert (town.bench.count("fee_sheets"), town.bench.said_types().count(FeeRewardApplied)) == (1, 2)


@pytest.fixture
def booked(town, batch):
    """Both discounts given."""
    ack(town, batch, *[applied(one.line_number, one.amount, f"CN-{one.line_number}") for one in batch.lines])
    return batch


def notes_of(batch) -> list[list[str]]:
    return [
        [one.household_number, one.billing_period, f"CN-{one.line_number}", f"{one.amount / 100:.2f}"]
        for one in batch.lines
    ]


def test_a_month_of_sound_credit_notes_is_matched(town, booked):
    done = sent(town, noting(notes_of(booked)))

    assert (done.state, counts(done), done.month) == (FeeSheetState.TAKEN, (2, 0, 0, 0), "2023-03")
    month = town.ask(requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03"), "officer")
    assert (month.state, month.matched, month.open_differences) == (StatementState.MATCHED, 2, 0)
    rewards = [town.ask(requests.GetReward(reward_id=one.reward_id), "staff") for one in booked.lines]
    assert {one.state for one in rewards} == {RewardState.CONFIRMED}


def test_of_credit_notes_with_a_refused_row_nothing_is_taken_until_it_is_corrected(town, booked):
    first, second = notes_of(booked)
    faulty = [*second[:3], "rund 100"]

    done = sent(town, noting([first, faulty]))

    assert (done.state, counts(done)) == (FeeSheetState.RETURNED, (1, 0, 0, 1))
    assert (town.bench.count("fee_statements"), FeeStatementMatched in town.bench.said_types()) == (0, False)
    [row] = rows_of(town, done, FeeRowState.REFUSED)
    assert (list(row.cells), row.faults[0].column) == (faulty, "金额")
    assert sent(town, noting([first, faulty])) == done
    corrected = sent(town, noting([first, second]))
    assert corrected.state is FeeSheetState.TAKEN
    assert sent(town, noting([first, second])) == corrected
    assert refused_code(lambda: sent(town, noting([first]))) == "points.statement_taken"
    assert town.bench.said_types().count(FeeStatementMatched) == 1


def test_credit_notes_that_differ_are_differences_and_whoever_sent_them_closes_none(town, booked):
    first, second = notes_of(booked)

    sent(town, noting([[*first[:3], "1"], second]), "staff")

    month = town.ask(requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03"), "staff")
    [one] = month.differences
    assert (one.kind, one.theirs) == (DifferenceKind.AMOUNT_DIFFERS, 1_00)
    close = requests.CloseDifference(difference_id=one.difference_id, reason="次月入账")
    assert refused_code(lambda: town.ask(close, "staff")) == "points.own_statement"


def test_a_month_that_has_not_begun_has_no_credit_notes(town, booked):
    asked = noting(notes_of(booked), month="2023-04")

    assert refused_code(lambda: sent(town, asked)) == "points.month_not_begun"


def test_two_files_of_one_month_at_once_make_one_statement(town, booked):
    [one] = noting(notes_of(booked))
    [other] = noting(notes_of(booked)[:1])

    codes = at_once([lambda: town.ask(one, "officer"), lambda: town.ask(other, "officer")] * 2)

    assert sorted(set(codes)) == ["ok", "points.statement_taken"]
    assert town.bench.count("fee_statements") == 1


def test_two_hundred_lines_are_taken_in_no_more_statements_than_two(town):
    opened(town, budget=10_000_00)
    made = {}
    for month, households in (("2023-03", 2), ("2023-04", 200)):
        street(town, households)
        batch = town.ask(requests.SealBatch(programme_id=PROGRAMME, month=month), "staff")
        [asked] = answering(batch, [filled(one) for one in batch.lines])
        with statements(town.bench.database.engine) as taking:
            assert counts(town.ask(asked, "officer")) == (households, 0, 0, 0)
        [asked] = noting(notes_of(batch), month=month)
        with statements(town.bench.database.engine) as matching:
            assert town.ask(asked, "officer").state is FeeSheetState.TAKEN
        made[households] = (len(taking), len(matching))
        town.bench.clock.advance(days=31)
    # The first time, there is an account more to open.
    assert made[200] <= made[2]
