"""What an account did: its entries page by page, and its balance on a past day, always computed from the entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import text

from chassis.database import Work
from ledger.store import rows

PAGE_MAX = 200

# The account is looked up first and not joined: only for one known account does the index give the entries in the order of the page.
# Joined, every entry of the account would be read and sorted for each page.
PAGE = text("""
SELECT e.position, e.transfer_id, e.amount, e.balance_after, t.kind, t.reference, t.effective_on, t.recorded_at, t.reverses, t.rulebook,
       o.code AS other
  FROM ledger_entries e
  JOIN ledger_transfers t ON t.community = e.community AND t.id = e.transfer_id
  JOIN ledger_accounts o ON o.community = t.community
                        AND o.id = CASE WHEN t.debit_id = e.account_id THEN t.credit_id ELSE t.debit_id END
 WHERE e.community = :community AND e.position < :after
   AND e.account_id = (SELECT id FROM ledger_accounts WHERE community = :community AND unit = :unit AND code = :code)
 ORDER BY e.position DESC
 LIMIT :limit
""")

BALANCE_ON = text("""
SELECT coalesce(sum(e.amount), 0) AS balance
  FROM ledger_accounts a
  JOIN ledger_entries e ON e.community = a.community AND e.account_id = a.id
  JOIN ledger_transfers t ON t.community = e.community AND t.id = e.transfer_id
 WHERE a.community = :community AND a.unit = :unit AND a.code = :code AND t.effective_on <= :day AND t.recorded_at <= :known_at
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line of a statement: `amount` is signed, `other` the account on the other side, `reference` the business id behind it."""

    position: int
    transfer_id: str
    amount: int
    balance_after: int
    kind: str
    reference: str
    effective_on: date
    recorded_at: datetime
    reverses: str | None
    rulebook: str
    other: str


def entries_page(work: Work, code: str, unit: str, *, after: int | None = None, limit: int = 50) -> list[Line]:
    """The account's entries, newest first; `after`: the position of the last line of the page before. At most PAGE_MAX lines."""
    bounds = {"after": 2**63 - 1 if after is None else after, "limit": min(limit, PAGE_MAX)}
    return [Line(**row) for row in rows(work, PAGE, code=code, unit=unit, **bounds)]


def balance_on(work: Work, code: str, unit: str, day: date, *, known_at: datetime | None = None) -> int:
    """The balance at the end of the civil day, from the entries effective until then; `known_at`: only those recorded until then."""
    found = rows(
        work,
        BALANCE_ON,
        code=code,
        unit=unit,
        day=day,
        known_at=known_at or datetime.max.replace(tzinfo=work.now.tzinfo),
    )
    return int(found[0]["balance"])
