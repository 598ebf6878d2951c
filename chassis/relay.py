"""The relay's program: `python -m chassis.relay points donations ...`, one thread per service, a process without eventlet.

Needs AMQP_URI and DATABASE_URL_<SERVICE>; HEALTH_PORT and LOG_LEVEL if wanted. SIGTERM lets the batch in hand finish and exits 0. A relay whose loop has not come round for
STUCK_SECONDS ends the process, so that the supervisor starts a new one: every step has a shorter time limit of its own.
"""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
import time

from chassis import config, metrics, telemetry
from chassis.database import engine
from chassis.health import Health
from chassis.relays import Relay, running

logger = logging.getLogger("chassis.relay")

STUCK_SECONDS = 30.0
LOOK_SECONDS = 0.5
GRACE_SECONDS = 4.5
LATE_SECONDS = 300.0
POOL_SIZE = 2
STUCK_EXIT_CODE = 70


def configured(services: list[str]) -> list[Relay]:
    """The relays for the services, from the environment. Raises SettingsMissing."""
    names = {service: config.database_name(service) for service in services}
    missing = [name for name in ("AMQP_URI", *names.values()) if not os.environ.get(name)]
    if missing:
        raise config.SettingsMissing(missing)
    return [
        Relay(
            service=service,
            engine=engine(os.environ[name], pool_size=POOL_SIZE),
            amqp_uri=os.environ["AMQP_URI"],
        )
        for service, name in names.items()
    ]


def health() -> Health:
    """Live while every loop comes round; ready while every relay has its broker and nothing waits for long."""
    return Health(live={"loops": _silent}, ready={"broker": _unconnected, "outbox": _late})


def supervise(relays: list[Relay], stop: threading.Event) -> int:
    """Run the relays until asked to stop; returns the exit code. Not 0 if one of them is stuck or gone."""
    threads = [threading.Thread(target=relay.run, name=f"relay {relay.service}", daemon=True) for relay in relays]
    for thread in threads:
        thread.start()
    while not stop.wait(LOOK_SECONDS):
        for relay, thread in zip(relays, threads, strict=True):
            still_seconds = time.monotonic() - relay.turned_at
            if not thread.is_alive() or still_seconds > STUCK_SECONDS:
                logger.critical(
                    "relay %s: alive %s, still for %.0f s: ending", relay.service, thread.is_alive(), still_seconds
                )
                return STUCK_EXIT_CODE
    return _finish(relays, threads)


def _finish(relays: list[Relay], threads: list[threading.Thread]) -> int:
    deadline = time.monotonic() + GRACE_SECONDS
    for relay in relays:
        relay.stop()
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
    if any(thread.is_alive() for thread in threads):
        logger.warning(
            "a batch did not finish in %g s: its transaction is rolled back and it will be sent again", GRACE_SECONDS
        )
    return 0


def _silent() -> str | None:
    silent = [relay.service for relay in running if time.monotonic() - relay.turned_at > STUCK_SECONDS]
    return f"silent: {', '.join(silent)}" if silent else None


def _unconnected() -> str | None:
    absent = [relay.service for relay in running if not relay.connected]
    return f"not connected: {', '.join(absent)}" if absent else None


def _late() -> str | None:
    late = [relay.service for relay in running if relay.oldest_seconds > LATE_SECONDS]
    return f"events wait too long: {', '.join(late)}" if late else None


def main(services: list[str]) -> None:
    """Run the relays of the services until SIGTERM."""
    telemetry.configure("relay", os.environ.get("LOG_LEVEL") or "INFO")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    running.extend(configured(services))
    for relay in running:
        metrics.watch_relay(relay)
        metrics.watch_pool(relay.service, relay.engine)
    health().serve(int(os.environ.get("HEALTH_PORT") or 0))
    code = supervise(running, stop)
    # Not sys.exit: a thread that hangs in a library must not keep the process.
    telemetry.flush()
    logging.shutdown()
    os._exit(code)


if __name__ == "__main__":
    main(sys.argv[1:])
