"""merchants on the bench, with a street of shops and its residents."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

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
    engine = create_engine(merchants_database.owner_url, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def street(merchants_database: Copy) -> Street:
    """A street where only those who run the alliance are known."""
    merchants_database.empty()
    return Street(Bench(MerchantsService, merchants_database))
