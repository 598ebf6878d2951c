"""Writes REPORT.md and its plots from the results; nothing in it is written by hand."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

from benchmarks import plots
from benchmarks.bars import Judged, judge
from benchmarks.figures import Series
from benchmarks.plots import number
from benchmarks.promises import PROMISES
from benchmarks.results import HOME, Results

TITLES = {
    "ledger": "Ledger",
    "event_path": "Event path",
    "indices": "A night of all indices",
    "one_party": "One party in a growing community",
    "latency": "Event latency at rest",
    "http": "HTTP through gateway, service and commit",
    "growth": "Cost of growth",
    "imports": "Bulk import",
    "system": "The whole system",
}
INTRODUCTION = """# Benchmarks

Written by `make bench`; do not edit. Raw figures: [results.json](results.json). How it is done: [README.md](README.md).

Everything is measured side by side: in each round every competitor takes one turn, and the next round begins with another one. A figure is
the **median** of the rounds, with the least and the most beside it; a **ratio** is ours over the other's, of the medians, with the least and
the most ratio of a single round. Load generator, broker, database and all processes share the one machine. Differences below 20 % are ties.
"""
CELLS = {True: "**holds**", False: "**does not hold**", None: "–"}
REACHED = {True: "reached", False: "not reached", None: "–"}


def write(results: Results, home: Path = HOME) -> None:
    """Write the report and its plots."""
    plotted = home / "plots"
    plotted.mkdir(exist_ok=True)
    for outcome in results.outcomes:
        if outcome.series:
            groups = [(figure, list(series)) for figure, series in _by_figure(outcome.series)]
            (plotted / f"{outcome.benchmark}.svg").write_text(plots.chart(TITLES[outcome.benchmark], groups))
    (home / "REPORT.md").write_text("\n".join(_lines(results)))


def summary(results: Results) -> Iterator[str]:
    """The promises that were measured, a line each."""
    for judged in _judged(results):
        verdict = {True: "holds", False: "DOES NOT HOLD", None: "no bar"}[judged.bar_holds]
        yield f"{judged.promise.label} {_against(judged)}: {number(judged.measured)} ({verdict})"


def _lines(results: Results) -> Iterator[str]:
    yield INTRODUCTION
    yield from (f"- {name}: {value}" for name, value in results.machine.items())
    if not results.outcomes:
        yield "Nothing has been measured yet."
        return
    yield "\n## Bars and aims\n"
    yield "| Figure | Against | Bar | Aim | Measured | Spread | Does the bar hold? | And the aim? |\n|---|---|---|---|---|---|---|---|"
    yield from (_row(judged) for judged in _judged(results))
    yield from (f"\n**{TITLES[one.benchmark]} failed**: {one.failed}" for one in results.outcomes if one.failed)
    for outcome in results.outcomes:
        yield f"\n## {TITLES[outcome.benchmark]}\n"
        yield str(importlib.import_module(f"benchmarks.suites.{outcome.benchmark}").__doc__)
        yield f"Measured {outcome.ran_at} at commit `{outcome.commit}`, in {outcome.seconds:.0f} s.\n"
        yield from (f"- {remark}" for remark in outcome.remarks)
        if outcome.series:
            yield f"\n![{TITLES[outcome.benchmark]}](plots/{outcome.benchmark}.svg)\n"
            yield "| Figure | Who | Median | Least – most | Rounds |\n|---|---|---|---|---|"
            yield from (_figure_row(one) for one in outcome.series)
    yield ""


def _judged(results: Results) -> list[Judged]:
    found = (judge(promise, results.series(promise.benchmark)) for promise in PROMISES)
    return [one for one in found if one is not None]


def _row(judged: Judged) -> str:
    promise = judged.promise
    unit = "" if promise.against is None else "×"
    cells = (
        promise.label,
        _against(judged),
        _limit(promise.bar, most=promise.most, unit=unit),
        _limit(promise.aim, most=promise.most, unit=unit),
        f"**{number(judged.measured)}{unit}**",
        f"{number(judged.least)} – {number(judged.most)}",
        CELLS[judged.bar_holds],
        REACHED[judged.aim_holds],
    )
    return f"| {' | '.join(cells)} |"


def _against(judged: Judged) -> str:
    return judged.promise.against or "–"


def _limit(value: float | None, *, most: bool, unit: str) -> str:
    return "–" if value is None else f"{'≤' if most else '≥'} {value:g}{unit}"


def _figure_row(one: Series) -> str:
    spread = f"{number(one.least)} – {number(one.most)}"
    return f"| {one.figure} | {one.who} | {number(one.median)} {one.unit} | {spread} | {len(one.samples)} |"


def _by_figure(series: Sequence[Series]) -> Iterator[tuple[str, Iterator[Series]]]:
    return groupby(series, key=lambda one: one.figure)
