"""What every benchmark is given: where it may write, how often it repeats, and how it tells what it is doing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from benchmarks.stand import Stand, stand
from tests.support.databases import Databases

T = TypeVar("T")
ROUNDS = 3
REST_SECONDS = 0.5


@dataclass(frozen=True, kw_only=True)
class Session:
    """One run of one benchmark. `quick`: tiny counts, only to see that everything works."""

    name: str
    folder: Path
    quick: bool = False
    began: float = field(default_factory=time.monotonic)

    @property
    def rounds(self) -> int:
        """How often each competitor is measured."""
        return 1 if self.quick else ROUNDS

    def many(self, full: int, quick: int) -> int:
        """A count: the full one, or the quick one."""
        return quick if self.quick else full

    def say(self, text: str) -> None:
        """Show progress."""
        print(f"{time.monotonic() - self.began:7.1f} s  {self.name}: {text}", flush=True)

    @contextmanager
    def servers(self) -> Iterator[tuple[Stand, Databases]]:
        """A durable broker and cluster of one's own, and migrated databases on them."""
        self.say("starting broker and databases")
        with stand(self.folder) as made:
            yield made, Databases(made)

    def interleaved(self, competitors: Mapping[str, Callable[[], T]], *, what: str) -> dict[str, list[T]]:
        """Every competitor once a round, each round beginning with another one: drift of the machine meets all alike."""
        found: dict[str, list[T]] = {name: [] for name in competitors}
        names = list(competitors)
        for turn in range(self.rounds):
            first = turn % len(names)
            for name in names[first:] + names[:first]:
                time.sleep(REST_SECONDS)
                found[name].append(competitors[name]())
            said = ", ".join(f"{name} {_short(found[name][-1])}" for name in names)
            self.say(f"{what}, round {turn + 1} of {self.rounds}: {said}")
        return found


def _short(value: object) -> str:
    if isinstance(value, tuple):
        return f"({', '.join(map(_short, value))})"
    return f"{value:,.4g}" if isinstance(value, float) else str(value)
