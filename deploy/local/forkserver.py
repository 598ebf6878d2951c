"""A process that has imported what services and the gateway need, and forks them: a child of the supervisor.

`python -m deploy.local.forkserver SOCKET MODULE...`

Importing takes a service longer than everything else at its start, and what is imported takes most of its memory. Here it is done once: a service that
dies is back without that time, and all of them share those pages. What is forked becomes the supervisor's child at once, bound to its life
and in no way to this process's, which may die and be started again. Nothing here opens a connection or starts a thread: a fork would share it. The hub,
which greening the process makes, each fork makes anew.
"""

import chassis.green  # isort: skip  # noqa: F401 - before all else, as services and gateway do

import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eventlet import hubs, patcher

from deploy.local.layout import CLONE

ASKED_SECONDS_MAX = 5.0
REQUEST_BYTES_MAX = 1 << 20
PR_SET_PDEATHSIG = 1
LOOK_SECONDS = 0.001
ADOPTED_SECONDS_MAX = 5.0

# As the operating system means them: the green ones would start a hub.
sockets, native, clock = patcher.original("socket"), patcher.original("os"), patcher.original("time")


def main(path: str, modules: Sequence[str]) -> None:
    """Import, then fork whatever is asked for, until SIGTERM."""
    for module in modules:
        importlib.import_module(module)
    gc.collect()
    # What is there now is never looked at again by a collection: its pages stay shared.
    gc.freeze()
    Path(path).unlink(missing_ok=True)
    with sockets.socket(sockets.AF_UNIX, sockets.SOCK_STREAM) as listener:
        listener.bind(path)
        listener.listen()
        while True:
            asker, _ = listener.accept()
            with asker:
                asker.settimeout(ASKED_SECONDS_MAX)
                try:
                    asked = json.loads(_all_of(asker))
                except (OSError, ValueError):
                    # Somebody who only looks whether this process is there, or who gave up.
                    continue
                pid = _fork(asked, close=(listener, asker))
                asker.sendall(f"{pid}\n".encode())


def _all_of(asker: Any) -> bytes:
    parts = []
    while part := asker.recv(REQUEST_BYTES_MAX):
        parts.append(part)
    return b"".join(parts)


def _fork(asked: Mapping[str, Any], *, close: tuple[Any, ...]) -> int:
    """Fork twice, so that the supervisor, to which orphans come, is the parent of what runs; the id of that process."""
    supervisor = os.getppid()
    told, tell = os.pipe()
    between = os.fork()
    if between:
        os.close(tell)
        pid = int(native.read(told, 32))
        os.close(told)
        native.waitpid(between, 0)
        return pid
    program = os.fork()
    if program:
        native.write(tell, str(program).encode())
        os._exit(0)
    os.close(told)
    os.close(tell)
    for one in close:
        one.close()
    _renew_hub()
    _become(asked, parent=supervisor)
    sys.exit(0)


def _renew_hub() -> None:
    """Wait for one's own sockets only: the kernel's list of what a hub waits for is shared by whoever inherits it."""
    hubs.get_hub().poll.close()
    hubs.use_hub()


def _become(asked: Mapping[str, Any], *, parent: int) -> None:
    """Be the program: its session, log, environment and arguments, as if it had been executed."""
    os.setsid()
    _bind_to(parent, signal.Signals[asked["orphan_signal"]])
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(asked["log"], os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    for descriptor, number in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, number)
    os.close(nothing)
    os.close(log)
    sys.stdout.reconfigure(write_through=True)  # type: ignore[union-attr] # as all standard output is
    os.environ.clear()
    os.environ.update(asked["environment"])
    os.chdir(CLONE)
    module, *arguments = asked["module"]
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


def _bind_to(parent: int, orphan_signal: signal.Signals) -> None:
    """End with the supervisor, as what it executes itself does; at once, if it has ended meanwhile."""
    deadline = clock.monotonic() + ADOPTED_SECONDS_MAX
    while os.getppid() != parent:
        if clock.monotonic() > deadline:
            os._exit(1)
        clock.sleep(LOOK_SECONDS)
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, int(orphan_signal), 0, 0, 0)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
