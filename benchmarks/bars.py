"""What is promised of each figure: the bar that must hold now, and the aim. Judged as ratios, so that the machine matters little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from benchmarks.figures import OURS, Series, find


@dataclass(frozen=True, kw_only=True)
class Promise:
    """Ours over `against` (None: the figure itself) is at least, or with `most` at most, the bar and the aim; None: only reported."""

    benchmark: str
    figure: str
    label: str
    against: str | None = None
    ours: str = OURS
    most: bool = False
    bar: float | None = None
    aim: float | None = None

    def holds(self, limit: float | None, measured: float) -> bool | None:
        """Does the measured value keep this limit? None where there is none."""
        if limit is None:
            return None
        return measured <= limit if self.most else measured >= limit


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A promise and what was measured of it: the ratio of the medians, and the spread of the ratios of single rounds."""

    promise: Promise
    measured: float
    least: float
    most: float

    @property
    def bar_holds(self) -> bool | None:
        """Does it hold now? None: nothing is promised."""
        return self.promise.holds(self.promise.bar, self.measured)

    @property
    def aim_holds(self) -> bool | None:
        """Is the aim reached? None: there is none."""
        return self.promise.holds(self.promise.aim, self.measured)


def judge(promise: Promise, series: Sequence[Series]) -> Judged | None:
    """What was measured of the promise; None where it was not measured."""
    ours = find(series, promise.figure, promise.ours)
    if ours is None:
        return None
    if promise.against is None:
        return Judged(promise=promise, measured=ours.median, least=ours.least, most=ours.most)
    other = find(series, promise.figure, promise.against)
    if other is None:
        return None
    ratios = [mine / its for mine, its in zip(ours.samples, other.samples, strict=False)]
    return Judged(promise=promise, measured=ours.median / other.median, least=min(ratios), most=max(ratios))
