"""One road for the whole tier: starting processes takes longer than most faults."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from chassis import broker as broker_module
from tests.faults.counts import LONG
from tests.faults.road import Road, build
from tests.faults.servers import Broker, Postgres

LONG_SECONDS_MAX = 1800


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long forms may take longer than other tests."""
    for item in items:
        if LONG and item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.timeout(LONG_SECONDS_MAX))


@pytest.fixture(scope="session")
def broken_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Road]:
    """A broker, a cluster, a relay and a toy service behind proxies."""
    # Of the caller's line too: what has gone dead is noticed in seconds.
    broker_module.HEARTBEAT_SECONDS = 2
    folder = tmp_path_factory.mktemp("road")
    broker, postgres = Broker(home=folder), Postgres(home=folder)
    road: Road | None = None
    try:
        postgres.start()
        broker.start()
        road = build(folder, (broker, postgres))
        yield road
    finally:
        if road is not None:
            road.caller.close()
            for program in (road.toy, road.relay):
                if program.process is not None and program.process.poll() is None:
                    program.kill()
            for proxy in road.proxies.values():
                proxy.close()
        broker.end()
        postgres.kill()


@pytest.fixture
def road(broken_in: Road) -> Road:
    """The road, with everything running and nothing left of the test before."""
    broken_in.calm()
    return broken_in
