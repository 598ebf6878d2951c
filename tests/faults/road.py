"""The road of an event from one database to another and of a call to its service, with every stretch of it breakable."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import NullPool

from chassis import broker, migrations, tables
from chassis.actor import Actor, TokenSigner
from chassis.rpc import Caller, RefusedRemotely, Reply
from chassis.topology import calls_name, dead_name, queue_name
from contracts.refused import HeldByAnother, StillRunning, Unavailable
from contracts.roles import Role
from deploy.local.databases import Urls
from tests.faults.servers import Broker, Postgres
from tests.integration.calls.asked import CountNotes, WriteNote
from tests.integration.messaging.conftest import Post
from tests.integration.messaging.events import ToyPosted, ToyTakenDown
from tests.support.processes import PATIENCE_SECONDS, Program, eventually, key_pair
from tests.support.proxy import Proxy

QUEUE = queue_name("points", ToyPosted)
REMOVALS = queue_name("points", ToyTakenDown)
CALLS = calls_name("points")
RESIDENT = Actor(community="changlinpan", party_id="pty_A", roles=frozenset({Role.RESIDENT}))
TABLES = (
    "CREATE TABLE alembic_version (version_num text)",
    "CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, board text NOT NULL, number bigint NOT NULL)",
    "CREATE TABLE arrived (what text)",
    "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)",
    "CREATE TABLE ticks (id bigint GENERATED ALWAYS AS IDENTITY)",
    "CREATE TABLE runs (id bigint GENERATED ALWAYS AS IDENTITY, job text NOT NULL, period text NOT NULL)",
)
PASSING = {Unavailable.code, HeldByAnother.code, StillRunning.code}
"""The refusals after which a careful client asks again."""
STRETCHES = ("relay-broker", "toy-broker", "caller-broker", "relay-database", "toy-database")


@dataclass
class Road(Post):
    """Relay and toy run behind proxies; the test itself looks at broker and databases directly."""

    broker: Broker
    postgres: Postgres
    proxies: dict[str, Proxy]
    caller: Caller
    folder: Path
    sender_urls: Urls
    said_before: int = 0

    def calm(self) -> None:
        """As at the start: everything runs and is connected, nothing is left of the test before."""
        for proxy in self.proxies.values():
            proxy.mend()
        (self.folder / "break").unlink(missing_ok=True)
        self.broker.start()
        self.postgres.start()
        self.run_all()
        connection = broker.connect(self.amqp_uri)
        for queue in (QUEUE, REMOVALS):
            for name in (queue, dead_name(queue)):
                # What the test before only looked at may still be on its way back.
                while connection.channel().queue_purge(name):
                    time.sleep(0.1)
        connection.channel().queue_purge(dead_name(CALLS))
        broker.farewell(connection)
        owners = [create_engine(urls.owner, poolclass=NullPool) for urls in (self.hearer_urls, self.sender_urls)]
        for table in ("effects", "arrived", "notes", "ticks", "runs", "redrives", "period_runs", "inbox", "requests"):
            # One at a time: the toy runs, and whoever holds several tables may lock crosswise with it.
            self.rows(f"TRUNCATE {table}", owners[0])
        self.rows("DELETE FROM moved_clock", owners[0])
        self.rows("TRUNCATE outbox", owners[1])
        self.said_before = len(self.toy.said())

    def run_all(self) -> None:
        """Start what has ended, and wait until all is connected."""
        for program in (self.toy, self.relay):
            if program.process is None or program.process.poll() is not None:
                program.start(ready=False)
        for program in (self.toy, self.relay):
            eventually(lambda program=program: program.process.poll() or program.get("/readyz")[0], 200)

    @contextmanager
    def supervised(self) -> Iterator[None]:
        """Meanwhile what has ended is started again, and what no longer says that it lives is ended, as the supervisor does."""
        over = threading.Event()

        def tend() -> None:
            while not over.wait(0.2):
                for program in (self.toy, self.relay):
                    assert program.process is not None
                    if program.process.poll() is not None:
                        program.start(ready=False)
                    elif program.get("/livez")[0] == 503:
                        program.kill()

        keeper = threading.Thread(target=tend, daemon=True)
        keeper.start()
        try:
            yield
        finally:
            over.set()
            keeper.join(20)

    def toy_said(self) -> str:
        """What the toy has written since the test began."""
        return self.toy.said()[self.said_before :]

    def write_note(self, note: str, *, within_seconds: float = 30.0, milliseconds: int = 0) -> Reply:
        """What a careful client does: ask again with the same key until the outcome is known."""
        deadline = time.monotonic() + within_seconds
        while True:
            try:
                asked = WriteNote(text=note, milliseconds=milliseconds)
                return self.caller.call(asked, RESIDENT, key=note, timeout_seconds=2)
            except (Unavailable, RefusedRemotely) as refusal:
                assert time.monotonic() < deadline, f"no outcome within {within_seconds:g} s"
                if isinstance(refusal, RefusedRemotely) and refusal.wire["code"] not in PASSING:
                    raise
                time.sleep(0.1)

    def count_notes(self, *, timeout_seconds: float = 2.0) -> int:
        """Ask how many there are."""
        return int(self.caller.call(CountNotes(), RESIDENT, timeout_seconds=timeout_seconds).answer["notes"])

    def notes(self) -> list[str]:
        """The notes that were written, in the order in which they were."""
        return [row.text for row in self.rows("SELECT text FROM notes ORDER BY id")]

    def passes(self, number: int, *, within_seconds: float) -> None:
        """See that an event and a call come through in time, and that the toy's own jobs run."""
        began = time.monotonic()
        ticks = self.rows("SELECT count(*) FROM ticks")[0][0]
        self.post([number])
        self.write_note(f"note {number}", within_seconds=within_seconds)
        eventually(lambda: number in self.effects(), within_seconds=within_seconds)
        eventually(lambda: self.rows("SELECT count(*) FROM ticks")[0][0] > ticks, within_seconds=within_seconds)
        assert time.monotonic() - began < within_seconds

    def nothing_lost(self, numbers: Sequence[int], *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Each number applied once, nothing waiting, nothing dead."""
        self.applied_once(numbers, within_seconds=within_seconds)
        assert self.dead() == []

    def consumers(self, queue: str = QUEUE) -> int:
        """How many listen to the queue, as the broker sees it."""
        connection = broker.connect(self.amqp_uri)
        try:
            return int(connection.channel().queue_declare(queue, passive=True).consumer_count)
        finally:
            broker.hang_up(connection)

    def metric(self, program: Program, name: str) -> float:
        """The sum of a metric's samples in one of the processes."""
        families = text_string_to_metric_families(program.get("/metrics")[1])
        return sum(sample.value for family in families for sample in family.samples if sample.name == name)


def build(folder: Path, servers: tuple[Broker, Postgres]) -> Road:
    """Databases, proxies, and the programs, not started yet."""
    node, postgres = servers
    urls = {service: _database(postgres, service) for service in ("donations", "points")}
    uri = node.node.uri()
    proxies = {
        name: Proxy(postgres.cluster.port if name.endswith("database") else node.node.ports.amqp) for name in STRETCHES
    }

    def amqp(name: str) -> str:
        return uri.replace(f":{node.node.ports.amqp}/", f":{proxies[name].port}/")

    def dsn(url: str, name: str) -> str:
        return make_url(url).set(port=proxies[name].port).render_as_string(hide_password=False)

    private, public = key_pair()
    common = {
        "ACTOR_PUBLIC_KEY": public,
        "RETRY_SECONDS": "0.2,0.3",
        "CLOCK_MOVABLE": "1",
        "BREAK_FILE": str(folder / "break"),
        "CRASH_FILE": str(folder / "crash"),
    }
    relay = {"AMQP_URI": amqp("relay-broker"), "DATABASE_URL_DONATIONS": dsn(urls["donations"].app, "relay-database")}
    toy = {"AMQP_URI": amqp("toy-broker"), "DATABASE_URL_POINTS": dsn(urls["points"].app, "toy-database")}
    return Road(
        uri,
        *(create_engine(urls[service].app, poolclass=NullPool) for service in ("donations", "points")),
        urls["points"],
        Program("tests.faults.relay", ("donations",), {**common, **relay}, folder / "relay.log"),
        Program("tests.faults.toy", (), {**common, **toy}, folder / "toy.log"),
        broker=node,
        postgres=postgres,
        proxies=proxies,
        caller=Caller(amqp("caller-broker"), TokenSigner(private)),
        folder=folder,
        sender_urls=urls["donations"],
    )


def _database(postgres: Postgres, service: str) -> Urls:
    urls = postgres.new_database(service)
    engine = create_engine(urls.owner, poolclass=NullPool)
    tables.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in TABLES:
            connection.execute(text(statement))
        for head in migrations.heads("points"):
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
        migrations.grant(connection, [tables.metadata], role=service)
        mine = "effects, arrived, notes, ticks, runs"
        connection.execute(text(f"GRANT SELECT, INSERT ON {mine} TO {service}"))
        connection.execute(text(f"GRANT SELECT ON alembic_version TO {service}"))
    return urls
