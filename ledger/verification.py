"""Verifies the chain: reads everything that is sealed again and names the first number at which the books were changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from chassis.database import Work
from ledger.canonical import genesis, link
from ledger.chain import CONTENT, Head, sealed_bytes
from ledger.store import rows

STEP = 5_000  # Links in memory at once.

LINKS = text(
    CONTENT  # noqa: S608 - both parts are constants
    + """, s.number, s.form, s.hash, s.transfer_id AS sealed_id
  FROM (SELECT * FROM ledger_seals WHERE community = :community AND number > :after AND number <= :after + :step) s
  LEFT JOIN ledger_transfers t ON t.community = s.community AND t.id = s.transfer_id
  LEFT JOIN ledger_accounts d ON d.community = t.community AND d.id = t.debit_id
  LEFT JOIN ledger_accounts c ON c.community = t.community AND c.id = t.credit_id
 ORDER BY s.number
"""
)

LAST = text("SELECT coalesce(max(number), 0) AS number FROM ledger_seals WHERE community = :community")

UNSEALED = text("""
SELECT count(*) AS count, coalesce(extract(epoch FROM :now - min(recorded_at)), 0) AS oldest
  FROM ledger_unsealed WHERE community = :community
""")

# In the books, but neither sealed nor waiting: slipped in past the ledger.
STRAY = text("""
SELECT t.id FROM ledger_transfers t
 WHERE t.community = :community
   AND NOT EXISTS (SELECT FROM ledger_unsealed u WHERE u.community = t.community AND u.transfer_id = t.id)
   AND NOT EXISTS (SELECT FROM ledger_seals s WHERE s.community = t.community AND s.transfer_id = t.id)
 ORDER BY t.id LIMIT 1
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fault:
    """Where the books were changed. `number` is the first bad link; None: `transfer_id` is in no link and waits for none."""

    number: int | None
    transfer_id: str | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Verified:
    """How far the chain holds: `count` good links up to `head`, and how much waits to be sealed, for how long at most."""

    count: int
    head: Head
    unsealed: int
    oldest_unsealed_seconds: float
    fault: Fault | None = None

    @property
    def intact(self) -> bool:
        """Is nothing changed that was sealed?"""
        return self.fault is None


def verify(work: Work, *, outside: Head | None = None) -> Verified:
    """Check every link, in steps of bounded memory. `outside`: a head kept elsewhere, to notice a tail that was cut off or rewritten."""
    good, fault = _walk(work, outside)
    if fault is None and outside is not None and good.number < outside.number:
        fault = Fault(number=good.number + 1, transfer_id=None, why="the tail is missing")
    waiting = rows(work, UNSEALED, now=work.now)[0]
    fault = fault or _stray(work)
    oldest = max(0.0, float(waiting["oldest"]))
    return Verified(
        count=good.number, head=good, unsealed=waiting["count"], oldest_unsealed_seconds=oldest, fault=fault
    )


def _walk(work: Work, outside: Head | None) -> tuple[Head, Fault | None]:
    good = Head(number=0, hash=genesis(work.community))
    # Up to the link that is the last one now: sealing goes on meanwhile.
    last = rows(work, LAST)[0]["number"]
    for row in _links(work, last):
        why = _wrong(row, good, work.community) or _rewritten(row, outside)
        if why is not None:
            return good, Fault(number=good.number + 1, transfer_id=row["sealed_id"], why=why)
        good = Head(number=row["number"], hash=bytes(row["hash"]))
    if good.number < last:
        return good, Fault(number=good.number + 1, transfer_id=None, why="a number is missing")
    return good, None


def _rewritten(row: dict[str, Any], outside: Head | None) -> str | None:
    if outside is None or row["number"] != outside.number or bytes(row["hash"]) == outside.hash:
        return None
    return "the chain was rewritten: another hash was kept outside"


def _wrong(row: dict[str, Any], previous: Head, community: str) -> str | None:
    if row["number"] != previous.number + 1:
        return "a number is missing or there twice"
    if row["id"] is None:
        return "the transfer is missing"
    try:
        expected = link(previous.hash, sealed_bytes(row["form"], community, row))
    except (ValueError, TypeError):
        return "the content has no canonical form"
    return None if expected == bytes(row["hash"]) else "the content or the hash was changed"


def _links(work: Work, last: int) -> Iterator[dict[str, Any]]:
    for after in range(0, last, STEP):
        found = rows(work, LINKS, after=after, step=STEP)
        yield from found
        if not found:
            return  # A gap this wide is a fault; nobody needs to look how wide it is.


def _stray(work: Work) -> Fault | None:
    found = rows(work, STRAY)
    return (
        Fault(number=None, transfer_id=found[0]["id"], why="was never sealed and does not wait for it")
        if found
        else None
    )
