"""PostgreSQL's own load generator as a ceiling: it sends the statements that our code sends, and thinks nothing in between."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import event, make_url

from chassis.actor import system
from chassis.database import Transactions, Work
from deploy.local.postgres import binaries
from tests.support.databases import Copy

COMMUNITY = "changlinpan"
FIRST = 1_000_000
"""Account n (from 1) has the id n and the code account-(FIRST + n)."""
DEBIT, CREDIT, AMOUNT = 777, 888, 424_242
"""Values that stand out in the captured statements; the script draws others in their place."""
DRAW = r"""
\set n :n + 1
\set d random(1, 1000)
\set c 1 + ((:d - 1 + random(1, 999)) % 1000)
\set debit :d + 1000000
\set credit :c + 1000000
\set a random(1, 10000)
BEGIN;
"""
TPS = re.compile(r"^tps = ([\d.]+)", re.MULTILINE)


class Captured(Exception):
    """Ends the transaction in which statements were captured; nothing of it stays."""


@dataclass(frozen=True, kw_only=True)
class Pgbench:
    """A script against one database."""

    url: str
    script: Path

    @staticmethod
    def of(copy: Copy, statements: list[str], *, folder: Path) -> Pgbench:
        """Write the script: a transaction of the statements, with values drawn anew for every run of it."""
        script = folder / "postings.sql"
        script.write_text(DRAW + "".join(f"{_drawn(one)};\n" for one in statements) + "COMMIT;\n")
        return Pgbench(url=copy.url, script=script)

    def run(self, *, clients: int, seconds: int) -> float:
        """Transactions a second of so many clients; raises if one of them failed."""
        url = make_url(self.url)
        command = [
            *(str(binaries() / "pgbench"), "--no-vacuum", "--protocol=simple", "--file", str(self.script)),
            *("--client", str(clients), "--jobs", str(min(clients, 2)), "--time", str(seconds)),
            *("--define", "n=0", "--define", f"run={time.time_ns()}"),
            *("--host", str(url.host), "--port", str(url.port), "--username", str(url.username), str(url.database)),
        ]
        # The same planning as in our own connections.
        given = {"PGPASSWORD": str(url.password), "PGOPTIONS": "-c plan_cache_mode=force_custom_plan"}
        done = subprocess.run(command, env={**os.environ, **given}, capture_output=True, text=True, check=False)
        found = TPS.search(done.stdout)
        if done.returncode != 0 or found is None or "number of failed transactions: 0 " not in done.stdout:
            message = f"pgbench failed: {done.stdout[-800:]}{done.stderr[-800:]}"
            raise RuntimeError(message)
        return float(found[1])


def captured(copy: Copy, act: Callable[[Work], Any]) -> list[str]:
    """What the server is sent while `act` works, literally; its transaction is rolled back."""
    sent: list[str] = []
    transactions = Transactions(copy.engine)
    with transactions.begin(system(COMMUNITY)):
        pass  # What a new connection asks for itself is not the work.
    event.listen(copy.engine, "after_cursor_execute", lambda _, cursor, *__: sent.append(cursor.query.decode()))
    try:
        with transactions.begin(system(COMMUNITY)) as work:
            act(work)
            raise Captured  # noqa: TRY301 - how a transaction is rolled back
    except Captured:
        return sent


def _drawn(statement: str) -> str:
    """The statement with variables for what differs from posting to posting."""
    for pattern, variable in (
        (r"trf_[0-9A-Z]{26}", "trf_:run-:client_id-:n"),
        (rf"account-{FIRST + DEBIT}", "account-:debit"),
        (rf"account-{FIRST + CREDIT}", "account-:credit"),
        (rf"(?<![\d:])-{AMOUNT}\b", "-:a"),
        (rf"\b{AMOUNT}\b", ":a"),
        (rf"\b{DEBIT}\b", ":d"),
        (rf"\b{CREDIT}\b", ":c"),
    ):
        statement = re.sub(pattern, variable, statement)
    return statement
