"""A transfer costs the same in a large community as in a new one."""

from __future__ import annotations

from sqlalchemy import Engine, text

import ledger
from ledger import NewAccount
from tests.support.books import Books

READ = text("SELECT coalesce(sum(idx_tup_read), 0) FROM pg_stat_user_indexes WHERE relname = 'ledger_transfers'")


def test_posting_does_not_read_the_communitys_older_transfers(books: Books, ledger_database: Engine):
    books.do(ledger.open_accounts, [NewAccount(code=code, unit="SP", floor=None) for code in ("mint", "ann")])
    for _ in range(3):
        books.post(*[books.move("mint", "ann", 1) for _ in range(200)])

    before = rows_read(books, ledger_database)
    books.post(*[books.move("mint", "ann", 1) for _ in range(200)])

    # One look per entry's foreign key, and nothing like one per older transfer.
    assert rows_read(books, ledger_database) - before < 200 * 20


def rows_read(books: Books, owner: Engine) -> int:
    """How many index entries of transfers were read so far, with the statistics of our own connections sent off."""
    with books.begin() as work:
        work.connection.execute(text("SELECT pg_stat_force_next_flush()"))
    with owner.connect() as connection:
        return int(connection.execute(READ).scalar_one())
