"""The one process that owns all others: starts them in layers, keeps them alive, ends them in order."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import IO

from deploy.local import leftovers, locks, logs
from deploy.local.child import Child
from deploy.local.forked import ForkServer, adopt_orphans
from deploy.local.layout import Layout
from deploy.local.program import Layer, Program
from deploy.local.record import Phase, Record, Running, read, running
from deploy.local.refusal import CannotStartError

TENDING_SECONDS = 1.0


class Supervisor:
    """Runs the programs of one system until it is told to stop, or until nobody uses them."""

    def __init__(self, layout: Layout, *, facts: dict[str, str], while_used: bool) -> None:
        """Know the system. With `while_used` it ends when no one holds the users' lock."""
        self._layout = layout
        self._while_used = while_used
        self._stop = asyncio.Event()
        self._children: list[Child] = []
        self._forks = ForkServer(layout.forkserver)
        self._idle: IO[str] | None = None
        self._record = Record(supervisor=running("supervisor", os.getpid()), facts=facts)

    async def run(self, programs: Sequence[Program]) -> int:
        """Start, wait, stop; return the exit code: 0 unless the programs did not become ready."""
        # What the fork server forks, and whatever a program leaves behind when it dies.
        adopt_orphans()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            loop.add_signal_handler(number, self._stop.set)
        self._write(self._record)
        tending = asyncio.create_task(self._tend())
        try:
            await self._start_unless_stopped(programs)
            await self._stop.wait()
        except CannotStartError as error:
            print(error, file=sys.stderr)
            self._write(replace(self._record, phase=Phase.FAILED, message=str(error)))
            return 1
        finally:
            await self._stop_all()
            tending.cancel()
        return 0

    async def _start_unless_stopped(self, programs: Sequence[Program]) -> None:
        starting = asyncio.create_task(self._start_all(programs))
        stopping = asyncio.create_task(self._stop.wait())
        await asyncio.wait({starting, stopping}, return_when=asyncio.FIRST_COMPLETED)
        if starting.done():
            stopping.cancel()
            starting.result()
        else:
            starting.cancel()
            await asyncio.gather(starting, return_exceptions=True)

    async def _start_all(self, programs: Sequence[Program]) -> None:
        ready = {program.name: asyncio.Event() for program in programs}
        starts = [asyncio.create_task(self._start_in_turn(program, programs, ready)) for program in programs]
        try:
            await asyncio.gather(*starts)
        finally:
            # One that cannot start ends it for all: nobody else may begin while the others are being stopped.
            for start in starts:
                start.cancel()
            await asyncio.gather(*starts, return_exceptions=True)
        self._write(replace(self._record, phase=Phase.READY))

    async def _start_in_turn(
        self, program: Program, programs: Sequence[Program], ready: Mapping[str, asyncio.Event]
    ) -> None:
        for name in needed(program, programs):
            await ready[name].wait()
        log = self._layout.logs / f"{program.name}.log"
        child = Child(program, log=log, tell=self._note, forks=self._forks)
        self._children.append(child)
        await child.start()
        ready[program.name].set()

    async def _stop_all(self) -> None:
        if self._record.phase is not Phase.FAILED:
            self._write(replace(self._record, phase=Phase.STOPPING))
        for layer in reversed(Layer):
            leaving = [child for child in self._children if child.program.layer is layer]
            await asyncio.gather(*(child.stop() for child in leaving))

    async def _tend(self) -> None:
        """Now and then: bound the logs, and see whether anybody still uses the system."""
        while self._idle is None:
            await asyncio.sleep(TENDING_SECONDS)
            for child in self._children:
                logs.bound(child.log)
            if self._while_used:
                # Kept until this process ends: a new user waits for that and starts afresh.
                self._idle = locks.try_lock(self._layout.users_lock)
        self._stop.set()

    def _note(self, child: Running) -> None:
        self._write(self._record.with_child(child))

    def _write(self, record: Record) -> None:
        self._record = record
        record.write(self._layout.record)


def needed(program: Program, programs: Sequence[Program]) -> list[str]:
    """Return which of the programs must be ready before this one is started."""
    if program.needs is not None:
        return [other.name for other in programs if other.name in program.needs]
    below = min(program.layer, Layer.SCHEMA + 1)
    return [other.name for other in programs if other.layer < below]


def supervise(
    layout: Layout, *, plan: Callable[[], tuple[list[Program], dict[str, str]]], while_used: bool = False
) -> int:
    """Be the supervisor of this system, in this process; return the exit code.

    `plan` chooses ports and prepares files, so it is called when the lock is held and what an
    earlier run left behind is gone. A second supervisor of a system ends at once, with 0.
    """
    layout.make()
    lock = locks.try_lock(layout.supervisor_lock)
    if lock is None:
        return 0
    with lock:
        before = read(layout.record)
        if before is not None:
            leftovers.end(reversed(before.children))
        me = running("supervisor", os.getpid())
        Record(supervisor=me).write(layout.record)
        try:
            programs, facts = plan()
        except CannotStartError as error:
            Record(supervisor=me, phase=Phase.FAILED, message=str(error)).write(layout.record)
            return 1
        return asyncio.run(Supervisor(layout, facts=facts, while_used=while_used).run(programs))
