"""File locks: the kernel lets go of them when a process dies, however it dies."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.local.refusal import CannotStartError

RETRY_SECONDS = 0.05


def try_lock(path: Path, *, shared: bool = False) -> IO[str] | None:
    """Take the lock if that is possible now; closing the returned file lets go of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    file = path.open("a")
    try:
        fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError:
        file.close()
        return None
    return file


def wait_lock(path: Path, *, shared: bool = False, seconds_max: float, doing: str) -> IO[str]:
    """Take the lock, waiting for it. Raises CannotStartError after `seconds_max`."""
    deadline = time.monotonic() + seconds_max
    while (held := try_lock(path, shared=shared)) is None:
        if time.monotonic() > deadline:
            raise CannotStartError(f"{doing}: another process holds {path} for more than {seconds_max:.0f} s")
        time.sleep(RETRY_SECONDS)
    return held


@contextmanager
def locked(path: Path, *, seconds_max: float, doing: str) -> Iterator[None]:
    """Hold the lock for the length of a block."""
    with wait_lock(path, seconds_max=seconds_max, doing=doing):
        yield


def is_locked(path: Path) -> bool:
    """Tell whether somebody holds the lock now."""
    if not path.exists():
        return False
    held = try_lock(path)
    if held is None:
        return True
    held.close()
    return False
