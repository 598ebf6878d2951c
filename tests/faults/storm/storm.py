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

from tests.faults.storm.client import Client, Refused
from tests.faults.storm.counting import Count, booked, closed, count
from tests.faults.storm.killing import Killed, Killer
from tests.faults.storm.system import Supervised, supervised
from tests.faults.storm.town import Receipt, Task, Town, hours_of

COMMUNITY = "changlinpan"
CLIENTS = 16
REST_SECONDS_MAX = 120.0


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
        town = Town(Client(system.url, COMMUNITY), system.admin_key)
        say(f"registering the town, bringing {hours_of(plan.awards)} contributions to the end of their notice")
        town.settle(hours=hours_of(plan.awards))
        killer = Killer(system, caller, random.Random(f"{plan.seed} kills"), COMMUNITY)
        say(f"{plan.awards} awards in {plan.seconds:.0f} s, {plan.kills} + {plan.broker_kills} deaths")
        began = time.monotonic()
        death = threading.Thread(
            target=killer.run,
            kwargs={"kills": plan.kills, "of_broker": plan.broker_kills, "within_seconds": 0.95 * plan.seconds},
        )
        death.start()
        told, faults = _serve(town.tasks(awards=plan.awards, chance=random.Random(f"{plan.seed} awards")), plan)
        death.join()
        ended = time.monotonic()
        say("waiting for rest")
        faults += _rest(system, town)
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
        except (Refused, TimeoutError) as error:
            faults.append(f"{task.sources[0]} and {len(task.sources) - 1} more: {error}")

    with ThreadPoolExecutor(CLIENTS) as pool:
        for task in tasks:
            pool.submit(run, task, before / plan.awards_per_second)
            before += len(task.sources)
    return told, faults


def _rest(system: Supervised, town: Town) -> list[str]:
    """Wait until nothing waits, in any outbox or queue, and every entry is sealed."""
    deadline = time.monotonic() + REST_SECONDS_MAX
    while time.monotonic() < deadline:
        report = town.report()
        sealed = all(service.get("chain_unsealed") in (0, None) for service in report["services"])
        if report["quiet"] and sealed and not _queued(system):
            return []
        time.sleep(0.5)
    return [f"no rest after {REST_SECONDS_MAX:.0f} s: {_queued(system)}"]


def _queued(system: Supervised) -> dict[str, int]:
    """Messages that are ready or in somebody's hands, by queue."""
    return {row["name"]: row["messages"] for row in system.queues() if row["messages"]}


def _counted(system: Supervised, town: Town, told: Sequence[Receipt], attempted: int) -> Count:
    points, donations = system.engine("points"), system.engine("donations")
    uneven = [f"points: {line}" for line in closed(points, COMMUNITY)]
    uneven += [f"donations: {line}" for line in closed(donations, COMMUNITY)]
    found = booked(points, donations, COMMUNITY)
    return count(found, told, attempted=attempted, report=town.report(), uneven=uneven)
