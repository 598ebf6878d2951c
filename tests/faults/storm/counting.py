"""Counts what is there after the storm, from two sides that do not know of each other: the databases, and what the clients were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import Engine, text

import ledger
from chassis.actor import system
from chassis.database import Transactions
from tests.faults.storm.town import Receipt

GRANTS = text("SELECT source_id, cv, sp FROM grants WHERE community = :community")
POSTINGS = text("""
SELECT reference, unit, count(*) AS times, sum(amount) AS amount FROM ledger_transfers
WHERE community = :community AND kind LIKE 'grant-%' GROUP BY reference, unit
""")
MONEY = text("""
SELECT gift_id, count(*) AS times, sum(line.amount) AS amount, count(transfer.id) AS postings
FROM statement_lines line LEFT JOIN ledger_transfers transfer
  ON transfer.community = line.community AND transfer.reference = line.line_id
WHERE line.community = :community AND gift_id IS NOT NULL GROUP BY gift_id
""")


@dataclass(frozen=True, kw_only=True)
class Count:
    """What the storm left. The lists name the awards, so that each can be looked for in the logs."""

    attempted: int
    acknowledged: int
    recovered: int
    lost: tuple[str, ...]
    duplicated: tuple[str, ...]
    differing: tuple[str, ...]
    orphans: tuple[str, ...]
    uneven: tuple[str, ...]
    facts: dict[str, tuple[int, int, int]] = field(default_factory=dict)
    """Name → facts, postings, unmatched, as the platform's own report says."""

    @property
    def clean(self) -> bool:
        """Nothing lost, doubled, different, orphaned or uneven, and nothing left without an outcome."""
        wrong = (self.lost, self.duplicated, self.differing, self.orphans, self.uneven)
        return not any(wrong) and self.acknowledged == self.attempted


@dataclass(frozen=True, kw_only=True)
class Booked:
    """What the databases say of each source."""

    grants: Counter[str]
    worth: Mapping[str, tuple[int, int]]
    postings: Mapping[tuple[str, str], tuple[int, int]]
    money: Mapping[str, tuple[int, int, int]]


def booked(points: Engine, donations: Engine, community: str) -> Booked:
    """Read what was granted and posted."""
    with points.connect() as connection:
        grants = connection.execute(GRANTS, {"community": community}).all()
        postings = connection.execute(POSTINGS, {"community": community}).all()
    with donations.connect() as connection:
        money = connection.execute(MONEY, {"community": community}).all()
    return Booked(
        grants=Counter(row.source_id for row in grants),
        worth={row.source_id: (int(row.cv), int(row.sp)) for row in grants},
        postings={(row.reference, row.unit): (row.times, int(row.amount)) for row in postings},
        money={row.gift_id: (row.times, int(row.amount), row.postings) for row in money},
    )


def count(
    found: Booked, told: Sequence[Receipt], *, attempted: int, report: dict[str, Any], uneven: list[str]
) -> Count:
    """Hold the two sides against each other."""
    facts = {
        f"{service['service']}.{fact['name']}": (fact["facts"], fact["postings"], fact["unmatched"])
        for service in report["services"]
        for fact in service["facts"]
    }
    unmatched = [f"{name}: {numbers[2]} unmatched" for name, numbers in facts.items() if numbers[2]]
    return Count(
        attempted=attempted,
        acknowledged=len(told),
        recovered=sum(receipt.tries > 1 for receipt in told),
        lost=tuple(receipt.source_id for receipt in told if _lost(found, receipt)),
        duplicated=tuple(_duplicated(found)),
        differing=tuple(receipt.source_id for receipt in told if _differs(found, receipt)),
        orphans=(*_orphans(found), *unmatched),
        uneven=(*uneven, *_uneven(report)),
        facts=facts,
    )


def closed(engine: Engine, community: str) -> list[str]:
    """What is wrong with a ledger as a whole, asked of the ledger itself: sums, kept balances, the chain."""
    with Transactions(engine).look(system(community)) as work:
        wrong = [f"{trial}" for trial in ledger.trial_balance(work) if not trial.even]
        wrong += ledger.unbalanced(work)
        verified = ledger.verify(work)
    return wrong if verified.intact else [*wrong, f"the chain is broken: {verified}"]


def _lost(found: Booked, receipt: Receipt) -> bool:
    granted = found.grants[receipt.source_id] > 0 and (receipt.source_id, "CV") in found.postings
    return not granted or (receipt.amount is not None and receipt.source_id not in found.money)


def _duplicated(found: Booked) -> list[str]:
    twice = [source for source, times in found.grants.items() if times > 1]
    twice += [f"{source} {unit}" for (source, unit), (times, _) in found.postings.items() if times > 1]
    return twice + [gift for gift, (times, _, postings) in found.money.items() if times > 1 or postings > 1]


def _differs(found: Booked, receipt: Receipt) -> bool:
    """Is there something else than the client was told?"""
    cv, sp = found.worth.get(receipt.source_id, (0, 0))
    if receipt.cv is not None and (_hundredths(receipt.cv), _hundredths(receipt.sp)) != (cv, sp):
        return True
    _, amount, postings = found.money.get(receipt.source_id, (0, 0, 0))
    return receipt.amount is not None and (_hundredths(receipt.amount), 1) != (amount, postings)


def _orphans(found: Booked) -> list[str]:
    """Business rows without their posting, and postings without their business row."""
    expected = {(source, "CV"): cv for source, (cv, _) in found.worth.items() if cv}
    expected |= {(source, "SP"): sp for source, (_, sp) in found.worth.items() if sp}
    posted = {key: amount for key, (_, amount) in found.postings.items()}
    return [f"{source} {unit}" for source, unit in expected.keys() ^ posted.keys()] + [
        f"{source} {unit}: {expected[source, unit]} owed, {posted[source, unit]} posted"
        for source, unit in expected.keys() & posted.keys()
        if expected[source, unit] != posted[source, unit]
    ]


def _uneven(report: dict[str, Any]) -> list[str]:
    wrong = [f"no answer from {name}" for name in report["missing"]]
    wrong += [f"{letters['messages']} dead letters in {letters['queue']}" for letters in report["dead_letters"]]
    for service in report["services"]:
        if service["outbox_waiting"]:
            wrong.append(f"{service['service']}: {service['outbox_waiting']} events wait")
        wrong += [
            f"{service['service']}: {unit['unit']} {unit['sum_of_balances']} {unit['sum_of_entries']}"
            for unit in service["trial_balances"]
            if (unit["sum_of_balances"], unit["sum_of_entries"], unit["accounts_off"]) != ("0.00", "0.00", 0)
        ]
    return wrong


def _hundredths(written: str | None) -> int:
    return int(Decimal(written or "0") * 100)
