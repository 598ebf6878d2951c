"""One transaction per piece of work: what may not happen inside, what happens once, and what a repeat gets."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import InternalError, OperationalError

from chassis import guard, periods
from chassis.actor import system
from chassis.clock import SetClock
from chassis.database import ATTEMPTS_MAX, Transactions, retrying
from chassis.periods import Due, Job, Period
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from tests.support.databases import Copy

COMMUNITY = "changlinpan"


@pytest.fixture
def transactions(fresh_database: Callable[[str], Copy]) -> Transactions:
    return Transactions(fresh_database("gateway").engine, SetClock())


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: time.sleep(0.001),
        lambda: socket.create_connection(("127.0.0.1", 1)),
        lambda: guard.outside("publish"),
    ],
)
def test_nothing_waits_for_anybody_inside_a_transaction(
    transactions: Transactions, attempt: Callable[[], object], monkeypatch: pytest.MonkeyPatch
):
    for module, name, _ in guard.WATCHED:
        monkeypatch.setattr(module, name, getattr(module, name))
    guard.install()

    with pytest.raises(guard.InsideTransaction), transactions.begin(system(COMMUNITY)):
        attempt()

    time.sleep(0.001)  # Outside, it may.


def test_an_event_is_known_only_if_its_transaction_commits(transactions: Transactions):
    event = PartyRegistered(
        community=COMMUNITY,
        party_id="pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF",
        sector=Sector.RES,
        is_person=True,
        household_id=None,
        organisation_id=None,
        public_name="张*",
        registered_on=datetime(2023, 3, 18, tzinfo=UTC).date(),
    )

    def fail_after_saying() -> None:
        with transactions.begin(system(COMMUNITY)) as work:
            work.emit(event)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_after_saying()

    with transactions.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM outbox")).scalar() == 0


def test_who_only_looks_can_change_nothing_and_each_look_is_a_transaction_of_its_own(transactions: Transactions):
    with transactions.look(system(COMMUNITY)) as work:
        with pytest.raises(InternalError, match="read-only"):
            work.connection.execute(text("DELETE FROM outbox"))
        work.connection.execute(text("SELECT 1"))
        # The second statement of a transaction would begin later than the transaction.
        assert work.connection.execute(text("SELECT now() = statement_timestamp()")).scalar() is True
    transactions.close()


def test_a_transaction_that_the_database_asks_to_repeat_is_repeated_a_few_times():
    class AskedAgain(Exception):
        pgcode = "40001"

    tries = []

    def attempt() -> None:
        tries.append(1)
        raise OperationalError("x", {}, AskedAgain())

    with pytest.raises(OperationalError):
        retrying(attempt, sleep=lambda _seconds: None)

    assert len(tries) == ATTEMPTS_MAX


def test_a_period_is_run_once_by_two_processes_and_after_the_clock_went_back(transactions: Transactions):
    job = Job(name="points.seal_month", period=Period.MONTH)
    ran: list[str] = []
    gate = threading.Barrier(2)

    def run(period: str) -> None:
        with transactions.begin(system("")) as work:
            if periods.claim(work.connection, job.name, period, at=work.now):
                ran.append(period)

    def replica() -> None:
        gate.wait()
        for period in Due(transactions, job).periods():
            run(period)

    clock = transactions.clock
    assert isinstance(clock, SetClock)
    for at in (datetime(2026, 11, 23, tzinfo=UTC), datetime(2023, 3, 18, tzinfo=UTC), datetime(2023, 5, 2, tzinfo=UTC)):
        clock.at = at
        replicas = [threading.Thread(target=replica) for _ in range(2)]
        for each in replicas:
            each.start()
        for each in replicas:
            each.join()

    assert ran == ["2026-10", "2023-02", "2023-03", "2023-04"]
