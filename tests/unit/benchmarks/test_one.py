"""A benchmark that fails, in part or as a whole, still tells what came of it."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from benchmarks.figures import OURS, Outcome, PartlyFailed, Series, outcome_of
from benchmarks.one import measured
from benchmarks.session import Session

MEASURED = Series(figure="postings", who=OURS, unit="/s", samples=(1.0, 2.0, 3.0))


def outcome(monkeypatch: pytest.MonkeyPatch, folder: Path, error: Exception | None) -> Outcome:
    """What comes of a benchmark that measures one figure, or raises."""

    def run(_: Session) -> tuple[list[Series], list[str]]:
        if error is not None:
            raise error
        return [MEASURED], ["counted"]

    monkeypatch.setitem(sys.modules, "benchmarks.suites.pretended", SimpleNamespace(run=run))
    return outcome_of(measured(Session(name="pretended", folder=folder)).to_json())


def test_what_was_measured_is_told_with_its_remarks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = outcome(monkeypatch, tmp_path, None)

    assert (told.failed, told.series, told.remarks[0]) == (None, (MEASURED,), "counted")


def test_a_part_that_failed_does_not_lose_the_other_figures(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = outcome(monkeypatch, tmp_path, PartlyFailed(["3 refused", "2 lost"], [MEASURED], ["counted"]))

    assert (told.failed, told.series) == ("3 refused; 2 lost", (MEASURED,))


def test_a_failure_is_told_by_its_kind_and_words(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    told = outcome(monkeypatch, tmp_path, ConnectionError("the broker is away"))

    assert (told.failed, told.series) == ("ConnectionError: the broker is away", ())
