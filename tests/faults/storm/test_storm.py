"""The storm in short: `make faults` runs the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.counts import LONG
from tests.faults.storm.storm import Plan, weather
from tests.faults.storm.telling import lines, wrong

SHORT = Plan(seed=20230318, awards=300, kills=4, broker_kills=1, awards_per_second=10)


@pytest.mark.skipif(LONG, reason="the long one follows")
@pytest.mark.timeout(400)
def test_awards_under_random_deaths_are_neither_lost_nor_doubled(tmp_path: Path):
    outcome = weather(SHORT, tmp_path / "storm")

    assert wrong(outcome, strict=False) == [], "\n".join(lines(outcome))
    assert len(outcome.killed) == SHORT.kills + SHORT.broker_kills
    assert outcome.count.recovered > 0, "nobody noticed the deaths: this storm proves nothing"
