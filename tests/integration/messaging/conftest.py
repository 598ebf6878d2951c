"""Two databases, a broker, a relay and a toy hearer of the test's own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from chassis import broker, dead, migrations, tables
from chassis.actor import system
from chassis.database import Transactions
from chassis.topology import dead_name, queue_name
from contracts.event import Event
from deploy.local.databases import Urls
from deploy.local.testbed import Testbed
from tests.integration.messaging.events import ToyPosted
from tests.support.processes import PATIENCE_SECONDS, Program, eventually, key_pair

COMMUNITY = "changlinpan"
QUEUE = queue_name("points", ToyPosted)
DEAD = dead_name(QUEUE)
EFFECTS = (
    "CREATE TABLE alembic_version (version_num text)",
    "CREATE TABLE effects (id bigint GENERATED ALWAYS AS IDENTITY, board text NOT NULL, number bigint NOT NULL)",
    "CREATE TABLE arrived (what text)",
)


@dataclass
class Post:
    """The way of an event from one database to another."""

    amqp_uri: str
    sender: Engine
    hearer: Engine
    hearer_urls: Urls
    relay: Program
    toy: Program

    def say(self, *events: Event) -> None:
        """One command's worth of events."""
        with Transactions(self.sender).begin(system(COMMUNITY)) as work:
            work.emit(*events)

    def post(self, numbers: Sequence[int], *, mood: str = "good", board: str = "") -> None:
        """Say that these were posted, each on a board of its own unless one is named."""
        self.say(
            *(ToyPosted(community=COMMUNITY, board=board or f"b{n}", number=n, mood=mood) for n in numbers),
        )

    def rows(self, sql: str, engine: Engine | None = None) -> list[Any]:
        """Look into the hearer's (or the given) database."""
        with (engine or self.hearer).begin() as connection:
            result = connection.execute(text(sql))
            return list(result.all()) if result.returns_rows else []

    def effects(self) -> list[int]:
        """The numbers of what was applied, in the order in which it was."""
        return [row.number for row in self.rows("SELECT number FROM effects ORDER BY id")]

    def outbox(self) -> int:
        """How many events wait to be sent."""
        return int(self.rows("SELECT count(*) FROM outbox", self.sender)[0][0])

    def dead(self) -> list[dead.Dead]:
        """What was set aside."""
        return dead.list_dead(self.amqp_uri, [QUEUE])

    def applied_once(self, numbers: Sequence[int], *, within_seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until each was applied, and see that none was twice and none is left anywhere."""
        eventually(lambda: set(numbers) - set(self.effects()), set(), within_seconds=within_seconds)
        eventually(self.outbox, 0)
        assert sorted(self.effects()) == sorted(numbers)


@pytest.fixture
def post(vhost: str, testbed: Testbed, tmp_path: Path) -> Iterator[Post]:
    """Nothing is running yet."""
    with surroundings(testbed, tmp_path) as make:
        yield make(vhost)


@pytest.fixture(scope="module")
def kept_running(testbed: Testbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Post]:
    """Relay and hearer for the tests that do them no harm: starting them takes longer than such a test."""
    uri = testbed.new_vhost()
    with surroundings(testbed, tmp_path_factory.mktemp("kept")) as make:
        yield started(make(uri))
    testbed.delete_vhost(uri)


@pytest.fixture
def shared(kept_running: Post) -> Post:
    """The same, with nothing left of the test before."""
    connection = broker.connect(kept_running.amqp_uri)
    connection.channel().queue_purge(DEAD)
    broker.farewell(connection)
    owner = create_engine(kept_running.hearer_urls.owner, poolclass=NullPool)
    kept_running.rows("TRUNCATE effects, arrived, redrives", owner)
    return kept_running


def started(post: Post) -> Post:
    """Start relay and hearer, and wait until they are connected."""
    post.toy.start(ready=False)
    post.relay.start(ready=False)
    eventually(lambda: queue_exists(post.amqp_uri))
    eventually(lambda: post.relay.get("/readyz")[0], 200)
    return post


@contextmanager
def surroundings(testbed: Testbed, folder: Path) -> Iterator[Callable[[str], Post]]:
    """Makes what a test needs over a broker; afterwards nothing is left."""
    urls = [_database(testbed, "donations"), _database(testbed, "points")]
    engines = [create_engine(each.app, poolclass=NullPool) for each in urls]
    programs: list[Program] = []

    def make(amqp_uri: str) -> Post:
        common = {"AMQP_URI": amqp_uri, "ACTOR_PUBLIC_KEY": key_pair()[1], "RETRY_SECONDS": "0.2,0.3"}
        relay = {**common, "DATABASE_URL_DONATIONS": urls[0].app}
        toy = {**common, "DATABASE_URL_POINTS": urls[1].app}
        programs.append(Program("chassis.relay", ("donations",), relay, folder / "relay.log"))
        programs.append(Program("tests.integration.messaging.toy", (), toy, folder / "toy.log"))
        return Post(amqp_uri, *engines, urls[1], *programs)

    yield make
    for program in programs:
        if program.process is not None and program.process.poll() is None:
            program.kill()
    for each in urls:
        testbed.drop_database(each)


def publish(amqp_uri: str, *messages: Any, queue: str = QUEUE) -> None:
    """Put messages straight into a queue, as anybody with access to the broker could."""
    connection = broker.connect(amqp_uri)
    channel = connection.channel()
    channel.confirm_select()
    for message in messages:
        channel.basic_publish_confirm(message, "", queue)
    broker.farewell(connection)


def queue_exists(amqp_uri: str, queue: str = QUEUE) -> bool:
    """Has anybody declared it?"""
    connection = broker.connect(amqp_uri)
    try:
        connection.channel().queue_declare(queue, passive=True)
    except Exception:  # noqa: BLE001 - however the broker says no
        return False
    finally:
        broker.hang_up(connection)
    return True


def _database(testbed: Testbed, service: str) -> Urls:
    urls = testbed.new_database(service)
    engine = create_engine(urls.owner, poolclass=NullPool)
    tables.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in EFFECTS:
            connection.execute(text(statement))
        migrations.grant(connection, [tables.metadata], role=service)
        connection.execute(text(f"GRANT SELECT, INSERT ON effects, arrived TO {service}"))
    return urls
