"""The tests' own broker and cluster: started by the first who needs them, ended with the last.

Each of the two has a supervisor of its own, so that database tests do not wait for the broker.
Everyone who uses one holds a shared lock; the kernel lets go of it however a test run dies, and
the supervisor ends itself when nobody holds it.
"""

import argparse
import secrets
import shutil
import signal
from collections.abc import Callable
from contextlib import closing
from typing import IO

from deploy.local import control, databases, locks
from deploy.local.backing import Chosen, private_cluster, private_node
from deploy.local.broker import Node
from deploy.local.broker_control import Control
from deploy.local.databases import Urls
from deploy.local.kept import Kept
from deploy.local.layout import Layout, of_tests
from deploy.local.postgres import ADMIN, Cluster
from deploy.local.program import Program
from deploy.local.supervisor import supervise

BROKER, POSTGRES = "broker", "postgres"
PARTS = (BROKER, POSTGRES)
USERS_SECONDS_MAX = 60.0
NAME_BYTES = 5
TEMPLATE_LOCK = 7_305_001


class Testbed:
    """What one test session uses. Starts each server at its first use; close it at the end."""

    __test__ = False

    def __init__(self) -> None:
        """Use nothing yet."""
        self._used: dict[str, IO[str]] = {}
        self._cluster: Cluster | None = None
        self._control: Control | None = None
        self._node: Node | None = None

    @property
    def cluster(self) -> Cluster:
        """The running cluster, with a role pair for each service. Under a second to start."""
        if self._cluster is None:
            self._use(POSTGRES)
            self._cluster = _cluster(anew=False)
        return self._cluster

    @property
    def broker(self) -> Control:
        """The remote control of the running broker. Up to ten seconds to start."""
        if self._control is None:
            self._control = Control(self.node)
        return self._control

    @property
    def node(self) -> Node:
        """The running broker's description: ports, home, environment."""
        if self._node is None:
            self._use(BROKER)
            self._node = _node(anew=False)
        return self._node

    @property
    def admin_url(self) -> str:
        """The superuser's SQLAlchemy URL of the running cluster."""
        return self.cluster.url(role=ADMIN, database=ADMIN)

    @property
    def amqp_uri(self) -> str:
        """The AMQP URI of the running broker's first vhost; tests better take one of their own."""
        return self.node.uri()

    def new_vhost(self) -> str:
        """Make a vhost of its own for one test and return its AMQP URI."""
        name = f"test-{secrets.token_hex(NAME_BYTES)}"
        self.broker.add_vhost(name)
        return self.node.uri(name)

    def delete_vhost(self, uri: str) -> None:
        """Remove a vhost made by `new_vhost`."""
        self.broker.delete_vhost(uri.rpartition("/")[2])

    def template(self, service: str, *, version: str, build: Callable[[Urls], None]) -> str:
        """Return the name of a template database, built once per `version` by whoever comes first.

        `version` is anything that changes with the schema, such as a hash of the migrations.
        """
        name = f"template_{service}_{version}"
        with closing(self.cluster.admin()) as connection, connection.cursor() as cursor:
            # Held until the connection closes: a second session waits for the first one's build.
            cursor.execute("SELECT pg_advisory_lock(%s)", (TEMPLATE_LOCK,))
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (name,))
            if cursor.fetchone() is None:
                half_made = f"{name}_half_made"
                databases.drop(cursor, half_made)
                databases.create(cursor, half_made, service=service)
                build(self._urls(half_made, service))
                databases.rename(cursor, half_made, name)
        return name

    def new_database(self, service: str, *, template: str = "template0") -> Urls:
        """Make a database of its own for one test, a copy of `template`."""
        name = f"test_{service}_{secrets.token_hex(NAME_BYTES)}"
        with closing(self.cluster.admin()) as connection, connection.cursor() as cursor:
            databases.create(cursor, name, service=service, template=template)
        return self._urls(name, service)

    def drop_database(self, urls: Urls) -> None:
        """Remove a database made by `new_database`, whoever is still connected."""
        with closing(self.cluster.admin()) as connection, connection.cursor() as cursor:
            databases.drop(cursor, urls.name)

    def close(self) -> None:
        """Let go of the servers; the last user of each stops it and waits until it is down."""
        for part, used in self._used.items():
            used.close()
            alone = locks.try_lock(of_tests(part).users_lock)
            if alone is not None:
                with alone:
                    control.down(of_tests(part))
        self._used.clear()
        self._cluster = self._control = self._node = None

    def _urls(self, name: str, service: str) -> Urls:
        return Urls(
            name=name,
            app=self.cluster.url(role=service, database=name),
            owner=self.cluster.url(role=f"{service}_owner", database=name),
        )

    def _use(self, part: str) -> None:
        if part not in self._used:
            layout = of_tests(part)
            layout.make()
            # A supervisor that ends for want of users holds this lock until it is gone.
            used = locks.wait_lock(
                layout.users_lock, shared=True, seconds_max=USERS_SECONDS_MAX, doing="starting the tests"
            )
            self._used[part] = used
        control.up(of_tests(part), ("-m", "deploy.local", "test-server", part))


def start() -> Testbed:
    """Return a testbed; nothing runs until it is asked for."""
    return Testbed()


def stay() -> None:
    """Keep both servers running until interrupted, for quick test runs one after the other."""
    with closing(start()) as testbed:
        print(f"broker  {testbed.node.uri()}\ncluster port {testbed.cluster.port}\nCtrl-C ends them.", flush=True)
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        signal.pause()


def remove_unused() -> None:
    """Remove the state of the tests' servers unless a test run is using it."""
    for part in PARTS:
        layout = of_tests(part)
        if not control.is_up(layout):
            shutil.rmtree(layout.state, ignore_errors=True)


def serve_command(_: Layout, chosen: argparse.Namespace) -> int:
    """Be the supervisor of one of the two servers."""
    layout = of_tests(chosen.part)

    def plan() -> tuple[list[Program], dict[str, str]]:
        # Made anew: what killed test runs have left is nobody's business.
        shutil.rmtree(layout.state / chosen.part, ignore_errors=True)
        if chosen.part == POSTGRES:
            return [_cluster(anew=True).program()], {}
        return _node(anew=True).programs(), {}

    return supervise(layout, plan=plan, while_used=True)


def _cluster(*, anew: bool) -> Cluster:
    layout = of_tests(POSTGRES)
    return private_cluster(layout, Chosen(kept=Kept(layout.kept), anew=anew), durable=False)


def _node(*, anew: bool) -> Node:
    layout = of_tests(BROKER)
    return private_node(layout, Chosen(kept=Kept(layout.kept), anew=anew))
