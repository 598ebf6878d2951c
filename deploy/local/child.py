"""One program kept alive: started, watched, started again, stopped with a deadline."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from deploy.local import leftovers, logs
from deploy.local.forked import Forked, ForkServer
from deploy.local.layout import CLONE
from deploy.local.program import Program
from deploy.local.record import Running, running
from deploy.local.refusal import CannotStartError

BACKOFF_SECONDS_MIN = 0.2
BACKOFF_SECONDS_MAX = 5.0
SETTLED_SECONDS = 10.0  # Who has worked for so long did not die of its own start: there is no reason to wait for it.
STOP_SECONDS_MAX = 25.0
PROBE_PAUSE_SECONDS = 0.05
EARLY_DEATHS_MAX = 4
ALIVE_FAILURES_MAX = 3
LINES_SHOWN = 15


class Child:
    """A program and the process that runs it now. All of it lives in one event loop's thread.

    That thread must live as long as the children: the kernel counts the end of the thread that
    started a process as the death of its parent.
    """

    def __init__(
        self, program: Program, *, log: Path, tell: Callable[[Running], None], forks: ForkServer | None = None
    ) -> None:
        """Know the program; `tell` hears of every start and of readiness."""
        self.program = program
        self.log = log
        self._tell = tell
        self._forks = forks
        self._process: asyncio.subprocess.Process | Forked | None = None
        self._running: Running | None = None
        self._keeper: asyncio.Task[None] | None = None
        self._readiness: asyncio.Task[None] | None = None
        self._vigil: asyncio.Task[None] | None = None
        self._stopping = False
        self._early_deaths = 0
        self._spawning = asyncio.Lock()

    async def start(self) -> None:
        """Start the program and wait until it is ready, or a job until it is done.

        Raises CannotStartError, with the last lines of the log, if it does not come to that.
        """
        await self._spawn(restarts=0)
        if self.program.job:
            await self._finish_job()
        else:
            self._keeper = asyncio.create_task(self._keep_alive())
            await self._become_ready()
            if self.program.alive is not None:
                self._vigil = asyncio.create_task(self._end_what_hangs(self.program.alive))
        self._note(ready=True)

    async def stop(self) -> None:
        """Ask the program to end, wait for its deadline, then kill its whole group."""
        self._stopping = True
        async with self._spawning:
            process, running = self._process, self._running
        if process is None or running is None:
            return
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.send_signal(self.program.stop_signal)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), STOP_SECONDS_MAX)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(running.pid, signal.SIGKILL)
        await process.wait()
        for task in (self._keeper, self._readiness, self._vigil):
            if task:
                task.cancel()

    async def _spawn(self, *, restarts: int) -> None:
        # Whatever becomes of who asked for it: a process that has begun is known, or nobody could end it.
        await asyncio.shield(self._spawn_if_wanted(restarts=restarts))

    async def _spawn_if_wanted(self, *, restarts: int) -> None:
        async with self._spawning:
            if not self._stopping:
                await asyncio.to_thread(self.program.before_start)
                await self._begin(restarts=restarts)

    async def _begin(self, *, restarts: int) -> None:
        self._process = await self._forked() or await self._executed()
        self._running = running(self.program.name, self._process.pid, restarts=restarts)
        self._tell(self._running)

    async def _forked(self) -> Forked | None:
        if self._forks is None or not self.program.forkable:
            return None
        try:
            return await self._forks.fork(self.program, self.log)
        except (OSError, ValueError):
            # It is being started again itself: what it would have saved is only time.
            return None

    async def _executed(self) -> asyncio.subprocess.Process:
        output = logs.open_for_appending(self.log)
        try:
            return await asyncio.create_subprocess_exec(
                *self.program.command,
                env=dict(self.program.environment),
                cwd=CLONE,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # A group of its own: what it starts can be found and ended with it.
                start_new_session=True,
            )
        except FileNotFoundError as error:
            raise CannotStartError(
                f"{self.program.name}: {error.filename} is missing; `make setup` installs what is needed"
            ) from error
        finally:
            os.close(output)

    async def _keep_alive(self) -> None:
        backoff_seconds = BACKOFF_SECONDS_MIN
        while not self._stopping:
            started = time.monotonic()
            await self._ended()
            if time.monotonic() - started > SETTLED_SECONDS:
                backoff_seconds, self._early_deaths = BACKOFF_SECONDS_MIN, 0
            self._early_deaths += 1
            await asyncio.sleep(backoff_seconds)
            backoff_seconds = min(backoff_seconds * 2, BACKOFF_SECONDS_MAX)
            if not self._stopping:
                await self._restart()

    async def _ended(self) -> None:
        """Wait for the process to end, and end what it had started: that must not meet its successor."""
        if self._process is not None and self._running is not None:
            await self._process.wait()
            await asyncio.to_thread(leftovers.end, [self._running])
            await asyncio.to_thread(leftovers.bury, self._running)

    async def _end_what_hangs(self, alive: Callable[[], bool]) -> None:
        """Kill a process that runs but does nothing any more: the keeper starts another."""
        watched, failures, began = self._process, 0, 0.0
        while not self._stopping:
            await asyncio.sleep(self.program.alive_pause_seconds)
            if watched is not self._process:
                watched, failures, began = self._process, 0, time.monotonic()
            answered = await asyncio.to_thread(alive)
            failures = 0 if answered or self._may_be_silent(began) else failures + 1
            if failures >= ALIVE_FAILURES_MAX and watched is self._process:
                self._kill_group(f"has not answered {failures} times: killed, to be started again")

    def _may_be_silent(self, began: float) -> bool:
        """Has it ended, which is the keeper's business, or is it still starting?"""
        ended = self._process is None or self._process.returncode is not None
        starting = self._running is not None and not self._running.ready
        return ended or (starting and time.monotonic() - began < self.program.ready_seconds_max)

    def _kill_group(self, why: str) -> None:
        if self._running is not None:
            print(f"{self.program.name} (pid {self._running.pid}) {why}", file=sys.stderr, flush=True)
            with suppress(ProcessLookupError, PermissionError):
                os.killpg(self._running.pid, signal.SIGKILL)

    async def _restart(self) -> None:
        restarts = self._running.restarts + 1 if self._running else 0
        try:
            await self._spawn(restarts=restarts)
        except CannotStartError as error:
            # The next round of the loop tries again: what is missing may come back.
            print(error, file=sys.stderr, flush=True)
            return
        self._readiness = asyncio.create_task(self._note_when_ready())

    async def _note_when_ready(self) -> None:
        process = self._process
        while not await asyncio.to_thread(self.program.ready):  # noqa: ASYNC110 - another process's state has no Event.
            await asyncio.sleep(PROBE_PAUSE_SECONDS)
        if process is self._process:
            self._note(ready=True)

    async def _become_ready(self) -> None:
        deadline = time.monotonic() + self.program.ready_seconds_max
        while not await asyncio.to_thread(self.program.ready):
            if self._early_deaths >= EARLY_DEATHS_MAX:
                raise self._refusal(f"ended {self._early_deaths} times while it started")
            if time.monotonic() > deadline:
                raise self._refusal(f"is not ready after {self.program.ready_seconds_max:.0f} s")
            await asyncio.sleep(PROBE_PAUSE_SECONDS)

    async def _finish_job(self) -> None:
        if self._process is None:
            return
        try:
            code = await asyncio.wait_for(self._process.wait(), self.program.ready_seconds_max)
        except TimeoutError as error:
            raise self._refusal(f"did not finish within {self.program.ready_seconds_max:.0f} s") from error
        if code != 0:
            raise self._refusal(f"failed with exit code {code}")

    def _note(self, *, ready: bool) -> None:
        if self._running is not None:
            self._running = replace(self._running, ready=ready)
            self._tell(self._running)

    def _refusal(self, what: str) -> CannotStartError:
        shown = logs.last_lines(self.log, LINES_SHOWN)
        return CannotStartError(f"{self.program.name} {what}. Its log ends with ({self.log}):\n{shown}")
