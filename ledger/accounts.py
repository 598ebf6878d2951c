"""Open accounts, and read what is on them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import text

from chassis.clock import civil_day
from chassis.database import Work
from ledger import refusals, rules
from ledger.book import unknown
from ledger.store import rows
from ledger.values import Account, NewAccount, Ref

FIND = text("""
SELECT a.id, a.code, a.unit, a.balance, a.pending, a.floor, a.cap, a.lots
  FROM ledger_accounts a
  JOIN unnest(CAST(:codes AS text[]), CAST(:units AS text[])) AS wanted(code, unit) ON a.code = wanted.code AND a.unit = wanted.unit
 WHERE a.community = :community
""")

OPEN = text("""
INSERT INTO ledger_accounts (community, unit, code, floor, cap, lots)
SELECT :community, * FROM unnest(CAST(:units AS text[]), CAST(:codes AS text[]), CAST(:floors AS bigint[]), CAST(:caps AS bigint[]),
                                 CAST(:lots AS boolean[]))
    ON CONFLICT (community, unit, code) DO NOTHING
""")

LAPSED = text("""
SELECT account_id, sum(remaining - held) AS lapsed
  FROM ledger_lots
 WHERE community = :community AND account_id = ANY(:accounts) AND expires_on < :today AND remaining > 0
 GROUP BY account_id
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """What is on an account: `available` may be spent now; `pending` is held; `lapsed` waits to be moved away by `expire_lots`."""

    balance: int
    pending: int
    lapsed: int

    @property
    def available(self) -> int:
        """What may be spent now."""
        return self.balance - self.pending - self.lapsed


def open_account(work: Work, wanted: NewAccount) -> Account:
    """Open the account, or answer the one that is there. Refuses AccountDiffers if it was opened on other terms, AccountNotAllowed."""
    return open_accounts(work, [wanted])[wanted.ref]


def open_accounts(work: Work, wanted: Sequence[NewAccount]) -> dict[Ref, Account]:
    """Open those of the accounts that are not there yet; one statement when all are there. Refuses AccountDiffers, AccountNotAllowed."""
    for one in wanted:
        rules.check_account(one)
    found = find_accounts(work, [one.ref for one in wanted])
    # Sorted, so that two pieces of work that open the same accounts wait for each other in one order.
    missing = sorted({one for one in wanted if one.ref not in found}, key=lambda one: (one.unit, one.code))
    if missing:
        _open(work, missing)
        found |= find_accounts(work, [one.ref for one in missing])
    for one in wanted:
        if not rules.same_terms(found[one.ref], one):
            raise refusals.AccountDiffers(account=one.code, unit=one.unit)
    return found


def find_accounts(work: Work, refs: Sequence[Ref]) -> dict[Ref, Account]:
    """The accounts as they stand, without a lock; unknown ones are left out."""
    names = {"codes": [ref.code for ref in refs], "units": [ref.unit for ref in refs]}
    accounts = [Account(**row) for row in rows(work, FIND, **names)]
    return {account.ref: account for account in accounts}


def balance(work: Work, code: str, unit: str) -> Balance:
    """What is on the account, read from its row: exact, whatever the number of entries. Refuses UnknownAccount."""
    ref = Ref(code, unit)
    account = find_accounts(work, [ref]).get(ref)
    if account is None:
        raise unknown(ref)
    return balances(work, [account])[ref]


def balances(work: Work, accounts: Collection[Account]) -> dict[Ref, Balance]:
    """What is on these accounts, as they were just found; one more look at those that have lots, for what has lapsed."""
    with_lots = [account.id for account in accounts if account.lots]
    found = rows(work, LAPSED, accounts=with_lots, today=civil_day(work.now)) if with_lots else []
    lapsed = {row["account_id"]: int(row["lapsed"]) for row in found}
    return {
        account.ref: Balance(balance=account.balance, pending=account.pending, lapsed=lapsed.get(account.id, 0))
        for account in accounts
    }


def _open(work: Work, missing: Sequence[NewAccount]) -> None:
    columns = {
        "units": [one.unit for one in missing],
        "codes": [one.code for one in missing],
        "floors": [one.floor for one in missing],
        "caps": [one.cap for one in missing],
        "lots": [one.lots for one in missing],
    }
    work.connection.execute(OPEN, {"community": work.community, **columns})
