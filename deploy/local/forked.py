"""The supervisor's side of the fork server: asks for a program, and is the parent of what comes of it."""

import asyncio
import ctypes
import json
import os
import socket
from contextlib import suppress
from pathlib import Path

from deploy.local.program import Program

FORK_SECONDS_MAX = 10.0
PR_SET_CHILD_SUBREAPER = 36
PATH_BYTES_MAX = 100  # The kernel keeps 108 bytes for the address of a socket.


class ForkServer:
    """Where programs whose imports are done already come from."""

    def __init__(self, path: Path) -> None:
        """Know its socket."""
        self.address = str(path.resolve())

    def usable(self) -> bool:
        """Tell whether its address fits; in a folder too deep everything is executed instead."""
        return len(os.fsencode(self.address)) <= PATH_BYTES_MAX

    def answers(self) -> bool:
        """Tell whether it is there: it listens once all is imported."""
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.settimeout(FORK_SECONDS_MAX)
            with suppress(OSError):
                asking.connect(self.address)
                return True
        return False

    async def fork(self, program: Program, log: Path) -> "Forked":
        """Have it fork the program. Raises OSError, ValueError where it is not there or dies over it."""
        pid = await asyncio.to_thread(self._ask, program, log)
        return Forked(pid)

    def _ask(self, program: Program, log: Path) -> int:
        asked = {
            "module": program.argv[program.argv.index("-m") + 1 :],
            "environment": dict(program.environment),
            "log": str(log.resolve()),
            "orphan_signal": program.orphan_signal.name,
        }
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
            asking.settimeout(FORK_SECONDS_MAX)
            asking.connect(self.address)
            asking.sendall(json.dumps(asked).encode())
            asking.shutdown(socket.SHUT_WR)
            return int(asking.makefile().readline())


class Forked:
    """A process that was forked for us, with what a keeper asks of `asyncio.subprocess.Process`. It is our child: see `adopt_orphans`."""

    def __init__(self, pid: int) -> None:
        """Watch for its end from now on."""
        self.pid = pid
        self.returncode: int | None = None
        self._ended = asyncio.Event()
        self._descriptor = os.pidfd_open(pid)
        asyncio.get_running_loop().add_reader(self._descriptor, self._take)

    async def wait(self) -> int:
        """Wait for its end; the exit code, negative for a signal."""
        await self._ended.wait()
        return self.returncode or 0

    def send_signal(self, number: int) -> None:
        """Send a signal, if it has not ended."""
        if self.returncode is None:
            os.kill(self.pid, number)

    def _take(self) -> None:
        asyncio.get_running_loop().remove_reader(self._descriptor)
        os.close(self._descriptor)
        _, status = os.waitpid(self.pid, 0)
        self.returncode = os.waitstatus_to_exitcode(status)
        self._ended.set()


def adopt_orphans() -> None:
    """Become the parent of what our children leave behind, instead of the machine's first process."""
    ctypes.CDLL(None, use_errno=True).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
