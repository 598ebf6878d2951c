"""The ways of an event from one database to another: ours and the peers', each with its own vhost, databases and processes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import psycopg2
from sqlalchemy import text

from benchmarks.children import OUR_PYTHON, PEERS_PYTHON, Child, answers, running
from benchmarks.noted import TABLE, TELL, Noted
from benchmarks.stand import Stand, without_driver
from chassis.actor import system
from chassis.database import Transactions
from chassis.topology import exchange_name, queue_name
from tests.support.databases import Copy, Databases
from tests.support.processes import free_port, key_pair

COMMUNITY = "changlinpan"
PATIENCE_SECONDS = 120.0
LOOK_SECONDS = 0.005


@dataclass
class Way:
    """One competitor's way: what is noted in `source` has its effect in `target`."""

    amqp_uri: str
    source: Copy
    target: Copy
    noted: int = field(default=0)

    def next(self, many: int) -> list[Noted]:
        """So many new events, each about a thing of its own."""
        first, self.noted = self.noted + 1, self.noted + many
        return [Noted(community=COMMUNITY, thing=f"thing-{n}", number=n) for n in range(first, first + many)]

    def say(self, many: int) -> float:
        """Commit so many events to the outbox; the instant after the commit (perf_counter)."""
        events = self.next(many)
        with Transactions(self.source.engine).begin(system(COMMUNITY)) as work:
            work.emit(*events)
        return time.perf_counter()

    def wait(self) -> float:
        """Wait until everything noted has its effect; the instant in which it was seen."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self.target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # Numbers of rows are given without gaps as long as nothing is rolled back; `check` counts.
            newest = text("SELECT coalesce(max(id), 0) FROM effects")
            while connection.execute(newest).scalar_one() < self.noted:
                assert time.monotonic() < deadline, "the effects do not arrive"
                time.sleep(LOOK_SECONDS)
            return time.perf_counter()

    def check(self) -> None:
        """Everything noted has its effect, once, and nothing waits any more."""
        with self.target.engine.connect() as connection:
            row = connection.execute(text("SELECT count(*), count(DISTINCT number), max(number) FROM effects")).one()
        assert tuple(row) == (self.noted,) * 3, f"{row} effects of {self.noted} events"
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self.source.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while connection.execute(text("SELECT count(*) FROM outbox")).scalar_one():
                assert time.monotonic() < deadline, "the outbox does not become empty"
                time.sleep(LOOK_SECONDS)


@contextmanager
def way(stand: Stand, databases: Databases, *, tells: bool = False) -> Iterator[Way]:
    """Databases and a vhost; `tells`: the commit of an effect is notified. Nothing is running yet."""
    with ExitStack() as stack:
        source, target = databases.fresh("donations"), databases.fresh("points")
        for copy in (source, target):
            stack.callback(copy.close)
        with closing(psycopg2.connect(without_driver(target.owner_url))) as owner, owner, owner.cursor() as cursor:
            cursor.execute(TABLE + ";" + (TELL if tells else "") + "GRANT SELECT, INSERT ON effects TO points")
        uri = stand.new_vhost()
        stack.callback(stand.delete_vhost, uri)
        yield Way(uri, source, target)


def vacuum(copy: Copy) -> None:
    """What earlier rounds left behind is not measured."""
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def ours(made: Way, folder: Path) -> Iterator[None]:
    """The relay's process and a service's process, as in production."""
    ports = {name: free_port() for name in ("relay", "hearer")}
    common = {"AMQP_URI": made.amqp_uri, "LOG_LEVEL": "WARNING"}
    relay = {**common, "DATABASE_URL_DONATIONS": made.source.url}
    hearer = {**common, "DATABASE_URL_POINTS": made.target.url, "ACTOR_PUBLIC_KEY": key_pair()[1]}
    child = partial(_ours, folder=folder, ports=ports)
    with running(
        child("hearer", ("benchmarks.hearer",), hearer), child("relay", ("chassis.relay", "donations"), relay)
    ):
        yield


@contextmanager
def theirs(made: Way, folder: Path, consumer: str) -> Iterator[None]:
    """The peers' relay and the named consumer, from the peers' environment."""
    environment = {
        "AMQP_URI": made.amqp_uri,
        "SOURCE_URL": without_driver(made.source.url),
        "TARGET_URL": without_driver(made.target.url),
        "EXCHANGE": exchange_name(Noted.source),
        "QUEUE": queue_name("points", Noted),
        "TYPE": Noted.type(),
    }
    children = []
    for program in (consumer, "relay"):
        mark = folder / f"{consumer}-{program}.ready"
        children.append(
            Child(
                name=f"{program} of {consumer}",
                command=(PEERS_PYTHON, f"benchmarks/peers/{program}.py"),
                environment={**environment, "READY_FILE": str(mark)},
                log=folder / f"{consumer}-{program}.log",
                ready=mark.exists,
            )
        )
    # The consumer first: it declares the queue, without which the relay's messages would reach nobody.
    with running(children[0]), running(children[1]):
        yield


def _ours(
    name: str, arguments: tuple[str, ...], environment: dict[str, str], *, folder: Path, ports: dict[str, int]
) -> Child:
    return Child(
        name=name,
        command=(OUR_PYTHON, "-W", "ignore", "-m", *arguments),
        environment={**environment, "HEALTH_PORT": str(ports[name])},
        log=folder / f"{name}.log",
        ready=answers(f"http://127.0.0.1:{ports[name]}/readyz"),
    )
