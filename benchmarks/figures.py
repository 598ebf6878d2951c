"""What was measured, as values: samples of one figure by one competitor, and their summary."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

OURS = "ours"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One competitor's samples of one figure, one sample a round. `who` is OURS or a peer's short name."""

    figure: str
    who: str
    unit: str
    samples: tuple[float, ...]

    @property
    def median(self) -> float:
        """The median of all rounds."""
        return statistics.median(self.samples)

    @property
    def least(self) -> float:
        """The smallest sample."""
        return min(self.samples)

    @property
    def most(self) -> float:
        """The largest sample."""
        return max(self.samples)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of one benchmark: its series, remarks for the report, or why it failed."""

    benchmark: str
    series: tuple[Series, ...] = ()
    remarks: tuple[str, ...] = ()
    failed: str | None = None
    ran_at: str = ""
    commit: str = ""
    seconds: float = 0.0

    def to_json(self) -> dict[str, Any]:
        """JSON-ready."""
        return asdict(self)


class PartlyFailed(Exception):
    """Something could not be measured; what could is here all the same."""

    def __init__(self, failures: Sequence[str], series: Sequence[Series], remarks: Sequence[str]) -> None:
        super().__init__("; ".join(failures))
        self.series, self.remarks = tuple(series), tuple(remarks)


def outcome_of(stored: dict[str, Any]) -> Outcome:
    """The outcome as `to_json` gave it."""
    series = tuple(Series(**{**one, "samples": tuple(one["samples"])}) for one in stored["series"])
    return Outcome(**{**stored, "series": series, "remarks": tuple(stored["remarks"])})


def find(series: Iterable[Series], figure: str, who: str) -> Series | None:
    """One competitor's series of a figure, if it was measured."""
    return next((one for one in series if one.figure == figure and one.who == who), None)


def percentile(values: Iterable[float], percent: float) -> float:
    """The value below which so many percent lie: nearest rank."""
    ordered = sorted(values)
    rank = max(1, math.ceil(percent * len(ordered) / 100))
    return ordered[rank - 1]
