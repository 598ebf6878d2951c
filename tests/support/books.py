"""A community's books in a test: accounts in few words, one transaction per step, many steps at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import Engine

import ledger
from chassis.actor import system
from chassis.cause import Cause
from chassis.clock import SetClock, civil_day
from chassis.database import Work, retrying
from chassis.ids import new_id
from contracts.refused import Refused
from ledger import NewAccount, NewHold, Transfer

T = TypeVar("T")
MAY = datetime(2026, 5, 10, 4, 0, tzinfo=UTC)


@dataclass
class Books:
    """The books of one community, in `unit`."""

    engine: Engine
    community: str
    unit: str = "SP"
    clock: SetClock = field(default_factory=lambda: SetClock(MAY))

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """One transaction."""
        with self.engine.connect() as connection, connection.begin():
            yield Work(connection=connection, now=self.clock.now(), actor=system(self.community), cause=Cause())

    def do(self, act: Callable[..., T], *more: Any, **named: Any) -> T:
        """Do one thing of the ledger in a transaction of its own, again if the database asks for it."""

        def attempt() -> T:
            with self.begin() as work:
                return act(work, *more, **named)

        return retrying(attempt)

    def open(self, code: str, **terms: Any) -> str:
        """Open an account; answers its code."""
        self.do(ledger.open_account, NewAccount(code=code, unit=self.unit, **terms))
        return code

    def move(self, debit: str, credit: str, amount: Any, **more: Any) -> Transfer:
        """A transfer between two accounts."""
        words = {"kind": "test", "reference": new_id("tst"), "rulebook": "v1", "unit": self.unit} | more
        return Transfer(debit=debit, credit=credit, amount=amount, **words)

    def post(self, *transfers: Transfer) -> tuple[ledger.Posted, ...]:
        """Post the transfers in one transaction."""
        return self.do(ledger.post, transfers)

    def holding(self, debit: str, credit: str, amount: int, *, minutes: float = 15, **more: Any) -> NewHold:
        """A hold that lasts so many minutes."""
        words = {"id": new_id("hld"), "kind": "test", "reference": "tst", "rulebook": "v1", "unit": self.unit} | more
        expires_at = self.clock.now() + timedelta(minutes=minutes)
        return NewHold(debit=debit, credit=credit, amount=amount, expires_at=expires_at, **words)

    def balance(self, code: str) -> ledger.Balance:
        """What is on the account."""
        return self.do(ledger.balance, code, self.unit)

    def lots(self, code: str) -> list[tuple[date, int]]:
        """What is left in the account's lots that are not used up: (last day, amount), first expired first."""
        with self.begin() as work:
            account = ledger.lock_accounts(work, [ledger.Ref(code, self.unit)])[ledger.Ref(code, self.unit)]
            found = work.connection.exec_driver_sql(
                "SELECT expires_on, remaining FROM ledger_lots WHERE community = %s AND account_id = %s AND remaining > 0"
                " ORDER BY expires_on, id",
                (self.community, account.id),
            )
            return [(row[0], row[1]) for row in found]

    def set_day(self, day: date) -> None:
        """Move the clock to noon of the civil day."""
        self.clock.at = datetime(day.year, day.month, day.day, 4, 0, tzinfo=UTC)

    def today(self) -> date:
        """The civil day it is."""
        return civil_day(self.clock.now())

    def at_once(self, *acts: Callable[[], T]) -> list[T | Refused]:
        """Do all of it at the same moment, each in a thread; answers what each got or why it was refused."""
        barrier = threading.Barrier(len(acts))

        def run(act: Callable[[], T]) -> T | Refused:
            barrier.wait()
            try:
                return act()
            except Refused as refused:
                return refused

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, acts))

    def hold_together(self) -> None:
        """Everything sums to zero, and every kept number is what its facts add up to."""
        for trial in self.do(ledger.trial_balance):
            assert trial.even, trial
        assert self.do(ledger.unbalanced) == []
