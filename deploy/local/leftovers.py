"""Ending what an earlier, killed run has left behind: only processes that it wrote down itself."""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress

from deploy.local.processes import Process, everyone, look
from deploy.local.record import Running

KILL_SECONDS_MAX = 10.0
POLL_SECONDS = 0.02


def members(leader: Running) -> list[Process]:
    """Return the living processes of a child's group: itself and what it started.

    The leader may be dead while its group lives on. The kernel gives a number to no new process
    while a group bears it, so if somebody else has the leader's number the group has died out.
    """
    holder = look(leader.pid)
    if holder is not None and holder.born != leader.born:
        return []
    return [process for process in everyone() if process.group == leader.pid and process.alive]


def end(leaders: Iterable[Running]) -> list[str]:
    """Kill the groups of these processes and wait until they are gone; return the names found."""
    ended = []
    for leader in leaders:
        if found := members(leader):
            ended.append(leader.name)
        for process in found:
            with suppress(ProcessLookupError):
                os.kill(process.pid, signal.SIGKILL)
        _wait_gone(leader)
    return ended


def _wait_gone(leader: Running) -> None:
    deadline = time.monotonic() + KILL_SECONDS_MAX
    while time.monotonic() < deadline and members(leader):
        time.sleep(POLL_SECONDS)


def bury(leader: Running) -> None:
    """Take the exit codes of an ended group's orphans, which came to us as their parent: nobody else asks for them."""
    for process in everyone():
        if process.group == leader.pid and not process.alive:
            with suppress(ChildProcessError):
                os.waitpid(process.pid, os.WNOHANG)
