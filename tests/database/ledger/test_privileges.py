"""The database itself keeps the facts: as the service's role nothing of them can be changed, whatever the code does."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from ledger.tables import metadata
from tests.support.books import Books

FACTS = [table.name for table in metadata.tables.values() if table.info.get("append_only")]
ATTEMPTS = [
    *[f"DELETE FROM {name}" for name in [*FACTS, "ledger_accounts", "ledger_holds", "ledger_lots"]],
    *[f"TRUNCATE {name} CASCADE" for name in metadata.tables],
    *[f"UPDATE {name} SET community = 'x'" for name in metadata.tables],
    *[f"ALTER TABLE {name} DISABLE TRIGGER ALL" for name in FACTS],
    *[f"DROP TABLE {name} CASCADE" for name in FACTS],
    "UPDATE ledger_transfers SET amount = amount + 1",
    "UPDATE ledger_entries SET amount = 1",
    "UPDATE ledger_seals SET hash = hash",
    "UPDATE ledger_accounts SET floor = NULL",
    "UPDATE ledger_accounts SET cap = NULL, balance = 5",
    "UPDATE ledger_lots SET expires_on = '2099-01-01'",
    "UPDATE ledger_lots SET amount = amount * 2",
    "UPDATE ledger_holds SET amount = 1",
    "UPDATE ledger_unsealed SET transfer_id = 'x'",
    "ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_floor",
    "ALTER TABLE ledger_entries ALTER COLUMN amount TYPE numeric",
    "ALTER TABLE ledger_entries OWNER TO CURRENT_USER",
    "CREATE TRIGGER t BEFORE INSERT ON ledger_entries FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    "CREATE RULE r AS ON INSERT TO ledger_entries DO INSTEAD NOTHING",
    "SET session_replication_role = replica",
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_the_services_role_cannot(service_engine: Engine, attempt: str):
    with service_engine.connect() as connection, pytest.raises(ProgrammingError) as refused:
        connection.execute(text(attempt))

    assert refused.value.orig is not None
    assert refused.value.orig.pgcode == "42501"  # insufficient_privilege


def test_the_database_is_the_last_guard_of_floors(service_engine: Engine, books: Books):
    books.open("ann")

    with service_engine.connect() as connection, pytest.raises(Exception, match="ledger_accounts_floor"):
        connection.execute(text("UPDATE ledger_accounts SET balance = -1 WHERE community = :c"), {"c": books.community})


def test_no_amount_is_kept_in_a_float(service_engine: Engine):
    kinds = text("SELECT DISTINCT data_type FROM information_schema.columns WHERE table_name LIKE 'ledger_%'")

    with service_engine.connect() as connection:
        found = set(connection.execute(kinds).scalars())

    assert not found & {"real", "double precision", "numeric", "money"}
    assert "bigint" in found
