"""The main job, on real components: a community's festival day through the public API, and its books afterwards."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.local.testbed import Testbed
from tests.support.databases import Databases
from tests.support.platform import SERVICES, Platform, platform

FESTIVAL_SECONDS_MAX = 240
STALL_SECONDS_MAX = 0.1


@pytest.fixture
def town(testbed: Testbed, databases: Databases, tmp_path: Path) -> Iterator[Platform]:
    """The whole platform, fresh."""
    with platform(testbed, databases, tmp_path) as running:
        yield running


def play(town: Platform) -> subprocess.CompletedProcess[str]:
    """Run the festival as `make demo` does, and send every change a second time at the end."""
    environment = {
        **os.environ,
        "GATEWAY_URL": town.url,
        "ADMIN_KEY": town.admin_key,
        "SECOND_ADMIN_KEY": town.second_admin_key,
        "COLUMNS": "200",
        "ASK_TWICE": "1",
    }
    command = [sys.executable, "-W", "ignore", "-m", "deploy.demo"]
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=FESTIVAL_SECONDS_MAX, check=False
    )


def postings(town: Platform) -> list[int]:
    """How many transfers the two ledgers hold."""
    counts = []
    for name in ("points", "donations"):
        with town.databases[name].engine.connect() as connection:
            counts.append(connection.exec_driver_sql("SELECT count(*) FROM ledger_transfers").scalar_one())
    return counts


@pytest.mark.timeout(FESTIVAL_SECONDS_MAX + 120)
def test_the_festival_is_played_every_request_repeated_and_the_books_close(town: Platform):
    played = play(town)

    assert played.returncode == 0, played.stdout[-3000:] + played.stderr[-3000:] + town.logs()[-3000:]
    assert "18000.00 / (26000.00 × 0.62) = 1.12" in played.stdout  # The examples of the rulebook came before it.
    assert min(postings(town)) > 0
    assert "Traceback" not in town.logs()
    assert "inside a transaction" not in town.logs()
    assert "failed; tried again" not in town.logs()
    for name in SERVICES:
        found = re.search(r"^ccs_hub_stall_seconds_max (\S+)", town.programs[name].get("/metrics")[1], re.MULTILINE)
        assert found is not None
        assert float(found[1]) < STALL_SECONDS_MAX, f"{name}: {stalls(town.programs[name].said())}"


def stalls(log: str) -> str:
    """Where the hub stood still, as the process says."""
    return "\n".join(line for line in log.splitlines() if "the hub stood still" in line)
