"""M-12, N-06, N-09, N-10, N-25: connections that are lost come back soon, consume again, and leave nothing behind."""

from __future__ import annotations

import os
import time
from pathlib import Path

from tests.faults.counts import many, seconds
from tests.faults.road import CALLS, QUEUE, REMOVALS, Road
from tests.support.processes import Program, eventually

ROUNDS = many(12, 200)
WARM = 5
BROKER = ("relay-broker", "toy-broker")
CONSUMERS = {QUEUE: 1, REMOVALS: 1, CALLS: 1}
BACK_SECONDS = 3.5  # The longest wait between two attempts is 2 s.


def consumers(road: Road) -> dict[str, int]:
    return {queue: road.consumers(queue) for queue in CONSUMERS}


def resident_kilobytes(program: Program) -> int:
    assert program.process is not None
    status = Path(f"/proc/{program.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))


def descriptors(program: Program) -> int:
    assert program.process is not None
    return len(list(Path(f"/proc/{program.process.pid}/fd").iterdir()))


def all_back(road: Road) -> None:
    def listening() -> object:
        try:
            return consumers(road)
        except Exception as error:  # noqa: BLE001 - the calls' queue goes with its last consumer
            return error

    eventually(listening, CONSUMERS, within_seconds=10)
    eventually(lambda: road.relay.get("/readyz")[0], 200, within_seconds=10)


def test_however_often_connections_are_lost_consumers_come_back_and_nothing_leaks(road: Road):
    size: dict[str, tuple[int, int]] = {}
    for turn in range(ROUNDS):
        for stretch in BROKER:
            road.proxies[stretch].reset_all()
        road.post([turn])
        all_back(road)
        if turn == WARM:
            road.nothing_lost(range(turn + 1))
            size = {one.module: (resident_kilobytes(one), descriptors(one)) for one in (road.toy, road.relay)}

    road.nothing_lost(range(ROUNDS))
    for one in (road.toy, road.relay):
        kilobytes, open_files = size[one.module]
        assert resident_kilobytes(one) < kilobytes * 1.1
        assert descriptors(one) <= open_files + 2


def test_after_a_long_absence_of_the_broker_consumers_are_back_within_seconds(road: Road):
    for stretch in BROKER:
        road.proxies[stretch].cut()
    road.post(range(10))
    time.sleep(seconds(8, 60))  # Growing without a limit, the waits would be far apart by now.

    for stretch in BROKER:
        road.proxies[stretch].mend()
    began = time.monotonic()
    eventually(lambda: road.consumers() == 1, within_seconds=20)
    back_seconds = time.monotonic() - began

    road.nothing_lost(range(10))
    assert back_seconds < BACK_SECONDS + min(os.getloadavg()[0] / 4, 2.0)


def test_an_operator_who_closes_every_connection_ends_no_process(road: Road):
    pids = [program.process.pid for program in (road.toy, road.relay) if program.process]
    road.post(range(12), mood="slow")
    eventually(lambda: road.rows("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(0.3)%'")[0][0] > 1)

    road.broker.control.close_all_connections("ccs")

    road.nothing_lost(range(12))
    all_back(road)
    assert [program.process.pid for program in (road.toy, road.relay) if program.process] == pids
