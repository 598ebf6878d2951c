"""A broker and a database cluster of the faults' own: what is done to them must hurt no other test."""

from __future__ import annotations

import os
import secrets
import signal
import subprocess
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from chassis.broker import wait_for_broker
from deploy.local import databases
from deploy.local.broker import Node, Ports
from deploy.local.broker_control import Control
from deploy.local.databases import Urls
from deploy.local.kept import Kept
from deploy.local.postgres import Cluster
from deploy.local.program import Program
from tests.support.processes import eventually, free_port


@dataclass
class Server:
    """One server process; what it is made of says the subclass."""

    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    @property
    def up(self) -> bool:
        """Does its process run?"""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """Kill -9, with all it has started."""
        if self.process is not None:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(20)

    def _spawn(self, program: Program) -> subprocess.Popen[bytes]:
        program.before_start()
        return subprocess.Popen(
            program.command,
            env=dict(program.environment),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )


@dataclass
class Broker(Server):
    """A RabbitMQ node, and its name server."""

    home: Path

    def __post_init__(self) -> None:
        ports = Ports(amqp=free_port(), distribution=free_port(), names=free_port())
        self.node = Node(home=self.home / "broker", ports=ports, kept=Kept(self.home / "kept.json"))
        self.control = Control(self.node)
        self.names: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, unless it runs, and wait for the handshake."""
        if self.up:
            return
        names, node = self.node.programs()
        self.names = self.names or self._spawn(names)
        self.process = self._spawn(node)
        wait_for_broker(self.node.uri(), deadline_seconds=90)

    def end(self) -> None:
        """Leave nothing behind."""
        self.kill()
        if self.names is not None:
            os.killpg(self.names.pid, signal.SIGKILL)
            self.names.wait(10)


@dataclass
class Postgres(Server):
    """A cluster that may be restarted, and does not forget."""

    home: Path

    def __post_init__(self) -> None:
        self.cluster = Cluster(
            home=self.home / "postgres", port=free_port(), kept=Kept(self.home / "kept.json"), durable=True
        )

    def start(self) -> None:
        """Start it, unless it runs, and wait until it answers."""
        if self.up:
            return
        program = self.cluster.program()
        self.process = self._spawn(program)
        eventually(program.ready)

    def stop(self, how: signal.Signals) -> None:
        """SIGINT: fast, sessions are ended; SIGQUIT: immediately, as a crash would."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(30)

    def new_database(self, service: str) -> Urls:
        """A database with the service's roles."""
        name = f"faults_{service}_{secrets.token_hex(4)}"
        with closing(self.cluster.admin()) as connection, connection.cursor() as cursor:
            databases.create(cursor, name, service=service)
        app, owner = (self.cluster.url(role=role, database=name) for role in (service, f"{service}_owner"))
        return Urls(name=name, app=app, owner=owner)

    def backends(self, names: Sequence[str]) -> list[int]:
        """The processes that serve sessions in these databases."""
        with closing(self.cluster.admin()) as connection, connection.cursor() as cursor:
            cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = ANY(%s)", (list(names),))
            return [row[0] for row in cursor.fetchall()]

    def answers(self) -> bool:
        """Does it let anybody in?"""
        try:
            self.cluster.admin().close()
        except psycopg2.OperationalError:
            return False
        return True
