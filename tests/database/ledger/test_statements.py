"""What is read: pages, past days, and facts compared with postings, always from the entries."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest

import ledger
from ledger import Unmatched, refusals
from tests.support.books import Books


@pytest.fixture
def town(books: Books) -> Books:
    """A source and a purse."""
    books.open("mint", floor=None)
    books.open("ann")
    return books


def test_pages_go_back_in_time_without_gap_or_repeat(town: Books):
    for amount in range(1, 8):
        town.post(town.move("mint", "ann", amount))

    seen: list[int] = []
    after = None
    while page := town.do(ledger.entries_page, "ann", "SP", after=after, limit=3):
        seen += [line.amount for line in page]
        after = page[-1].position
        town.post(town.move("mint", "ann", 100))

    assert seen == [7, 6, 5, 4, 3, 2, 1]


def test_a_line_tells_why_and_with_whom(town: Books):
    town.post(town.move("mint", "ann", 5, kind="grant-H1", reference="ctb_1", effective_on=date(2026, 5, 1)))

    [line] = town.do(ledger.entries_page, "ann", "SP")

    assert (line.kind, line.reference, line.other, line.rulebook) == ("grant-H1", "ctb_1", "mint", "v1")
    assert (line.effective_on, line.recorded_at, line.reverses) == (date(2026, 5, 1), town.clock.now(), None)


def test_the_balance_of_any_past_day_is_what_was_true_and_what_was_known_then(town: Books):
    chance, told, start = random.Random(3), [], town.today()
    for _ in range(40):
        town.clock.advance(hours=chance.randint(1, 40))
        day = town.today() - timedelta(days=chance.choice([0, 0, 0, 5, 20]))
        amount = chance.randint(1, 100)
        town.post(town.move("mint", "ann", amount, effective_on=day))
        told.append((day, town.clock.now(), amount))

    for _ in range(40):
        day, known_at = start + timedelta(days=chance.randint(-20, 70)), chance.choice(told)[1]
        now_known = sum(amount for on, _, amount in told if on <= day)
        then_known = sum(amount for on, at, amount in told if on <= day and at <= known_at)
        assert town.do(ledger.balance_on, "ann", "SP", day) == now_known
        assert town.do(ledger.balance_on, "ann", "SP", day, known_at=known_at) == then_known


def test_business_rows_and_postings_are_compared_both_ways(town: Books):
    for reference, amount in (("ctb_1", 5), ("ctb_2", 6), ("ctb_3", 7), ("ctb_3", 1)):
        town.post(town.move("mint", "ann", amount, kind="grant", reference=reference))
    town.post(town.move("mint", "ann", 9, kind="other", reference="ctb_9"))

    found = town.do(ledger.unmatched, ["grant"], [("ctb_1", 5), ("ctb_3", 9), ("ctb_4", 1)])

    assert found == Unmatched(not_posted=("ctb_4",), not_known=("ctb_2",), differing=("ctb_3",))
    assert found.count == 3
    assert town.do(ledger.unmatched, ["grant"], [("ctb_1", 5), ("ctb_2", 6), ("ctb_3", 7), ("ctb_3", 1)]).count == 0


def test_what_was_changed_past_the_ledger_shows_in_the_trial_balance(town: Books):
    town.post(town.move("mint", "ann", 5))
    with town.begin() as work:
        work.connection.exec_driver_sql(
            "UPDATE ledger_accounts SET balance = 6 WHERE community = %s AND code = 'ann'", (town.community,)
        )

    [trial] = town.do(ledger.trial_balance)

    assert (trial.even, trial.balances, trial.differing) == (False, 1, ("ann",))


def test_an_unknown_account_has_no_balance(town: Books):
    with pytest.raises(refusals.UnknownAccount):
        town.balance("carl")
