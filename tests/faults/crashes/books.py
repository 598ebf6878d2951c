"""What a database says in the end, without instants, places in a sequence, and ids that were drawn by lot: two runs can be compared."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, text

ID = re.compile(r"\b([a-z]{3})_[0-7][0-9A-HJKMNP-TV-Z]{25}\b")
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?([+-]\d\d:\d\d|Z)")
TRACE = re.compile(r"\b00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]\b")
ACCOUNT_COLUMNS = {"account_id", "debit_id", "credit_id"}
# Where a row stands and what was on the account before it depends on who came first; the order of two events of different services is free.
# What is sealed is sealed with a number drawn for it: the same name never reads the same twice.
FREE_COLUMNS = {"position", "balance_after", "sequence", "fingerprint", "code_hash", "sealed"}
# Seals follow the order of positions; whether the chain is whole is asked of the ledger itself.
# How well points were covered depends on what had been earned by the moment at which the day's job looked, and so does what it told.
FREE_TABLES = {"alembic_version", "ledger_unsealed", "ledger_seals", "moved_clock", "period_runs", "reserve_states"}
FREE_EVENTS = ("points.reserve_state_changed.v1",)
TABLES = text(
    "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
)


def books(engine: Engine, given: frozenset[str]) -> dict[str, Counter[str]]:
    """Table → its rows, each as often as it is there. Ids in `given` were chosen by the client and stay; others become their kind."""
    with engine.connect() as connection:
        names = sorted(set(connection.execute(TABLES).scalars()) - FREE_TABLES)
        accounts = _accounts(connection) if "ledger_accounts" in names else {}
        found = {}
        for name in names:
            rows = connection.execute(text(f'SELECT * FROM "{name}"')).mappings()
            told = [dict(row) for row in rows if row.get("type") not in FREE_EVENTS]
            found[name] = Counter(_line(name, row, given, accounts) for row in told)
        return found


def sizes(engine: Engine) -> dict[str, int]:
    """Table → how many rows it has: far cheaper than the books, and nothing here happens without a new row somewhere."""
    with engine.connect() as connection:
        names = sorted(set(connection.execute(TABLES).scalars()) - FREE_TABLES)
        counted = " UNION ALL ".join(f"SELECT '{name}' AS name, count(*) AS n FROM \"{name}\"" for name in names)
        return {row.name: row.n for row in connection.execute(text(counted))}


def differences(expected: dict[str, Counter[str]], found: dict[str, Counter[str]]) -> list[str]:
    """What is missing and what is there too often, in words."""
    told = []
    for name in sorted(expected.keys() | found.keys()):
        want, have = expected.get(name, Counter()), found.get(name, Counter())
        told += [f"{name}: missing {times} x {line}" for line, times in (want - have).items()]
        told += [f"{name}: too much {times} x {line}" for line, times in (have - want).items()]
    return told


def _accounts(connection: Any) -> dict[int, str]:
    rows = connection.execute(text("SELECT id, unit, code FROM ledger_accounts"))
    return {row.id: f"{row.unit}/{row.code}" for row in rows}


def _line(table: str, row: dict[str, Any], given: frozenset[str], accounts: dict[int, str]) -> str:
    kept = []
    for column, value in sorted(row.items()):
        drawn = table == "ledger_accounts" and column == "id"
        if column in FREE_COLUMNS or drawn or isinstance(value, datetime | memoryview | bytes):
            continue
        shown = accounts.get(value, value) if column in ACCOUNT_COLUMNS else value
        kept.append(f"{column}={_plain(str(shown), given)}")
    return " ".join(kept)


def _plain(value: str, given: frozenset[str]) -> str:
    value = TRACE.sub("trace", INSTANT.sub("instant", value))
    return ID.sub(lambda found: found[0] if found[0] in given else f"{found[1]}_drawn", value)
