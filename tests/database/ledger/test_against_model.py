"""Any sequence of postings, holds, refunds and lapses: the database is what a few dictionaries say it should be, after every step.

LEDGER_EXAMPLES=500 LEDGER_STEPS=50 runs the long form.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

import ledger
from chassis.actor import system
from chassis.cause import Cause
from chassis.clock import civil_day
from chassis.database import Work
from contracts.refused import Refused
from ledger import HoldState, NewAccount, NewHold, Ref, Reversal, Transfer
from tests.support.books import MAY
from tests.support.ledger_model import CAPS, FLOORS, LOTS, Model

# Without shrinking a failure shows at once, e.g. when mutants are tried.
PHASES = [phase for phase in Phase if phase is not Phase.shrink or "LEDGER_NO_SHRINK" not in os.environ]
EXAMPLES = int(os.environ.get("LEDGER_EXAMPLES", "30"))
STEPS = int(os.environ.get("LEDGER_STEPS", "30"))
TOWNS = itertools.count()
AMOUNTS = st.integers(1, 120)
OWNERS = st.sampled_from([*LOTS, "purse", "shop"])


class Steps(RuleBasedStateMachine):
    """Does every step twice, in the database and in the model, and compares."""

    engine: Engine

    @initialize()
    def open_the_books(self) -> None:
        self.model = Model()
        self.now = MAY
        self.names = (f"trf_{number:05d}" for number in itertools.count())
        self.town = f"model-{next(TOWNS)}"
        self.connection = self.engine.connect()
        self.transaction = self.connection.begin()
        accounts = [
            NewAccount(code=code, unit="SP", floor=floor, cap=CAPS.get(code), lots=code in LOTS)
            for code, floor in FLOORS.items()
        ]
        ledger.open_accounts(self.work, accounts)
        for owner in LOTS:
            for months in (1, 0, 3):
                self.grant(owner, 100, months)

    @property
    def work(self) -> Work:
        return Work(connection=self.connection, now=self.now, actor=system(self.town), cause=Cause())

    @property
    def today(self) -> Any:
        return civil_day(self.now)

    def transfer(self, debit: str, credit: str, amount: int, months: int | None = None) -> Transfer:
        expires_on = None if months is None else ledger.lot_expiry(self.today, months=months)
        words = {"unit": "SP", "kind": "step", "reference": "tst", "rulebook": "v1"}
        return Transfer(id=next(self.names), debit=debit, credit=credit, amount=amount, expires_on=expires_on, **words)

    def expect(self, code: str | None, act: Callable[[], Any]) -> Any:
        """The ledger refuses with this code, or does not refuse."""
        try:
            answer, refused = act(), None
        except Refused as error:
            answer, refused = None, error.code
        assert refused == code
        return answer

    def try_posting(self, wanted: list[Transfer]) -> str | None:
        """Post in the model what can be posted, all or none; answers why not."""
        before = (dict(self.model.balance), {name: lot.__dict__.copy() for name, lot in self.model.lots.items()})
        for one in wanted:
            why = self.model.may(one.debit, one.credit, one.amount, self.today)
            if why:
                self.model.balance = before[0]
                self.model.lots = {name: lot for name, lot in self.model.lots.items() if name in before[1]}
                for name, fields in before[1].items():
                    self.model.lots[name].__dict__.update(fields)
                for each in wanted:
                    self.model.transfers.pop(each.id, None)
                return why
            self.model.post(one.id, one.debit, one.credit, one.amount, self.today, one.expires_on)
        return None

    @rule(owner=OWNERS, amount=AMOUNTS, months=st.integers(0, 4))
    def earn(self, owner: str, amount: int, months: int) -> None:
        self.grant(owner, amount, months)

    def grant(self, owner: str, amount: int, months: int) -> None:
        wanted = self.transfer("mint", owner, amount, months if owner in LOTS else None)
        self.expect(self.try_posting([wanted]), lambda: ledger.post(self.work, [wanted]))

    @rule(debit=OWNERS, amount=AMOUNTS)
    def spend(self, debit: str, amount: int) -> None:
        wanted = self.transfer(debit, "shop" if debit != "shop" else "purse", amount)
        self.expect(self.try_posting([wanted]), lambda: ledger.post(self.work, [wanted]))

    @rule(amounts=st.lists(AMOUNTS, min_size=2, max_size=4), months=st.integers(0, 4))
    def linked(self, amounts: list[int], months: int) -> None:
        ways = [("mint", "ann", months), ("ann", "bob", None), ("bob", "shop", None), ("shop", "purse", None)]
        wanted = [
            self.transfer(debit, credit, amount, month)
            for (debit, credit, month), amount in zip(ways, amounts, strict=False)
        ]
        self.expect(self.try_posting(wanted), lambda: ledger.post(self.work, wanted))

    @rule(amounts=st.lists(AMOUNTS, min_size=2, max_size=5))
    def independent(self, amounts: list[int]) -> None:
        groups = [
            [self.transfer("bob", "ann", amount), self.transfer("ann", "purse", amount // 2 + 1)] for amount in amounts
        ]
        outcomes = ledger.post_groups(self.work, groups)
        for group, outcome in zip(groups, outcomes, strict=True):
            assert self.try_posting(group) == getattr(outcome, "code", None)

    @precondition(lambda self: self.model.transfers)
    @rule(choose=st.data())
    def repeat(self, choose: st.DataObject) -> None:
        name = choose.draw(st.sampled_from(sorted(self.model.transfers)))
        known = self.model.transfers[name]
        other = Transfer(
            id=name,
            debit=known.debit,
            credit=known.credit,
            amount=known.amount + 1,
            unit="SP",
            kind="step",
            reference="tst",
            rulebook="v1",
        )
        self.expect("ledger.transfer_id_reused", lambda: ledger.post(self.work, [other]))

    @rule(debit=OWNERS, amount=AMOUNTS, minutes=st.sampled_from([15, 60 * 24 * 40]))
    def hold(self, debit: str, amount: int, minutes: int) -> None:
        name, credit = next(self.names), "expired"
        words = {"unit": "SP", "kind": "step", "reference": "tst", "rulebook": "v1"}
        wanted = NewHold(
            id=name,
            debit=debit,
            credit=credit,
            amount=amount,
            expires_at=self.now + timedelta(minutes=minutes),
            **words,
        )
        why = self.model.may(debit, credit, amount, self.today)
        if why is None:
            self.model.hold(name, debit, credit, amount, self.now, self.today, minutes)
        self.expect(why, lambda: ledger.hold(self.work, wanted))

    def why_not_end(self, name: str) -> str | None:
        hold = self.model.holds[name]
        ends = {
            "posted": "ledger.hold_already_posted",
            "voided": "ledger.hold_already_voided",
            "expired": "ledger.hold_expired",
        }
        if hold.state in ends:
            return ends[hold.state]
        return "ledger.hold_expired" if self.now >= hold.expires_at else None

    @precondition(lambda self: self.model.holds)
    @rule(choose=st.data(), less=st.integers(-1, 60))
    def post_hold(self, choose: st.DataObject, less: int) -> None:
        name, transfer = choose.draw(st.sampled_from(sorted(self.model.holds))), next(self.names)
        amount = max(1, self.model.holds[name].amount - less)
        why = self.why_not_end(name)
        if why is None and amount > self.model.holds[name].amount:
            why = "ledger.hold_too_small"
        if why is None:
            self.model.post_hold(name, transfer, amount)
        self.expect(why, lambda: ledger.post_hold(self.work, name, amount, transfer_id=transfer))

    @precondition(lambda self: self.model.holds)
    @rule(choose=st.data())
    def void_hold(self, choose: st.DataObject) -> None:
        name = choose.draw(st.sampled_from(sorted(self.model.holds)))
        why = self.why_not_end(name)
        if why is None:
            self.model.release(name, "voided")
        self.expect(why, lambda: ledger.void_hold(self.work, name))

    @rule()
    def expire_holds(self) -> None:
        due = {name for name, hold in self.model.holds.items() if hold.state == "held" and self.now >= hold.expires_at}
        for name in due:
            self.model.release(name, "expired")
        assert {one.id for one in ledger.expire_holds(self.work)} == due

    @rule()
    def expire_lots(self) -> None:
        moved = ledger.expire_lots(self.work, self.today, unit="SP", to="expired", rulebook="v1")
        lapsed = [lot for lot in self.model.lots.values() if lot.expires_on < self.today and lot.remaining > lot.held]
        assert {one.reference for one in moved} == {lot.id for lot in lapsed}
        for one in moved:
            lot = self.model.lots[one.reference]
            self.model.move(one.id, lot.owner, "expired", lot.remaining - lot.held, {lot.id: lot.remaining - lot.held})

    @rule(choose=st.data(), excess=st.booleans(), sequence=st.integers(1, 3), owing=st.booleans())
    def reverse(self, choose: st.DataObject, excess: bool, sequence: int, owing: bool) -> None:
        open_ones = [
            name for name, one in self.model.transfers.items() if not one.is_reversal and one.reversed < one.amount
        ]
        name = choose.draw(st.sampled_from(sorted(open_ones if open_ones and not excess else self.model.transfers)))
        original = self.model.transfers[name]
        left = original.amount - original.reversed
        amount = choose.draw(st.integers(1, left)) if left and not excess else left + 1
        wanted = Reversal(
            transfer_id=name,
            amount=amount,
            reason="ERROR",
            sequence=sequence,
            owed_by="claw" if owing else None,
            grace_days=30,
        )
        why, owed = self.why_not_reverse(wanted)
        done = self.expect(why, lambda: ledger.reverse(self.work, wanted))
        if done is None:
            return
        assert done.repeated == (sequence in original.keys)
        if not done.repeated:
            assert done.owed == owed
            original.keys[sequence] = amount
            original.reversed += amount
            for one in done.transfers:
                self.model.put_back(name, one.id, one.debit, one.amount, self.today)

    def why_not_reverse(self, wanted: Reversal) -> tuple[str | None, int]:
        original = self.model.transfers[wanted.transfer_id]
        if original.is_reversal:
            return "ledger.reversing_a_reversal", 0
        if wanted.sequence in original.keys:
            same = original.keys[wanted.sequence] == wanted.amount
            return (None if same else "ledger.reversal_key_reused"), 0
        if original.reversed + wanted.amount > original.amount:
            return "ledger.reverses_too_much", 0
        available = self.model.available(original.credit, self.today, wanted.transfer_id)
        short = 0 if available is None else max(0, wanted.amount - available)
        if short and not wanted.owed_by:
            return "ledger.below_floor", 0
        if self.model.balance[original.debit] + wanted.amount > CAPS.get(original.debit, 10**18):
            return "ledger.above_cap", 0
        return None, short

    @rule(days=st.integers(1, 45))
    def wait(self, days: int) -> None:
        self.now: datetime = self.now + timedelta(days=days)

    @invariant()
    def the_database_is_what_the_model_says(self) -> None:
        accounts = ledger.find_accounts(self.work, [Ref(code, "SP") for code in FLOORS])
        assert {ref.code: account.balance for ref, account in accounts.items()} == self.model.balance
        assert {ref.code: account.pending for ref, account in accounts.items()} == self.model.pending
        found = self.connection.exec_driver_sql(
            "SELECT id, expires_on, remaining, held FROM ledger_lots WHERE community = %s", (self.town,)
        )
        lots = self.model.lots.values()
        assert {tuple(row) for row in found} == {(lot.id, lot.expires_on, lot.remaining, lot.held) for lot in lots}

    def teardown(self) -> None:
        if not hasattr(self, "connection"):
            return
        try:
            assert all(trial.even for trial in ledger.trial_balance(self.work))
            assert ledger.unbalanced(self.work) == []
            states = {one.id: one.state for one in ledger.find_holds(self.work, list(self.model.holds))}
            assert states == {name: HoldState(hold.state) for name, hold in self.model.holds.items()}
            assert ledger.seal(self.work).count == len(self.model.transfers)
            assert ledger.verify(self.work).intact
        finally:
            self.transaction.rollback()
            self.connection.close()


@pytest.mark.timeout(3600 if EXAMPLES > 100 else 120)
def test_the_ledger_does_what_the_model_does(service_engine: Engine):
    Steps.engine = service_engine
    run_state_machine_as_test(
        Steps,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            database=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        ),
    )
