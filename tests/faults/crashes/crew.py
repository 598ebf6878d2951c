"""The platform's processes, each with a file that can tell it where to die; whoever is dead is started again by `mend`."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from chassis.actor import TokenSigner
from chassis.crashpoints import EXIT_CODE
from chassis.rpc import Caller
from deploy.local.testbed import Testbed
from tests.support.databases import Copy, Databases
from tests.support.processes import Program, key_pair

SERVICES = ("points", "donations", "merchants", "rural_link")
RELAYS = tuple(f"relay of {service}" for service in SERVICES)
REACHED_SECONDS_MAX = 60.0


@dataclass
class Crew:
    """Four services, and a relay for each of their outboxes."""

    programs: dict[str, Program]
    databases: dict[str, Copy]
    caller: Caller
    folder: Path
    _mending: threading.Lock = field(default_factory=threading.Lock)

    def arm(self, names: Sequence[str], point: str) -> None:
        """Let each of these processes die when it passes the point next."""
        for name in names:
            # In one step: a process must not read half a name.
            half = self.folder / "half"
            half.write_text(point)
            half.rename(self._asked(name))

    def unreached(self, names: Sequence[str]) -> list[str]:
        """Those that have not come to the point where they shall die."""
        return [name for name in names if self._asked(name).exists()]

    def mend(self) -> list[str]:
        """Start whoever is dead; returns their names. A death that nobody asked for is a fault of its own."""
        with self._mending:
            dead = [
                name
                for name, program in self.programs.items()
                if program.process and program.process.poll() is not None
            ]
            for name in dead:
                program = self.programs[name]
                assert program.process is not None
                assert program.process.returncode == EXIT_CODE, f"{name} ended by itself: {program.said()[-1500:]}"
                program.start(ready=False, CRASH_FILE=str(self._asked(name)))
        return dead

    def wait_ready(self) -> None:
        """Wait until all say that they are ready."""
        self.mend()
        for program in self.programs.values():
            program.wait_ready()

    def _asked(self, name: str) -> Path:
        return self.folder / f"{name}.crash"

    def wait_reached(self, names: Sequence[str]) -> None:
        """Wait until each has died where it should, and start it again."""
        deadline = time.monotonic() + REACHED_SECONDS_MAX
        while self.unreached(names):
            assert time.monotonic() < deadline, f"never reached by {self.unreached(names)}"
            self.mend()
            time.sleep(0.02)


@contextmanager
def crew(testbed: Testbed, databases: Databases, folder: Path) -> Iterator[Crew]:
    """Start everybody; end them all at the end, however the test went."""
    folder.mkdir(exist_ok=True)
    vhost = testbed.new_vhost()
    copies = {name: databases.fresh(name) for name in SERVICES}
    private, public = key_pair()
    environment = {
        "AMQP_URI": vhost,
        "ACTOR_PUBLIC_KEY": public,
        "SECRET_POINTS": "x" * 32,
        "CLOCK_MOVABLE": "1",
        "RETRY_SECONDS": "0.2,0.5,1,2,2",
        **{f"DATABASE_URL_{name.upper()}": copy.url for name, copy in copies.items()},
    }
    programs = {name: Program("chassis.run", (name,), environment, folder / f"{name}.log") for name in SERVICES}
    for name, service in zip(RELAYS, SERVICES, strict=True):
        programs[name] = Program("chassis.relay", (service,), environment, folder / f"{name}.log")
    found = Crew(programs, copies, Caller(vhost, TokenSigner(private)), folder)
    try:
        for name, program in programs.items():
            program.start(ready=False, CRASH_FILE=str(folder / f"{name}.crash"))
        found.wait_ready()
        yield found
    finally:
        found.caller.close()
        for program in programs.values():
            if program.process is not None and program.process.poll() is None:
                program.kill()
        for copy in copies.values():
            copy.close()
        testbed.delete_vhost(vhost)
