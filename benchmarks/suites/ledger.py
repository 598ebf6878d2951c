"""Postings a second, on a thousand accounts.

`ledger.post` in a transaction of its own, one after the other and from eight processes at once, and `ledger.post_groups` with a hundred
groups in one transaction.

The ceiling is pgbench, which sends **the very statements that the ledger sends** (they are taken from the wire, with the ids, accounts and
amounts drawn anew each time) and decides nothing between them: what is missing to 1 is what Python costs. One client against one,
eight against eight; set-based postings are held against pgbench with one client, which commits each of them alone. Afterwards the
ledger's own books must balance and hold exactly what was acknowledged.
"""

from __future__ import annotations

import multiprocessing
import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from sqlalchemy import text

import ledger
from benchmarks import pgbench
from benchmarks.figures import OURS, Series
from benchmarks.session import Session
from chassis import database
from chassis.actor import system
from chassis.database import Transactions
from ledger import NewAccount, Transfer
from tests.support.databases import Copy

COMMUNITY, UNIT, SOURCE = "changlinpan", "CNY", "source"
ACCOUNTS = 1_000
OPENING = 10**10
GROUP = 100
CLIENTS = 8
WARMING = 20
BARRIER_SECONDS_MAX = 120


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    with session.servers() as (_, databases):
        ours, theirs = databases.fresh("donations"), databases.fresh("donations")
        history = session.many(20_000, 500)
        for copy in (ours, theirs):
            furnish(copy, history=history)
        counts = {"single": session.many(1_500, 100), "each": session.many(400, 25), "groups": session.many(100, 5)}
        seconds = session.many(4, 1)
        bench = pgbench.Pgbench.of(theirs, captured(theirs), folder=session.folder)
        figures = {
            "postings, one per commit": {
                OURS: partial(one_by_one, ours.url, counts["single"]),
                "pgbench": partial(bench.run, clients=1, seconds=seconds),
            },
            "postings, 8 clients": {
                OURS: partial(at_once, ours.url, counts["each"]),
                "pgbench": partial(bench.run, clients=CLIENTS, seconds=seconds),
            },
        }
        found = [
            Series(figure=figure, who=who, unit="/s", samples=tuple(samples))
            for figure, competitors in figures.items()
            for who, samples in session.interleaved(competitors, what=figure).items()
        ]
        found += _set_based(session, ours.url, counts["groups"], found)
        acknowledged = (
            ACCOUNTS
            + history
            + session.rounds
            * (counts["single"] + CLIENTS * counts["each"] + GROUP * counts["groups"] + (CLIENTS + 2) * WARMING)
        )
        _check(ours, acknowledged=acknowledged)
        return found, [
            f"The books closed afterwards: {acknowledged:,} transfers acknowledged, as many kept, 0 lost, 0 doubled."
        ]


def _set_based(session: Session, url: str, groups: int, so_far: list[Series]) -> list[Series]:
    samples = session.interleaved({OURS: partial(in_groups, url, groups)}, what="postings, set-based")[OURS]
    figure = "postings, set-based"
    theirs = {one.figure: one.samples for one in so_far if one.who == "pgbench"}
    return [
        Series(figure=figure, who=OURS, unit="/s", samples=tuple(samples)),
        Series(figure=figure, who="pgbench", unit="/s", samples=theirs["postings, one per commit"]),
        Series(figure=figure, who="pgbench, 8 clients", unit="/s", samples=theirs["postings, 8 clients"]),
    ]


def furnish(copy: Copy, *, history: int) -> None:
    """Open the accounts with money on them, and let some transfers lie there already: nobody's books are empty."""
    transactions = Transactions(copy.engine)
    with transactions.begin(system(COMMUNITY)) as work:
        # The accounts get the ids 1, 2, … in this order: pgbench's script counts on it.
        ledger.open_accounts(work, [NewAccount(code=code(number), unit=UNIT) for number in range(1, ACCOUNTS + 1)])
        ledger.open_account(work, NewAccount(code=SOURCE, unit=UNIT, floor=None))
        ledger.post_groups(work, [[_opening(number)] for number in range(1, ACCOUNTS + 1)])
    chance = random.Random(1)
    for _ in range(history // 500):
        with transactions.begin(system(COMMUNITY)) as work:
            ledger.post_groups(work, [[drawn(chance)] for _ in range(500)])
    analyze(copy)


def analyze(copy: Copy) -> None:
    """Let the planner know what is there; a plan made for empty tables would be measured otherwise."""
    connection = copy.testbed.cluster.admin(copy.urls.name)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    connection.close()


def code(number: int) -> str:
    """How the account of that number (from 1) is called: the codes sort as the numbers do."""
    return f"account-{pgbench.FIRST + number}"


def drawn(chance: random.Random) -> Transfer:
    """A transfer between two accounts drawn by lot."""
    debit, credit = chance.sample(range(1, ACCOUNTS + 1), 2)
    return transfer(debit, credit, chance.randint(1, 10_000))


def transfer(debit: int, credit: int, amount: int) -> Transfer:
    """A transfer as services make them."""
    return Transfer(
        debit=code(debit), credit=code(credit), unit=UNIT, amount=amount, kind="gift", reference="gft_x", rulebook="v2"
    )


def one_by_one(url: str, count: int) -> float:
    """Post each in a transaction of its own; postings a second."""
    with _connected(url) as transactions:
        began = time.perf_counter()
        _post(transactions, count)
        return count / (time.perf_counter() - began)


def at_once(url: str, each: int) -> float:
    """The same from eight processes that begin together; postings a second of all, until the last has finished."""
    context = multiprocessing.get_context("spawn")
    barrier = context.Barrier(CLIENTS + 1)
    clients = [context.Process(target=_client, args=(url, each, barrier)) for _ in range(CLIENTS)]
    for client in clients:
        client.start()
    barrier.wait(BARRIER_SECONDS_MAX)
    began = time.perf_counter()
    barrier.wait(BARRIER_SECONDS_MAX)
    seconds = time.perf_counter() - began
    for client in clients:
        client.join()
    assert all(client.exitcode == 0 for client in clients)
    return CLIENTS * each / seconds


def _client(url: str, each: int, barrier: Any) -> None:
    with _connected(url) as transactions:
        barrier.wait(BARRIER_SECONDS_MAX)
        _post(transactions, each)
        barrier.wait(BARRIER_SECONDS_MAX)


@contextmanager
def _connected(url: str) -> Iterator[Transactions]:
    """One warm connection: what a service pays once in its life is not measured."""
    engine = database.engine(url, pool_size=1)
    transactions = Transactions(engine)
    _post(transactions, WARMING)
    yield transactions
    engine.dispose()


def _post(transactions: Transactions, count: int) -> None:
    chance = random.Random()
    for _ in range(count):
        with transactions.begin(system(COMMUNITY)) as work:
            ledger.post(work, [drawn(chance)])


def in_groups(url: str, groups: int) -> float:
    """Post a hundred independent groups in each transaction; postings a second."""
    with _connected(url) as transactions:
        chance, began = random.Random(), time.perf_counter()
        for _ in range(groups):
            with transactions.begin(system(COMMUNITY)) as work:
                ledger.post_groups(work, [[drawn(chance)] for _ in range(GROUP)])
        return groups * GROUP / (time.perf_counter() - began)


def captured(copy: Copy) -> list[str]:
    """The statements of one posting exactly as the server gets them, for a transfer whose values can be recognised."""
    return pgbench.captured(
        copy, lambda work: ledger.post(work, [transfer(pgbench.DEBIT, pgbench.CREDIT, pgbench.AMOUNT)])
    )


def _opening(number: int) -> Transfer:
    return Transfer(
        debit=SOURCE, credit=code(number), unit=UNIT, amount=OPENING, kind="opening", reference="o", rulebook="v2"
    )


def _check(copy: Copy, *, acknowledged: int) -> None:
    with Transactions(copy.engine).begin(system(COMMUNITY)) as work:
        assert all(one.even for one in ledger.trial_balance(work)), "the books do not close"
        assert not ledger.unbalanced(work)
        kept = int(work.connection.execute(text("SELECT count(*) FROM ledger_transfers")).scalar_one())
    assert kept == acknowledged, f"{kept} transfers are kept, {acknowledged} were acknowledged"
