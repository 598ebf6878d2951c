"""A festival that is killed in the middle is finished by the next one, on the same system: no request counts twice, the books close."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from deploy.local.testbed import Testbed
from tests.support.databases import Databases
from tests.support.platform import platform

# In the examples of the rulebook, and twice somewhere in the festival; wherever it is, it must not matter.
BREAK_OFF_SECONDS = (4, 12, 9)
PLAY_SECONDS_MAX = 200


@pytest.mark.timeout(2 * PLAY_SECONDS_MAX)
def test_a_festival_that_is_killed_again_and_again_is_finished_by_the_next(
    testbed: Testbed, databases: Databases, tmp_path: Path
):
    with platform(testbed, databases, tmp_path) as town:
        operators = {"ADMIN_KEY": town.admin_key, "SECOND_ADMIN_KEY": town.second_admin_key}
        environment = {**os.environ, "GATEWAY_URL": town.url, **operators, "COLUMNS": "200"}
        command = [sys.executable, "-W", "ignore", "-m", "deploy.demo"]
        killed = [_killed(command, environment, seconds) for seconds in BREAK_OFF_SECONDS]

        finished = subprocess.run(
            command, env=environment, capture_output=True, text=True, timeout=PLAY_SECONDS_MAX, check=False
        )

        assert killed[0]  # The later ones may have come to their end, on a fast machine.
        assert finished.returncode == 0, finished.stdout[-3000:] + finished.stderr[-3000:] + town.logs()[-3000:]
        assert "facts = postings = what the client was told" in finished.stdout


def _killed(command: list[str], environment: dict[str, str], seconds: int) -> bool:
    """Play for so long; subprocess.run kills what it gives up on."""
    try:
        subprocess.run(command, env=environment, capture_output=True, timeout=seconds, check=True)
    except subprocess.TimeoutExpired:
        return True
    return False
