"""What is said of the figures: medians, ratios, which bars hold, and a report that says all of it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from benchmarks import report, results
from benchmarks.__main__ import SECONDS_MAX
from benchmarks.bars import Promise, judge
from benchmarks.figures import OURS, Outcome, Series, percentile
from benchmarks.promises import BATCHED, CEILING, ONE_BY_ONE, PLAIN, PROMISES

ORDER = list(SECONDS_MAX)


def series(who: str, *samples: float, figure: str = "event path", unit: str = "messages/s") -> Series:
    return Series(figure=figure, who=who, unit=unit, samples=samples)


PATH = Outcome(
    benchmark="event_path",
    series=(
        series(OURS, 3_000, 3_600, 3_300),
        series(BATCHED, 3_300, 2_900, 3_000),
        series(ONE_BY_ONE, 400, 410, 390),
        series(CEILING, 6_000, 6_600, 6_600),
    ),
    remarks=("0 lost, 0 doubled.",),
    ran_at="2026-11-23 15:00 UTC",
    commit="0123456789",
    seconds=120,
)
LATENCY = Outcome(
    benchmark="latency",
    series=(
        series(OURS, 8, 9, 10, figure="event latency idle, p50", unit="ms"),
        series(PLAIN, 4, 2, 2, figure="event latency idle, p50", unit="ms"),
    ),
    ran_at="2026-11-23 15:00 UTC",
    commit="0123456789",
)


def line(text: str, *parts: str) -> str:
    """The one line that has all of the parts."""
    found = [row for row in text.splitlines() if all(part in row for part in parts)]
    assert len(found) == 1, found
    return found[0]


@pytest.fixture
def written(tmp_path: Path) -> str:
    """The report of two benchmarks that ran and one that failed."""
    failed = Outcome(benchmark="http", failed="AssertionError: 3 refused", ran_at="2026-11-23 15:00 UTC", commit="0")
    known = results.Results().merged({"processor": "two cores"}, [LATENCY, failed, PATH], order=ORDER)
    results.save(known, tmp_path / "results.json")
    report.write(results.load(tmp_path / "results.json"), tmp_path)
    return (tmp_path / "REPORT.md").read_text()


def test_a_promise_is_judged_by_the_medians_and_shows_the_spread_of_the_rounds():
    batched = judge(next(one for one in PROMISES if one.against == BATCHED), PATH.series)

    assert batched is not None
    assert batched.measured == pytest.approx(1.1)
    assert (batched.least, batched.most) == (pytest.approx(3_000 / 3_300), pytest.approx(3_600 / 2_900))
    assert batched.bar_holds is True
    assert batched.aim_holds is False


def test_where_less_is_better_the_limit_is_an_upper_one():
    late = judge(next(one for one in PROMISES if one.figure == "event latency idle, p50"), LATENCY.series)

    assert late is not None
    assert late.measured == pytest.approx(4.5)
    assert late.bar_holds is False


def test_a_figure_without_a_peer_is_judged_by_itself_and_an_unmeasured_one_not_at_all():
    memory = Promise(benchmark="system", figure="memory", label="memory, MB", most=True, aim=700)

    judged = judge(memory, [series(OURS, 640, 710, 690, figure="memory", unit="MB")])

    assert judged is not None
    assert (judged.measured, judged.bar_holds, judged.aim_holds) == (690, None, True)
    assert judge(memory, PATH.series) is None


def test_the_report_says_of_each_bar_whether_it_holds(written: str):
    assert "**holds**" in line(written, "| event path, messages/s | faststream", "≥ 8×", "**8.25×**")
    assert "**does not hold**" in line(written, "| event path, messages/s | publish only", "≥ 0.7×", "**0.50×**")
    assert "**does not hold**" in line(written, "| event latency idle, p50 | plain publish", "≤ 4×", "**4.50×**")


def test_the_report_tells_of_a_benchmark_that_failed_and_keeps_the_others(written: str):
    assert "AssertionError: 3 refused" in line(written, "failed")
    assert written.index("## Event path") < written.index("## Event latency") < written.index("## HTTP")


def test_every_plot_is_a_picture_that_can_be_read(written: str, tmp_path: Path):
    names = {part.split(")")[0] for part in written.split("](plots/")[1:]}

    assert names == {"event_path.svg", "latency.svg"}
    for name in names:
        picture = ET.fromstring((tmp_path / "plots" / name).read_text())  # noqa: S314 - our own file, just written
        texts = [element.text for element in picture.iter() if element.text]
        assert OURS in texts


def test_a_part_that_ran_again_replaces_only_itself():
    again = Outcome(benchmark="event_path", failed="it ended without a result")

    merged = results.Results(outcomes=(PATH, LATENCY)).merged({}, [again], order=ORDER)

    assert merged.of("event_path") == again
    assert merged.of("latency") == LATENCY


def test_every_promise_belongs_to_a_benchmark_that_is_run():
    assert {promise.benchmark for promise in PROMISES} == set(ORDER)


@pytest.mark.parametrize(("percent", "expected"), [(50, 50), (99, 99), (100, 100), (0, 1)])
def test_a_percentile_is_one_of_the_values(percent: float, expected: int):
    assert percentile(range(1, 101), percent) == expected
