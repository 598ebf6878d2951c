"""merchants on the bench, with a street of shops and its residents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from services.merchants.service import MerchantsService
from tests.database.merchants.street import Street
from tests.support.bench import Bench
from tests.support.databases import Copy, Databases


@pytest.fixture(scope="package")
def merchants_database(databases: Databases) -> Iterator[Copy]:
    """One database for all tests of merchants: emptying it is ten times quicker than making it."""
    copy = databases.fresh("merchants")
    yield copy
    copy.close()


@pytest.fixture(scope="package")
def owner(merchants_database: Copy) -> Iterator[Engine]:
    """The database as its owner, who may do what the service may not."""
    engine = create_engine(merchants_database.owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def street(merchants_database: Copy, owner: Engine) -> Street:
    """A street where only those who run the alliance are known."""
    with owner.begin() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        )
        named = ", ".join(f'"{table}"' for table in tables.scalars())
        connection.execute(text(f"TRUNCATE {named} RESTART IDENTITY"))
    return Street(Bench(MerchantsService, merchants_database))
