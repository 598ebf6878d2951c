"""Balances and lines of any past instant, held against a plain sum over all entries."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta

import pytest
from sqlalchemy import text

import ledger
from ledger import Ref, Span
from tests.support.books import Books

INSTANTS = 1_000 if os.environ.get("FAULTS") == "long" else 150
PURSES = ("ann", "bob", "cat")
RECOMPUTED = text("""
SELECT coalesce(sum(e.amount), 0), coalesce(max(e.position), 0)
  FROM ledger_entries e JOIN ledger_transfers t ON t.community = e.community AND t.id = e.transfer_id
  JOIN ledger_accounts a ON a.community = e.community AND a.id = e.account_id
 WHERE e.community = :community AND a.code = :code AND a.unit = :unit AND t.recorded_at <= :at
""")


@pytest.fixture
def town(books: Books) -> Books:
    """A source and three purses with lots."""
    books.open("mint", floor=None)
    for code in PURSES:
        books.open(code, lots=True)
    return books


def live(town: Books, *, steps: int, chance: random.Random) -> list[ledger.Posted]:
    """Grants, spends, reversals and lapses at instants that come singly and in heaps."""
    spent = []
    for _ in range(steps):
        town.clock.advance(seconds=chance.choice([0, 0, 0.001, 3, 90, 86_400, 900_000]))
        code = chance.choice(PURSES)
        last_good_day = town.today() + timedelta(days=chance.choice([20, 40, 90]))
        town.post(town.move("mint", code, chance.randint(1, 50), expires_on=last_good_day))
        available = town.balance(code).available
        if available > 1 and chance.random() < 0.5:
            spent += town.post(town.move(code, "mint", chance.randint(1, available // 2)))
        if spent and chance.random() < 0.2:
            last = spent.pop()
            town.do(ledger.reverse, ledger.Reversal(transfer_id=last.id, amount=last.amount, reason="ERROR"))
        if chance.random() < 0.2:
            town.do(ledger.expire_lots, town.today(), unit="SP", to="mint", rulebook="v1", limit=100)
    return spent


def test_the_balance_of_any_past_instant_is_the_sum_of_what_was_recorded_until_then(town: Books):
    chance, start = random.Random(11), town.clock.now()
    live(town, steps=60, chance=chance)
    whole = (town.clock.now() - start).total_seconds()
    instants = [start + timedelta(seconds=chance.uniform(-10, whole + 10)) for _ in range(INSTANTS)]
    with town.begin() as work:
        recorded = work.connection.execute(text("SELECT DISTINCT recorded_at FROM ledger_transfers")).scalars().all()
    instants += [at + timedelta(microseconds=shift) for at in recorded for shift in (-1, 0, 1)]

    wanted = [(Ref(chance.choice([*PURSES, "mint"]), "SP"), at) for at in instants]
    with town.begin() as work:
        found = ledger.stands(work, wanted)
        for (ref, at), stand in zip(wanted, found, strict=True):
            names = {"community": town.community, "code": ref.code, "unit": ref.unit, "at": at}
            assert (stand.balance, stand.position) == tuple(work.connection.execute(RECOMPUTED, names).one())


def test_lots_of_any_past_instant_add_up_to_its_balance(town: Books):
    chance, start = random.Random(5), town.clock.now()
    live(town, steps=60, chance=chance)
    whole = (town.clock.now() - start).total_seconds()

    for _ in range(40):
        at = start + timedelta(seconds=chance.uniform(0, whole))
        with town.begin() as work:
            ref = Ref(chance.choice(PURSES), "SP")
            [stand] = ledger.stands(work, [(ref, at)])
            lots = ledger.lots_at(work, ref, position=stand.position, day=(at + timedelta(hours=8)).date())
        assert sum(lot.remaining for lot in lots) == stand.balance


def test_lines_run_from_the_opening_to_the_closing_balance_page_by_page(town: Books):
    chance, start = random.Random(7), town.clock.now()
    live(town, steps=40, chance=chance)
    refs = [Ref("ann", "SP"), Ref("bob", "SP")]
    with town.begin() as work:
        opening = ledger.stands(work, [(ref, start + timedelta(days=20)) for ref in refs])
        closing = ledger.stands(work, [(ref, town.clock.now() - timedelta(days=20)) for ref in refs])
        spans = [
            Span(ref, before.position, after.position)
            for ref, before, after in zip(refs, opening, closing, strict=True)
        ]
        whole = ledger.lines_between(work, spans, limit=200)
        paged = []
        while page := ledger.lines_between(work, spans, limit=3):
            paged += page
            spans = [span._replace(after=max(span.after, page[-1].position)) for span in spans]

    assert paged == whole
    assert len(whole) > 20
    for ref, before, after in zip(refs, opening, closing, strict=True):
        balance = before.balance
        for line in (line for line in whole if line.code == ref.code):
            balance += line.amount
            assert line.balance_after == balance
        assert balance == after.balance


def test_an_account_without_entries_or_that_nobody_opened_has_nothing(town: Books):
    with town.begin() as work:
        found = ledger.stands(work, [(Ref("ann", "SP"), work.now), (Ref("nobody", "SP"), work.now)])

    assert found == [(0, 0), (0, 0)]


def test_another_town_is_not_seen(town: Books, service_engine):
    other = Books(engine=service_engine, community=f"{town.community}-other")
    other.open("mint", floor=None)
    other.open("ann", lots=True)
    other.post(other.move("mint", "ann", 9, expires_on=date(2027, 1, 31)))

    assert town.do(ledger.balance_at, "ann", "SP", town.clock.now()) == 0
    assert other.do(ledger.balance_at, "ann", "SP", other.clock.now()) == 9


def test_looking_back_costs_the_same_in_a_long_history(town: Books, ledger_database):
    def looks(codes: int) -> int:
        """How many index entries are read for one look."""
        with town.begin() as work:
            work.connection.execute(text("SELECT pg_stat_force_next_flush()"))
        with ledger_database.connect() as connection:
            before = connection.execute(READ).scalar_one()
        with town.begin() as work:
            for _ in range(codes):
                ledger.balance_at(work, "ann", "SP", first)
            work.connection.execute(text("SELECT pg_stat_force_next_flush()"))
        with ledger_database.connect() as connection:
            return (connection.execute(READ).scalar_one() - before) // codes

    first = town.clock.now()
    town.post(*[town.move("mint", "ann", 1, expires_on=date(2027, 1, 31)) for _ in range(10)])
    for _ in range(10):
        town.clock.advance(hours=1)
        town.post(*[town.move("mint", "ann", 1, expires_on=date(2027, 1, 31)) for _ in range(200)])

    assert looks(5) < 200, "some thirty looks, not two thousand entries"


READ = text("""
SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname IN ('ledger_transfers', 'ledger_entries')
""")
