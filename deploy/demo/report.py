"""The end of the festival: what happened, and whether business rows, postings and what the client was told are the same."""

from __future__ import annotations

import sys
import time
from typing import Any

from rich.console import Console
from rich.table import Table

from deploy.demo.town import Town

SETTLED_SECONDS_MAX = 40.0
WIDTH = 140


def settle(town: Town) -> tuple[dict[str, Any], list[str]]:
    """The platform's report once nothing moves any more, and what is wrong with it (nothing, if all is well)."""
    deadline = time.monotonic() + SETTLED_SECONDS_MAX
    while True:
        report = town.report()
        wrong = complaints(town, report)
        if not wrong or time.monotonic() > deadline:
            return report, wrong
        time.sleep(0.3)


def complaints(town: Town, report: dict[str, Any]) -> list[str]:
    """Everything in which the report differs from closed books or from what the client was told."""
    wrong = [f"no answer from {name}" for name in report["missing"]]
    wrong += [f"{letters['messages']} dead letters in {letters['queue']}" for letters in report["dead_letters"]]
    seen = {}
    for service in report["services"]:
        name = service["service"]
        if service["outbox_waiting"]:
            wrong.append(f"{name}: {service['outbox_waiting']} events wait to be sent")
        wrong += [f"{name}: books of {unit['unit']} do not close" for unit in service["trial_balances"] if _off(unit)]
        for fact in service["facts"]:
            seen[name, fact["name"]] = (fact["facts"], fact["facts_amount"])
            if fact["unmatched"]:
                wrong.append(f"{name}: {fact['unmatched']} of {fact['name']} do not match their postings")
    for key, (count, amount) in town.expected.items():
        found = seen.get(key)
        if found is None or found[0] != count or (amount is not None and found[1] != amount):
            wrong.append(f"{key[0]}: {key[1]}: the client was told {count} ({amount}), the service has {found}")
    return wrong


def show(town: Town, report: dict[str, Any], wrong: list[str], seconds: float, examples: list[tuple[str, str]]) -> None:
    """Print all tables and the verdict."""
    # Into a file or a pipe nobody can make the lines longer afterwards.
    console = Console(width=None if sys.stdout.isatty() else WIDTH)
    happened = Table("发生了什么 what happened", "结果 result", title="长林盘社区首届邻里美食节")
    for row in town.rows:
        happened.add_row(*row)
    console.print(happened)
    worked = Table("规则条款 section", "算得 result", title="规则算例 worked examples of the rulebook")
    for row in examples:
        worked.add_row(*row)
    console.print(worked)
    books = Table(title="对账 reconciliation")
    for heading in ("service", "fact", "unit", "facts", "amount", "postings", "amount", "client was told"):
        books.add_column(heading, overflow="fold")
    for service in report["services"]:
        for unit in service["trial_balances"]:
            books.add_row(
                service["service"],
                "trial balance",
                unit["unit"],
                "",
                unit["sum_of_balances"],
                "",
                unit["sum_of_entries"],
                "",
            )
        for fact in service["facts"]:
            told = town.expected.get((service["service"], fact["name"]))
            books.add_row(
                service["service"],
                fact["name"],
                fact["unit"],
                str(fact["facts"]),
                fact["facts_amount"],
                str(fact["postings"]),
                fact["postings_amount"],
                "" if told is None else f"{told[0]}{'' if told[1] is None else f' ({told[1]})'}",
            )
    console.print(books)
    asked = ", ".join(f"{what}: {count}" for what, count in sorted(town.api.told.items()))
    console.print(f"requests: {asked}; {seconds:.1f} s")
    for line in wrong:
        console.print(f"[red]✗ {line}")
    if not wrong:
        console.print(
            "[green]✓ facts = postings = what the client was told; trial balances zero; nothing waits, nothing is dead"
        )


def _off(unit: dict[str, Any]) -> bool:
    return (unit["sum_of_balances"], unit["sum_of_entries"], unit["accounts_off"]) != ("0.00", "0.00", 0)
