"""What every test folder may ask for: the testbed's servers, fresh databases, a service on the bench."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from hypothesis import HealthCheck, settings

from chassis.ids import new_id
from deploy.local import testbed as testbeds
from deploy.local.testbed import Testbed
from tests.support.bench import Bench
from tests.support.databases import Copy, Databases

os.environ["GUARD"] = "1"

# How fast examples are drawn says something of the machine, and nothing of the code.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")

TODAY = new_id("evt")[3:8]
"""How every id begins that is drawn within some hours: an underscore and the upper half of the time."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse parameters with an id drawn at import: processes that share the tests between them would call them differently."""
    drawn = [item.nodeid for item in items if TODAY in item.nodeid]
    if drawn:
        raise pytest.UsageError("ids drawn anew in the names of parameters: " + "; ".join(drawn))


@pytest.fixture(scope="session")
def testbed() -> Iterator[Testbed]:
    """A private broker and a private cluster for the whole run, each started at its first use."""
    with closing(testbeds.start()) as started:
        yield started


@pytest.fixture(scope="session")
def databases(testbed: Testbed) -> Databases:
    """Makes fresh databases of the services."""
    return Databases(testbed)


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
def bench_of(fresh_database: Callable[[str], Copy]) -> Iterator[Callable[[type], Bench]]:
    """Puts a service on the bench, on a fresh database."""
    benches: list[Bench] = []

    def put(service_class: type) -> Bench:
        benches.append(Bench(service_class, fresh_database(service_class.name)))  # type: ignore[attr-defined]
        return benches[-1]

    yield put
    for bench in benches:
        bench.transactions.close()


@pytest.fixture
def vhost(testbed: Testbed) -> Iterator[str]:
    """The AMQP URI of a vhost of the test's own."""
    uri = testbed.new_vhost()
    yield uri
    testbed.delete_vhost(uri)
