"""Keeps what was measured: `results.json`, from which the report is written. A part that is run again replaces that part."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.figures import Outcome, Series, outcome_of

HOME = Path(__file__).parent
FILE = HOME / "results.json"


@dataclass(frozen=True, kw_only=True)
class Results:
    """The machine's facts and the latest outcome of every benchmark."""

    machine: dict[str, str] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()

    def of(self, benchmark: str) -> Outcome | None:
        """The latest outcome of a benchmark."""
        return next((one for one in self.outcomes if one.benchmark == benchmark), None)

    def series(self, benchmark: str) -> Sequence[Series]:
        """What a benchmark measured; nothing where it failed or was never run."""
        outcome = self.of(benchmark)
        return outcome.series if outcome is not None else ()

    def merged(self, machine: dict[str, str], new: Iterable[Outcome], *, order: Sequence[str]) -> Results:
        """These results with new outcomes in the place of older ones."""
        latest = {one.benchmark: one for one in (*self.outcomes, *new)}
        return Results(machine=machine, outcomes=tuple(latest[name] for name in order if name in latest))


def load(file: Path = FILE) -> Results:
    """What is kept; empty before the first run."""
    if not file.exists():
        return Results()
    stored = json.loads(file.read_text())
    return Results(machine=stored["machine"], outcomes=tuple(outcome_of(one) for one in stored["outcomes"]))


def save(results: Results, file: Path = FILE) -> None:
    """Keep them, readable for people too."""
    stored = {"machine": results.machine, "outcomes": [one.to_json() for one in results.outcomes]}
    file.write_text(json.dumps(_rounded(stored), ensure_ascii=False, indent=1) + "\n")


def _rounded(value: object) -> object:
    """Five significant digits: more is noise, and would make every run a large difference."""
    if isinstance(value, float):
        return float(f"{value:.5g}")
    if isinstance(value, dict):
        return {name: _rounded(part) for name, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [_rounded(part) for part in value]
    return value
