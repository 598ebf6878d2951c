"""Looking at processes the way the kernel numbers them: an id and the tick it was born."""

import time
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
DEAD_STATES = "ZX"
POLL_SECONDS = 0.02


@dataclass(frozen=True, kw_only=True)
class Process:
    """One line of the kernel's table. `born` is in clock ticks since boot and never changes."""

    pid: int
    state: str
    group: int
    born: int

    @property
    def alive(self) -> bool:
        """Tell whether it still does something: a zombie only waits to be counted."""
        return self.state not in DEAD_STATES


def look(pid: int) -> Process | None:
    """Return what the kernel says of this id now, None if nobody has it."""
    try:
        stat = (PROC / str(pid) / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    # The name stands in brackets and may itself contain spaces and brackets.
    after_name = stat.rpartition(")")[2].split()
    return Process(pid=pid, state=after_name[0], group=int(after_name[2]), born=int(after_name[19]))


def everyone() -> list[Process]:
    """Return all processes of this machine."""
    seen = (look(int(entry.name)) for entry in PROC.iterdir() if entry.name.isdigit())
    return [process for process in seen if process is not None]


def command_line(pid: int) -> list[str]:
    """Return the arguments a process was started with; empty if it is gone."""
    try:
        raw = (PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [part.decode(errors="replace") for part in raw.split(b"\0") if part]


def wait_until_gone(pid: int, *, seconds_max: float) -> bool:
    """Wait for a process that is not our child to end; tell whether it did."""
    deadline = time.monotonic() + seconds_max
    while (process := look(pid)) is not None and process.alive:
        if time.monotonic() > deadline:
            return False
        time.sleep(POLL_SECONDS)
    return True
