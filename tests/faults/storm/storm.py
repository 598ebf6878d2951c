"""One storm from beginning to end: a fresh system, a town, clients at a steady rate, deaths, rest, count."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import text

from chassis.migrations import LEDGERED
from tests.faults.storm.client import Client
from tests.faults.storm.counting import Count, booked, closed, count
from tests.faults.storm.killing import Killed, Killer
from tests.faults.storm.system import SERVICES, Supervised, supervised
from tests.faults.storm.town import Receipt, Task, Town, hours_of

COMMUNITY = "changlinpan"
CLIENTS = 16
REST_SECONDS_MAX = 120.0
REPORT_SECONDS_MAX = 60.0


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What shall happen; with the same seed the same victims die in the same order."""

    seed: int
    awards: int
    kills: int
    broker_kills: int
    awards_per_second: float

    @property
    def seconds(self) -> float:
        """How long the clients have work."""
        return self.awards / self.awards_per_second


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of it."""

    plan: Plan
    count: Count
    killed: Sequence[Killed]
    faults: Sequence[str]
    seconds: float
    rest_seconds: float


def weather(plan: Plan, folder: Path, *, say: Callable[[str], None] = lambda _: None) -> Outcome:
    """Run the storm in this folder."""
    say("starting a system of its own")
    with supervised(folder) as system, closing(system.caller()) as caller:
        town = Town(Client(system.url, COMMUNITY), system.admin_key, system.second_admin_key)
        say(f"registering the town, bringing {hours_of(plan.awards)} contributions to the end of their notice")
        town.settle(hours=hours_of(plan.awards))
        killer = Killer(system, caller, random.Random(f"{plan.seed} kills"), COMMUNITY)
        say(f"{plan.awards} awards in {plan.seconds:.0f} s, {plan.kills} + {plan.broker_kills} deaths")
        began = time.monotonic()
        death = threading.Thread(
            target=killer.run,
            kwargs={"kills": plan.kills, "of_broker": plan.broker_kills, "within_seconds": 0.9 * plan.seconds},
            daemon=True,
        )
        death.start()
        told, faults = _serve(town.tasks(awards=plan.awards, chance=random.Random(f"{plan.seed} awards")), plan)
        death.join()
        ended = time.monotonic()
        say("waiting for rest")
        faults += _rest(system)
        rested = time.monotonic()
        found = _counted(system, town, told, plan.awards)
        return Outcome(
            plan=plan,
            count=found,
            killed=tuple(killer.killed),
            faults=(*faults, *killer.faults),
            seconds=ended - began,
            rest_seconds=rested - ended,
        )


def _serve(tasks: Sequence[Task], plan: Plan) -> tuple[list[Receipt], list[str]]:
    """Begin each task when the steady rate says so; a client that has to ask again is late, and the others go on."""
    told: list[Receipt] = []
    faults: list[str] = []
    began, before = time.monotonic(), 0

    def run(task: Task, due_seconds: float) -> None:
        time.sleep(max(0.0, began + due_seconds - time.monotonic()))
        try:
            told.extend(task.do())
        except Exception as error:  # noqa: BLE001 - whatever it was, it is told at the end
            faults.append(f"{task.sources[0]} and {len(task.sources) - 1} more: {type(error).__name__}: {error}")

    with ThreadPoolExecutor(CLIENTS) as pool:
        try:
            for task in tasks:
                pool.submit(run, task, before / plan.awards_per_second)
                before += len(task.sources)
            pool.shutdown()
        except KeyboardInterrupt:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return told, faults


def _rest(system: Supervised) -> list[str]:
    """Wait until nothing waits, in any outbox or queue, and every entry is sealed. Asked of the databases: reports take long by now."""
    deadline = time.monotonic() + REST_SECONDS_MAX
    while time.monotonic() < deadline:
        if not (waiting := _waiting(system)):
            return []
        time.sleep(0.5)
    return [f"no rest after {REST_SECONDS_MAX:.0f} s: {waiting}"]


def _waiting(system: Supervised) -> dict[str, int]:
    """Events not sent, entries not sealed, messages not handled: by the name of where they wait."""
    found = {row["name"]: row["messages"] for row in system.queues()}
    for service in SERVICES:
        for table in ("outbox", *(("ledger_unsealed",) if service in LEDGERED else ())):
            with system.engine(service).connect() as connection:
                count = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
            found[f"{service}.{table}"] = int(count)
    return {name: count for name, count in found.items() if count}


def _report(town: Town) -> dict[str, Any]:
    """The platform's own report, complete if it can be had."""
    deadline = time.monotonic() + REPORT_SECONDS_MAX
    while (report := town.report())["missing"] and time.monotonic() < deadline:
        time.sleep(1.0)
    return report


def _counted(system: Supervised, town: Town, told: Sequence[Receipt], attempted: int) -> Count:
    points, donations = system.engine("points"), system.engine("donations")
    uneven = [f"points: {line}" for line in closed(points, COMMUNITY)]
    uneven += [f"donations: {line}" for line in closed(donations, COMMUNITY)]
    found = booked(points, donations, COMMUNITY)
    return count(found, told, attempted=attempted, report=_report(town), uneven=uneven)
