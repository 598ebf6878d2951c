"""Seals transfers behind the writers: numbers them per community and chains their hashes, in batches, seconds later.

Writers never wait for the head of the chain: they leave a row in a queue. What a long transaction commits late simply gets a
later number.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from chassis.database import Work
from ledger.canonical import FORM, canonical, genesis, link
from ledger.store import rows

# One sealer of a community at a time; whoever comes second has nothing to do. Ends with the transaction.
TURN = text("SELECT pg_try_advisory_xact_lock(hashtextextended('ledger.seal ' || :community, 0)) AS mine")

HEAD = text("SELECT number, hash FROM ledger_seals WHERE community = :community ORDER BY number DESC LIMIT 1")

QUEUE = text("""
SELECT position, transfer_id FROM ledger_unsealed WHERE community = :community ORDER BY position LIMIT :limit
""")

# All that is sealed, as text where a driver could disagree about the form.
CONTENT = """
SELECT t.id, t.unit, d.code AS debit, c.code AS credit, t.amount, t.kind, t.reference, t.group_id, t.rulebook,
       CAST(t.effective_on AS text) AS effective_on, CAST(extract(epoch FROM t.recorded_at) * 1000000 AS bigint) AS recorded_us,
       CAST(t.expires_on AS text) AS expires_on, t.reverses,
       ARRAY(SELECT a.code FROM ledger_entries e LEFT JOIN ledger_accounts a ON a.community = e.community AND a.id = e.account_id
              WHERE e.community = t.community AND e.transfer_id = t.id ORDER BY e.position, e.account_id) AS entry_codes,
       ARRAY(SELECT v FROM ledger_entries e CROSS JOIN LATERAL unnest(ARRAY[e.amount, e.balance_after, e.position])
                                                               WITH ORDINALITY AS u(v, n)
              WHERE e.community = t.community AND e.transfer_id = t.id ORDER BY e.position, e.account_id, n) AS entry_numbers
"""

TRANSFERS = text(f"""{CONTENT}
  FROM ledger_transfers t
  LEFT JOIN ledger_accounts d ON d.community = t.community AND d.id = t.debit_id
  LEFT JOIN ledger_accounts c ON c.community = t.community AND c.id = t.credit_id
 WHERE t.community = :community AND t.id = ANY(:ids)
""")

SEAL = text("""
WITH sealed AS (
  INSERT INTO ledger_seals (community, number, transfer_id, form, hash)
  SELECT :community, * FROM unnest(CAST(:numbers AS bigint[]), CAST(:ids AS text[]), CAST(:forms AS int[]), CAST(:hashes AS bytea[]))
)
DELETE FROM ledger_unsealed WHERE community = :community AND position = ANY(:positions)
""")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The last link of a chain. Kept outside (the federation, a log store), it makes a cut-off tail visible."""

    number: int
    hash: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Sealed:
    """What one run of the sealer did: `count` transfers, and the head after it."""

    count: int
    head: Head


def seal(work: Work, *, limit: int = 2_000) -> Sealed:
    """Number and chain up to `limit` transfers in the order in which they were written. Zero when another sealer is at work."""
    if not rows(work, TURN)[0]["mine"]:
        return Sealed(count=0, head=head(work))
    last = head(work)
    queue = rows(work, QUEUE, limit=limit)
    content = {row["id"]: row for row in rows(work, TRANSFERS, ids=[row["transfer_id"] for row in queue])}
    ids = [row["transfer_id"] for row in queue]
    hashes = _chain(work.community, last.hash, [content[transfer_id] for transfer_id in ids])
    if not ids:
        return Sealed(count=0, head=last)
    numbers = [last.number + turn for turn in range(1, len(ids) + 1)]
    names = {"numbers": numbers, "ids": ids, "forms": [FORM] * len(ids), "hashes": hashes}
    rows_of_queue = [row["position"] for row in queue]
    work.connection.execute(SEAL, {"community": work.community, "positions": rows_of_queue, **names})
    return Sealed(count=len(ids), head=Head(number=numbers[-1], hash=hashes[-1]))


def head(work: Work) -> Head:
    """The last link; number 0 before the first."""
    found = rows(work, HEAD)
    return (
        Head(number=found[0]["number"], hash=bytes(found[0]["hash"]))
        if found
        else Head(number=0, hash=genesis(work.community))
    )


def sealed_bytes(form: int, community: str, row: dict[str, Any]) -> bytes:
    """The canonical bytes of a row of CONTENT."""
    numbers = row["entry_numbers"]
    entries = [[code, *numbers[3 * turn : 3 * turn + 3]] for turn, code in enumerate(row["entry_codes"])]
    return canonical(form, community, row, entries)


def _chain(community: str, previous: bytes, content: Sequence[dict[str, Any]]) -> list[bytes]:
    hashes = []
    for row in content:
        previous = link(previous, sealed_bytes(FORM, community, row))
        hashes.append(previous)
    return hashes
