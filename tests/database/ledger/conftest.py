"""One database for all tests of the ledger; every test keeps its own community in it, as towns do."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.pool import NullPool

from chassis import database, migrations
from deploy.local.databases import Urls
from ledger.tables import metadata
from tests.support.books import Books
from tests.support.databases import Databases

SERVICE = "points"  # Whose roles the tests borrow: any that keeps books.
NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def ledger_urls(databases: Databases) -> Iterator[Urls]:
    """A database that holds the ledger's tables, granted to the service's role as in production."""
    urls = databases.testbed.new_database(SERVICE)
    owner = create_engine(urls.owner, poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text("CREATE TABLE alembic_version (version_num text)"))
        metadata.create_all(connection)
        migrations.grant(connection, [metadata], role=SERVICE)
    yield urls
    databases.testbed.drop_database(urls)


@pytest.fixture(scope="session")
def ledger_database(ledger_urls: Urls) -> Engine:
    """The owner's connections: what only an administrator, or an attacker, has."""
    return create_engine(ledger_urls.owner, poolclass=NullPool)


@pytest.fixture(scope="session")
def service_engine(ledger_urls: Urls) -> Iterator[Engine]:
    """Connections as the service's role, with the limits of production."""
    engine = database.engine(ledger_urls.app, pool_size=50)
    yield engine
    engine.dispose()


@pytest.fixture
def books(service_engine: Engine) -> Books:
    """The books of a new community."""
    return Books(engine=service_engine, community=f"town-{next(NUMBERS)}")
