"""One bounded log file per process."""

import os
import shutil
from pathlib import Path

LOG_BYTES_MAX = 20_000_000
TAIL_BYTES = 16_384


def open_for_appending(path: Path) -> int:
    """Return a descriptor for a child's output.

    Append mode is what makes `bound` possible: after a truncation the child goes on at the start.
    """
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)


def bound(path: Path, *, bytes_max: int = LOG_BYTES_MAX) -> None:
    """Keep a log below about twice `bytes_max`: the older half moves to `<name>.1`.

    Copied and truncated rather than renamed, because the child keeps its descriptor.
    """
    if path.exists() and path.stat().st_size > bytes_max:
        shutil.copyfile(path, path.with_name(path.name + ".1"))
        os.truncate(path, 0)


def last_lines(path: Path, count: int) -> str:
    """Return the last lines of a log, indented for a message; empty if there is none."""
    if not path.exists():
        return ""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - TAIL_BYTES))
        lines = file.read().decode(errors="replace").splitlines()
    return "\n".join(f"    {line}" for line in lines[-count:])
