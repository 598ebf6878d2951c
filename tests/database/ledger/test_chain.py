"""The chain: whatever is changed behind the ledger's back is found, at the first bad number; what is right raises no alarm."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from sqlalchemy import Connection, Engine, text

import ledger
from chassis.actor import system
from chassis.cause import Cause
from chassis.database import Work
from ledger import Head
from tests.support.books import MAY, Books

MUTATIONS = int(os.environ.get("LEDGER_MUTATIONS", "150"))
LENGTH = 12

CONTENT = {
    "ledger_transfers": (
        "id",
        {"kind": "kind || '.'", "reference": "lower(reference) || ' '", "amount": "amount + 1", "unit": "unit || 'x'"},
    ),
    "ledger_entries": (
        "transfer_id",
        {"amount": "amount * 2", "balance_after": "balance_after - 1", "position": "position + 100000"},
    ),
    "ledger_seals": ("transfer_id", {"hash": "set_byte(hash, 7, (get_byte(hash, 7) + 1) % 256)", "form": "form + 1"}),
}
MORE = {
    "rulebook": "'v0'",
    "group_id": "'trf_0'",
    "effective_on": "effective_on - 1",
    "recorded_at": "recorded_at + interval '1 microsecond'",
    "reverses": "'trf_0'",
    "expires_on": "'2030-01-01'",
}
CONTENT["ledger_transfers"][1].update(MORE)


@pytest.fixture
def town(books: Books) -> Books:
    """A dozen transfers, sealed in three runs."""
    books.open("mint", floor=None)
    books.open("ann")
    for _ in range(3):
        books.post(*[books.move("mint", "ann", 5, reference=f"CTB_{turn}") for turn in range(LENGTH // 3)])
        books.do(ledger.seal)
    return books


@dataclass
class Attacker:
    """Somebody with the owner's rights, in a transaction that is never committed."""

    connection: Connection
    community: str

    def run(self, statement: str, **names: object) -> int:
        """Change something of this community; answers how many rows."""
        return self.connection.execute(text(statement), {"c": self.community, **names}).rowcount

    def verify(self, outside: Head | None = None) -> ledger.Verified:
        """What the verifier says about it."""
        work = Work(connection=self.connection, now=MAY, actor=system(self.community), cause=Cause())
        return ledger.verify(work, outside=outside)


@contextmanager
def attacking(owner: Engine, community: str) -> Iterator[Attacker]:
    """The guards of the database taken away, and everything as before at the end."""
    with owner.connect() as connection:
        for table in (
            "ledger_entries",
            "ledger_lots",
            "ledger_lot_slices",
            "ledger_reversals",
            "ledger_seals",
            "ledger_transfers",
        ):
            names = connection.execute(
                text(
                    "SELECT conname FROM pg_constraint WHERE conrelid = CAST(:t AS regclass) AND contype <> 'n' ORDER BY contype = 'p', contype <> 'f'"
                ),
                {"t": table},
            ).scalars()
            for name in names.all():
                connection.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT {name} CASCADE"))
        connection.execute(text("DROP INDEX IF EXISTS ledger_entries_statement"))
        connection.execute(text("ALTER TABLE ledger_entries ALTER COLUMN position DROP IDENTITY"))
        yield Attacker(connection=connection, community=community)
        connection.rollback()


def test_what_is_right_raises_no_alarm_and_what_waits_is_counted(town: Books):
    town.post(town.move("mint", "ann", 5))
    town.clock.advance(seconds=90)
    town.post(town.move("mint", "ann", 5))

    verified = town.do(ledger.verify)

    assert (verified.intact, verified.count, verified.unsealed) == (True, LENGTH, 2)
    assert verified.oldest_unsealed_seconds == 90
    assert verified.head == town.do(ledger.head)


def test_sealing_takes_what_waits_in_order_and_only_that(town: Books):
    for _ in range(5):
        town.post(town.move("mint", "ann", 5))

    first, rest, none = town.do(ledger.seal, limit=3), town.do(ledger.seal), town.do(ledger.seal)

    assert [first.count, rest.count, none.count] == [3, 2, 0]
    assert rest.head.number == LENGTH + 5
    assert town.do(ledger.verify, outside=first.head).intact


def test_sealers_at_once_give_every_transfer_one_number(town: Books):
    town.post(*[town.move("mint", "ann", 1) for _ in range(30)])

    town.at_once(*[lambda: town.do(ledger.seal, limit=7) for _ in range(8)])
    while town.do(ledger.seal).count:
        pass

    verified = town.do(ledger.verify)
    assert (verified.intact, verified.count, verified.unsealed) == (True, LENGTH + 30, 0)


def test_what_a_long_transaction_commits_late_still_gets_a_number(town: Books):
    with town.begin() as slow:
        slow_one = town.move("mint", "ann", 1)
        ledger.lock_accounts(slow, [])
        other = Books(engine=town.engine, community=town.community)
        other.open("other", floor=None)
        other.open("purse")
        ledger.post(slow, [slow_one])
        other.post(other.move("other", "purse", 1))
        assert other.do(ledger.seal).head.number == LENGTH + 1

    assert town.do(ledger.seal).head.number == LENGTH + 2
    assert town.do(ledger.verify).intact


def test_every_changed_byte_is_found_at_its_number(town: Books, ledger_database: Engine):
    outside = town.do(ledger.head)
    with attacking(ledger_database, town.community) as attacker:
        ids = sealed_ids(attacker)
        for table, (key, columns) in CONTENT.items():
            for column, changed in columns.items():
                with attacker.connection.begin_nested() as savepoint:
                    attacker.run(
                        f"UPDATE {table} SET {column} = {changed} WHERE community = :c AND {key} = :id", id=ids[4]
                    )
                    found = attacker.verify(outside)
                    savepoint.rollback()
                assert found.fault is not None, (table, column)
                assert found.fault.number == 5, (table, column)
        assert attacker.verify(outside).intact


def test_random_mutations_are_all_found(town: Books, ledger_database: Engine):
    outside, chance = town.do(ledger.head), random.Random(7)
    found = 0
    with attacking(ledger_database, town.community) as attacker:
        ids = sealed_ids(attacker)
        for _ in range(MUTATIONS):
            with attacker.connection.begin_nested() as savepoint:
                mutate(attacker, ids, chance)
                found += not attacker.verify(outside).intact
                savepoint.rollback()
        assert attacker.verify(outside).intact

    assert found == MUTATIONS


def test_a_cut_off_tail_is_found_only_with_a_head_kept_outside(town: Books, ledger_database: Engine):
    outside = town.do(ledger.head)
    with attacking(ledger_database, town.community) as attacker:
        last = sealed_ids(attacker)[-1]
        attacker.run("DELETE FROM ledger_entries WHERE community = :c AND transfer_id = :id", id=last)
        attacker.run("DELETE FROM ledger_transfers WHERE community = :c AND id = :id", id=last)
        attacker.run("DELETE FROM ledger_seals WHERE community = :c AND transfer_id = :id", id=last)

        assert attacker.verify().intact
        fault = attacker.verify(outside).fault
        assert fault is not None
        assert fault.number == LENGTH


def test_a_rewritten_chain_is_found_with_a_head_kept_outside(town: Books, ledger_database: Engine):
    outside = town.do(ledger.head)
    with attacking(ledger_database, town.community) as attacker:
        attacker.run("UPDATE ledger_transfers SET reference = 'forged' WHERE community = :c")
        attacker.run(
            "INSERT INTO ledger_unsealed (community, transfer_id, recorded_at)"
            " SELECT community, transfer_id, now() FROM ledger_seals WHERE community = :c ORDER BY number"
        )
        attacker.run("DELETE FROM ledger_seals WHERE community = :c")
        ledger.seal(Work(connection=attacker.connection, now=MAY, actor=system(town.community), cause=Cause()))

        assert attacker.verify().intact
        assert not attacker.verify(outside).intact


def test_a_transfer_slipped_in_past_the_queue_is_named(town: Books, ledger_database: Engine):
    with attacking(ledger_database, town.community) as attacker:
        attacker.run(
            'INSERT INTO ledger_transfers SELECT (jsonb_populate_record(t, \'{"id": "trf_forged"}\')).* FROM ledger_transfers t'
            " WHERE community = :c LIMIT 1"
        )
        fault = attacker.verify().fault

    assert fault is not None
    assert (fault.number, fault.transfer_id) == (None, "trf_forged")


def sealed_ids(attacker: Attacker) -> list[str]:
    """The transfers by number."""
    found = text("SELECT transfer_id FROM ledger_seals WHERE community = :c ORDER BY number")
    return list(attacker.connection.execute(found, {"c": attacker.community}).scalars())


def mutate(attacker: Attacker, ids: list[str], chance: random.Random) -> None:
    """Change, delete, double, swap or insert one thing, anywhere."""
    one, other = chance.sample(ids, 2)
    table = chance.choice(list(CONTENT))
    key, columns = CONTENT[table]
    names = {"id": one, "other": other}
    where = f"WHERE community = :c AND {key}"
    match chance.choice(["change", "delete", "double", "swap", "swap numbers", "insert"]):
        case "change":
            column = chance.choice(list(columns))
            changed = attacker.run(f"UPDATE {table} SET {column} = {columns[column]} {where} = :id", id=one)
        case "delete":
            changed = attacker.run(f"DELETE FROM {table} {where} = :id", id=one)
        case "double":
            changed = attacker.run(f"INSERT INTO {table} SELECT * FROM {table} {where} = :id", id=one)
        case "swap":
            swapped = f"CASE WHEN {key} = :id THEN :other ELSE :id END"
            changed = attacker.run(f"UPDATE {table} SET {key} = {swapped} {where} IN (:id, :other)", **names)
        case "swap numbers":
            numbers = "SELECT sum(number) FROM ledger_seals WHERE community = :c AND transfer_id IN (:id, :other)"
            changed = attacker.run(
                f"UPDATE ledger_seals SET number = ({numbers}) - number WHERE community = :c AND transfer_id IN (:id, :other)",
                **names,
            )
        case _:
            changed = attacker.run(
                "INSERT INTO ledger_entries SELECT community, transfer_id, account_id + 1, 1, 1, 1 FROM ledger_entries"
                " WHERE community = :c AND transfer_id = :id LIMIT 1",
                id=one,
            )
    assert changed > 0
