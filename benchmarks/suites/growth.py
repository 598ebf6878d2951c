"""What growth costs: the same work on books and queues of 10⁴ rows and of 10⁶, in turns, as a ratio of medians.

A **balance** and a **statement page** of fifty lines (`ledger.balance`, `ledger.entries_page`, each in a read-only transaction of its own) of
accounts drawn by lot, among a hundred accounts of a hundred entries and a thousand of a thousand: they become more, and longer.
An **outbox drain** takes, deletes and commits what the relay takes at once (200 rows) from a backlog of 10⁴ and 10⁶; the broker is left out. An
**inbox claim** claims 100 new events with 10⁴ and 10⁶ old ones remembered, and commits.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from contextlib import closing

import ledger
from benchmarks.figures import Series, percentile
from benchmarks.promises import SMALL
from benchmarks.session import Session
from benchmarks.suites.ledger import COMMUNITY, UNIT
from chassis import inbox, sending
from chassis.actor import system
from chassis.clock import SystemClock
from chassis.database import Transactions
from chassis.ids import new_id
from chassis.relays import BATCH_MAX
from tests.support.databases import Copy

LARGE = "10⁶ rows"
CLAIMED_TOGETHER = 100
PAGE = 50
TURNS = {"balance": 600, "statement page": 400, "outbox drain": 40, "inbox claim": 200}
BOOKS = """
SET session_replication_role = replica;
INSERT INTO ledger_accounts (community, unit, code, floor, lots)
SELECT '{community}', '{unit}', 'account-' || n, NULL, false FROM generate_series(1, {accounts}) n;
INSERT INTO ledger_transfers (community, id, unit, debit_id, credit_id, amount, kind, reference, group_id, rulebook, effective_on, recorded_at)
SELECT '{community}', 'trf_' || lpad(t::text, 26, '0'), '{unit}', 1 + t % {accounts}, 1 + (t + 1 + (t / {accounts}) % ({accounts} - 3)) % {accounts}, 100,
       'gift', 'gft_' || t, 'trf_' || lpad(t::text, 26, '0'), 'v2', '2023-03-18', now()
  FROM generate_series(1, {transfers}) t;
INSERT INTO ledger_entries (community, transfer_id, account_id, amount, balance_after)
SELECT community, id, account_id, sum, sum(sum) OVER (PARTITION BY account_id ORDER BY id) FROM (
    SELECT community, id, debit_id AS account_id, -amount AS sum FROM ledger_transfers
     UNION ALL SELECT community, id, credit_id, amount FROM ledger_transfers) AS sides
 ORDER BY id;
UPDATE ledger_accounts a SET balance = total FROM (SELECT account_id, sum(amount) AS total FROM ledger_entries GROUP BY account_id) AS e
 WHERE e.account_id = a.id;
INSERT INTO outbox (event_id, type, community, aggregate, body, headers, occurred_at)
SELECT 'evt_' || n, 'donations.gift_recorded.v1', '{community}', 'gft_' || n, repeat('x', 150), repeat('x', 350), now()
  FROM generate_series(1, {rows}) n;
INSERT INTO inbox (queue, event_id, handled_at)
SELECT 'donations.on.points.party_registered.v1', 'evt_01' || lpad(md5(n::text), 24, '0'), now() FROM generate_series(1, {rows}) n;
"""


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    counts = {SMALL: 10_000, LARGE: session.many(1_000_000, 30_000)}
    with session.servers() as (_, databases):
        copies = {name: databases.fresh("donations") for name in counts}
        for name, rows in counts.items():
            session.say(f"filling {rows:,} rows")
            fill(copies[name], rows=rows)
        probes = {name: Probe(copies[name], accounts=accounts_among(rows)) for name, rows in counts.items()}
        series = [one for what in TURNS for one in _measured(session, probes, what)]
    return series, ["Every sample is the median of many turns; the two sizes take turns of ten."]


class Probe:
    """What is asked of one database, again and again."""

    def __init__(self, copy: Copy, *, accounts: int) -> None:
        """Open the connections as a service does."""
        self.accounts = accounts
        self.transactions = Transactions(copy.engine)
        self.chance = random.Random(1)

    def turn(self, what: str) -> float:
        """Do it once; milliseconds, the commit included."""
        act: Callable[[], None] = getattr(self, "_" + what.replace(" ", "_"))
        began = time.perf_counter()
        act()
        return (time.perf_counter() - began) * 1000

    def _code(self) -> str:
        return f"account-{self.chance.randint(1, self.accounts)}"

    def _balance(self) -> None:
        with self.transactions.look(system(COMMUNITY)) as work:
            ledger.balance(work, self._code(), UNIT)

    def _statement_page(self) -> None:
        with self.transactions.look(system(COMMUNITY)) as work:
            ledger.entries_page(work, self._code(), UNIT, limit=PAGE)

    def _outbox_drain(self) -> None:
        with self.transactions.engine.begin() as connection:
            assert sending.have_turn(connection)
            taken = sending.take(connection, held=(), most=BATCH_MAX)
            assert len(taken) == BATCH_MAX, "the backlog is used up"
            sending.delete(connection, taken)

    def _inbox_claim(self) -> None:
        new = [new_id("evt") for _ in range(CLAIMED_TOGETHER)]
        with self.transactions.engine.begin() as connection:
            claimed = inbox.claim(connection, "donations.on.points.party_registered.v1", new, at=SystemClock().now())
        assert len(claimed) == CLAIMED_TOGETHER


def accounts_among(rows: int) -> int:
    """A hundred accounts of a hundred entries, a thousand of a thousand: both become more."""
    return math.isqrt(rows)


def fill(copy: Copy, *, rows: int) -> None:
    """Fill books that close, an outbox and an inbox, and let the planner know."""
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        words = {"community": COMMUNITY, "unit": UNIT, "accounts": accounts_among(rows)}
        cursor.execute(BOOKS.format(rows=rows, transfers=rows // 2, **words))
        cursor.execute("VACUUM ANALYZE")
        cursor.execute("CHECKPOINT")
    with Transactions(copy.engine).begin(system(COMMUNITY)) as work:
        assert all(one.even for one in ledger.trial_balance(work)), "the books do not close"


def _measured(session: Session, probes: dict[str, Probe], what: str) -> list[Series]:
    """Each round: warm, then turns of ten on the small and the large one alternately."""
    turns = session.many(TURNS[what], 10) // session.rounds
    samples: dict[str, list[float]] = {name: [] for name in probes}
    for number in range(session.rounds):
        taken: dict[str, list[float]] = {name: [] for name in probes}
        for _ in range(max(1, turns // 10)):
            for name, probe in probes.items():
                taken[name] += map(probe.turn, [what] * 10)
        for name, each in taken.items():
            samples[name].append(percentile(each, 50))
        said = ", ".join(f"{name} {each[-1]:.2f} ms" for name, each in samples.items())
        session.say(f"{what}, round {number + 1} of {session.rounds}: {said}")
    figure = f"growth: {what}"
    return [Series(figure=figure, who=name, unit="ms", samples=tuple(each)) for name, each in samples.items()]
