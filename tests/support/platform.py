"""The whole platform in processes of its own, on a broker and databases of the test's own."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from deploy.local.testbed import Testbed
from tests.support.databases import Copy, Databases
from tests.support.processes import Program, free_port, key_pair

SERVICES = ("points", "donations", "merchants", "rural_link")


@dataclass
class Platform:
    """Everything that runs; `url` is the gateway's."""

    url: str
    admin_key: str
    second_admin_key: str
    environment: dict[str, str]
    programs: dict[str, Program]
    databases: dict[str, Copy]

    def logs(self) -> str:
        """All that any process has written."""
        return "\n".join(program.said() for program in self.programs.values())


@contextmanager
def platform(testbed: Testbed, databases: Databases, folder: Path, **extra: str) -> Iterator[Platform]:
    """Start four services, the relay and the gateway; end them all at the end, however the test went. `extra`: more settings for all."""
    vhost = testbed.new_vhost()
    copies = {name: databases.fresh(name) for name in (*SERVICES, "gateway")}
    private, public = key_pair()
    port = free_port()
    environment = {
        "AMQP_URI": vhost,
        "ACTOR_PUBLIC_KEY": public,
        "ACTOR_PRIVATE_KEY": private,
        "CURSOR_SECRET": secrets.token_hex(32),
        "ADMIN_KEY": secrets.token_hex(32),
        "SECOND_ADMIN_KEY": secrets.token_hex(32),
        "SECRET_POINTS": secrets.token_hex(32),
        "CLOCK_MOVABLE": "1",
        "GATEWAY_PORT": str(port),
        "RETRY_SECONDS": "0.2,0.5,1,2",
        **{f"DATABASE_URL_{name.upper()}": copy.url for name, copy in copies.items()},
        **extra,
    }
    programs = {name: Program("chassis.run", (name,), environment, folder / f"{name}.log") for name in SERVICES}
    programs["relay"] = Program("chassis.relay", SERVICES, environment, folder / "relay.log")
    programs["gateway"] = Program("gateway", (), environment, folder / "gateway.log")
    try:
        for program in programs.values():
            program.start(ready=False)
        for program in programs.values():
            program.wait_ready()
        operators = (environment["ADMIN_KEY"], environment["SECOND_ADMIN_KEY"])
        yield Platform(f"http://127.0.0.1:{port}", *operators, environment, programs, copies)
    finally:
        for program in programs.values():
            if program.process is not None and program.process.poll() is None:
                program.kill()
        for copy in copies.values():
            copy.close()
        testbed.delete_vhost(vhost)
