"""The main job, on real components: a community's festival day through the public API, and its books afterwards."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.testbed import Testbed
from tests.support.databases import Databases
from tests.support.platform import SERVICES, Platform, platform

FESTIVAL_SECONDS_MAX = 240


@pytest.fixture
def town(testbed: Testbed, databases: Databases, tmp_path: Path) -> Iterator[Platform]:
    """The whole platform, fresh."""
    with platform(testbed, databases, tmp_path) as running:
        yield running


def play(town: Platform) -> subprocess.CompletedProcess[str]:
    """Run the festival as `make demo` does."""
    environment = {**os.environ, "GATEWAY_URL": town.url, "ADMIN_KEY": town.admin_key, "COLUMNS": "200"}
    command = [sys.executable, "-W", "ignore", "-m", "deploy.demo"]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=FESTIVAL_SECONDS_MAX, check=False
    )


@pytest.mark.timeout(FESTIVAL_SECONDS_MAX + 120)
def test_the_festival_is_played_and_played_again_and_the_books_close(town: Platform):
    first = play(town)
    assert first.returncode == 0, first.stdout[-3000:] + first.stderr[-3000:] + town.logs()[-3000:]
    postings = town.databases["points"].engine.connect().exec_driver_sql("SELECT count(*) FROM transfers").scalar()

    # The same requests with the same keys: nothing may happen a second time.
    again = play(town)

    assert again.returncode == 0, again.stdout[-3000:] + again.stderr[-3000:]
    with town.databases["points"].engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM transfers").scalar() == postings
    assert "Traceback" not in town.logs()
    assert "inside a transaction" not in town.logs()
    for name in SERVICES:
        assert "ccs_hub_stalls_total 0.0" in town.programs[name].get("/metrics")[1], f"{name}: the hub stood still"
