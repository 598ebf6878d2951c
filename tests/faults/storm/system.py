"""A whole system of the storm's own, under the real supervisor: `python -m tests.faults.storm.system FOLDER` is that supervisor."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from chassis.actor import TokenSigner
from chassis.rpc import Caller
from deploy.local import control
from deploy.local.broker import VHOST, greets
from deploy.local.broker_control import Control
from deploy.local.ccs import System
from deploy.local.kept import LOOPBACK
from deploy.local.layout import Layout
from deploy.local.program import Program
from deploy.local.record import Running, read
from deploy.local.supervisor import supervise

SERVICES = ("points", "donations", "merchants", "rural_link")
SENT = re.compile(r"^ccs_relay_sent_total\{.*\} (\S+)$", re.MULTILINE)
LOOK_SECONDS = 1.0
HTTP_OK = 200
HTTP_NOT_FOUND = 404


@dataclass
class Supervised:
    """The running system, seen from outside."""

    layout: Layout
    system: System

    @property
    def url(self) -> str:
        """The gateway's address."""
        return self.system.gateway_url

    @property
    def admin_key(self) -> str:
        """The first operator's key."""
        return self.system.admin_key

    @property
    def second_admin_key(self) -> str:
        """The second operator's key."""
        return self.system.second_admin_key

    def caller(self) -> Caller:
        """Calls services past the gateway, to see them alone."""
        assert self.system.node is not None
        return Caller(self.system.node.uri(), TokenSigner(self.system.kept.secret("actor key")))

    def engine(self, service: str) -> Engine:
        """A service's database, as the service."""
        assert self.system.cluster is not None
        url = self.system.cluster.url(role=service, database=f"ccs_{service}")
        return create_engine(url, poolclass=NullPool)

    def running(self, name: str) -> Running:
        """The process that the supervisor runs under this name now."""
        record = read(self.layout.record)
        assert record is not None
        return next(child for child in record.children if child.name == name)

    def kill(self, name: str) -> None:
        """Kill -9, the process and what it started."""
        os.killpg(self.running(name).pid, signal.SIGKILL)

    def broker_accepts(self) -> bool:
        """Does the broker answer a greeting?"""
        assert self.system.node is not None
        return greets(self.system.node.ports.amqp)

    def queues(self) -> list[dict[str, Any]]:
        """Every queue with its messages, ready and unacknowledged."""
        assert self.system.node is not None
        return Control(self.system.node).list_queues(VHOST)

    def ready(self, name: str) -> bool:
        """Does the process say that it is ready?"""
        return self._ask(name, "/readyz")[0] == HTTP_OK

    def sent(self) -> float:
        """How many events the relay that runs now has sent since it began; 0 while it does not answer."""
        return sum(float(found) for found in SENT.findall(self._ask("relay", "/metrics")[1]))

    def unsent(self) -> int:
        """How many events wait in all outboxes."""
        total = 0
        for service in SERVICES:
            with self.engine(service).connect() as connection:
                total += int(connection.execute(text("SELECT count(*) FROM outbox")).scalar_one())
        return total

    def answers(self) -> bool:
        """Does the gateway answer over HTTP, by itself?"""
        return _get(self.system.gateway_port, "/v1/no-such-thing")[0] == HTTP_NOT_FOUND

    def _ask(self, name: str, path: str) -> tuple[int, str]:
        return _get(self.system.kept.known_port(f"health of {name}"), path)


@contextmanager
def supervised(folder: Path) -> Iterator[Supervised]:
    """A fresh system in this folder; it is stopped at the end, its databases and logs stay."""
    layout = Layout(state=folder)
    control.down(layout)
    shutil.rmtree(folder, ignore_errors=True)
    control.up(layout, ("-m", "tests.faults.storm.system", str(folder)))
    try:
        yield Supervised(layout, System(layout, anew=False, movable_clock=True))
    finally:
        control.down(layout)


def main(folder: str) -> int:
    """Be the supervisor."""
    layout = Layout(state=Path(folder))

    def plan() -> tuple[list[Program], dict[str, str]]:
        system = System(layout, anew=True, movable_clock=True)
        return system.programs(), system.facts()

    return supervise(layout, plan=plan)


def _get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=LOOK_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
