"""The ways of an event from one database to another: ours and the peers', each with its own vhost, databases and processes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import psycopg2
from sqlalchemy import text

from benchmarks.children import OUR_PYTHON, PEERS_PYTHON, Child, answers, running
from benchmarks.noted import TABLE, TELL, Noted
from benchmarks.stand import Stand, without_driver
from chassis.actor import system
from chassis.database import Transactions
from chassis.topology import exchange_name, queue_name
from contracts.event import Event
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from tests.support.databases import Copy, Databases
from tests.support.processes import free_port, key_pair

COMMUNITY = "changlinpan"
PATIENCE_SECONDS = 180.0
LOOK_SECONDS = 0.005


@dataclass
class Way:
    """One competitor's way: what is noted in `source` has its effect in `target`."""

    # Looked at every few milliseconds: the newest row's number, which is cheap. Numbers may have gaps, so `wait` counts at the end.
    NEWEST: ClassVar[str] = "SELECT coalesce(max(id), 0) FROM effects"
    KEPT: ClassVar[str] = "SELECT count(*), count(DISTINCT number) FROM effects"
    SPEAKER: ClassVar[str] = "donations"
    HEARER: ClassVar[str] = "points"
    PROGRAM: ClassVar[tuple[str, ...]] = ("benchmarks.hearer",)

    amqp_uri: str
    source: Copy
    target: Copy
    noted: int = field(default=0)

    def next(self, many: int) -> list[Any]:
        """So many new events, each about a thing of its own."""
        first, self.noted = self.noted + 1, self.noted + many
        return [self._event(number) for number in range(first, first + many)]

    def say(self, many: int) -> float:
        """Commit so many events to the outbox; the instant after the commit (perf_counter)."""
        events = self.next(many)
        with Transactions(self.source.engine).begin(system(COMMUNITY)) as work:
            work.emit(*events)
        return time.perf_counter()

    def wait(self) -> float:
        """Wait until everything noted has its effect; the instant in which it was seen."""
        with self.target.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            _until(
                lambda: connection.execute(text(self.NEWEST)).scalar_one() >= self.noted, "the effects do not arrive"
            )
            _until(lambda: connection.execute(text(self.KEPT)).one()[0] >= self.noted, "effects are missing")
            return time.perf_counter()

    def check(self) -> None:
        """Everything noted has its effect, once, and nothing waits any more."""
        with self.target.engine.connect() as connection:
            kept = connection.execute(text(self.KEPT)).one()
        assert tuple(kept) == (self.noted, self.noted), f"{kept} effects of {self.noted} events"
        with self.source.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            empty = text("SELECT NOT EXISTS (SELECT 1 FROM outbox)")
            _until(lambda: bool(connection.execute(empty).scalar_one()), "the outbox does not become empty")

    def _event(self, number: int) -> Event:
        return Noted(community=COMMUNITY, thing=f"thing-{number}", number=number)


class PartiesWay(Way):
    """A way of the real system: points registers parties, donations remembers them."""

    NEWEST = "SELECT count(*) FROM known_parties"
    KEPT = "SELECT count(*), count(DISTINCT party_id) FROM known_parties"
    SPEAKER, HEARER = "points", "donations"
    PROGRAM = ("chassis.run", "donations")

    def _event(self, number: int) -> Event:
        return PartyRegistered(
            community=COMMUNITY,
            party_id=f"pty_01{number:024d}",
            sector=Sector.RES,
            is_person=True,
            household_id=None,
            organisation_id=None,
            public_name="居民**",
            registered_on=date(2023, 3, 18),
        )


def _until(true: Callable[[], bool], otherwise: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(LOOK_SECONDS)


@contextmanager
def way(stand: Stand, databases: Databases, kind: type[Way] = Way, *, tells: bool = False) -> Iterator[Way]:
    """Databases and a vhost; `tells`: the commit of an effect is notified. Nothing is running yet."""
    with ExitStack() as stack:
        source, target = databases.fresh(kind.SPEAKER), databases.fresh(kind.HEARER)
        for copy in (source, target):
            stack.callback(copy.close)
        with closing(psycopg2.connect(without_driver(target.owner_url))) as owner, owner, owner.cursor() as cursor:
            cursor.execute(f"{TABLE};{TELL if tells else ''} GRANT SELECT, INSERT ON effects TO {kind.HEARER}")
        uri = stand.new_vhost()
        stack.callback(stand.delete_vhost, uri)
        yield kind(uri, source, target)


def vacuum(copy: Copy) -> None:
    """What earlier rounds left behind is not measured."""
    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


@contextmanager
def ours(made: Way, folder: Path) -> Iterator[None]:
    """The relay's process and a service's process, as in production."""
    common = {"AMQP_URI": made.amqp_uri, "LOG_LEVEL": "WARNING"}
    relay = {**common, f"DATABASE_URL_{made.SPEAKER.upper()}": made.source.url}
    hearer = {**common, f"DATABASE_URL_{made.HEARER.upper()}": made.target.url, "ACTOR_PUBLIC_KEY": key_pair()[1]}
    with running(
        _our(made.PROGRAM, hearer, folder),
        _our(("chassis.relay", made.SPEAKER), relay, folder),
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


def _our(arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> Child:
    name, port = " ".join(arguments), free_port()
    return Child(
        name=name,
        command=(OUR_PYTHON, "-W", "ignore", "-m", *arguments),
        environment={**environment, "HEALTH_PORT": str(port)},
        log=folder / f"{name}.log",
        ready=answers(f"http://127.0.0.1:{port}/readyz"),
    )
