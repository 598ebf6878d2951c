"""The toy service on a broker and a database of the test's own, and a caller."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from chassis import migrations, tables
from chassis.actor import TokenSigner
from chassis.rpc import Caller
from deploy.local.testbed import Testbed
from tests.support.processes import Program, key_pair

MAKE = (
    "CREATE TABLE notes (id bigint GENERATED ALWAYS AS IDENTITY, text text NOT NULL)",
    "CREATE TABLE alembic_version (version_num text)",
)


@dataclass
class Town:
    """A toy service's surroundings."""

    amqp_uri: str
    database_url: str
    caller: Caller
    program: Program
    private_key: str

    def notes(self) -> list[str]:
        """What is in the database."""
        engine = create_engine(self.database_url, poolclass=NullPool)
        with engine.connect() as connection:
            return list(connection.execute(text("SELECT text FROM notes ORDER BY id")).scalars())


@pytest.fixture
def toy_database(testbed: Testbed) -> Iterator[str]:
    """A database with the chassis's tables and one of the toy's own."""
    urls = testbed.new_database("points")
    engine = create_engine(urls.owner, poolclass=NullPool)
    tables.metadata.create_all(engine)
    with engine.begin() as connection:
        for statement in MAKE:
            connection.execute(text(statement))
        # The toy stands in for points: it is ready when points's revisions have run.
        for head in migrations.heads("points"):
            connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": head})
        migrations.grant(connection, [tables.metadata], role="points")
        connection.execute(text("GRANT SELECT, INSERT ON notes TO points"))
    yield urls.app
    testbed.drop_database(urls)


@pytest.fixture
def town(vhost: str, toy_database: str, tmp_path: Path) -> Iterator[Town]:
    """The toy, not started yet."""
    private, public = key_pair()
    environment = {"AMQP_URI": vhost, "DATABASE_URL_POINTS": toy_database, "ACTOR_PUBLIC_KEY": public}
    program = Program("tests.integration.calls.toy", (), environment, tmp_path / "toy.log")
    caller = Caller(vhost, TokenSigner(private))
    yield Town(vhost, toy_database, caller, program, private)
    caller.close()
    if program.process is not None and program.process.poll() is None:
        program.kill()


@pytest.fixture
def started(town: Town) -> Callable[[], Town]:
    """Starts the toy and hands the town over."""

    def start() -> Town:
        town.program.start()
        return town

    return start
