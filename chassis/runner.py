"""Starts one service in one process, tells when it is ready, and stops it in time: drain on SIGTERM, and a deadline that holds."""

from __future__ import annotations

import functools
import importlib
import logging
import os
import signal
import time
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet import patcher
from nameko.containers import ServiceContainer
from sqlalchemy import text

from chassis import aside, broker, config, guard, revisions, telemetry
from chassis.health import Health
from chassis.listener import Listener
from chassis.rpc_server import Callee
from chassis.watchdog import Watchdog, places

logger = logging.getLogger(__name__)

WORKERS_MAX = 10
BROKER_DEADLINE_SECONDS = 60.0
STOP_DEADLINE_SECONDS = 20.0
OUTBOX_OLDEST_SECONDS = 300
LOOP_SILENT_SECONDS = 30.0
DEADLINE_EXIT_CODE = 75


def main(names: list[str]) -> int:
    """Run the named service until SIGTERM; the exit code is 0 only for an orderly stop."""
    if len(names) != 1 or not patcher.is_monkey_patched("socket"):
        raise SystemExit("usage: python -m chassis.run SERVICE")
    return run(config.read(names[0]), functools.partial(service_class, names[0]))


def run(settings: config.Settings, find: Callable[[], type]) -> int:
    """Run the service whose nameko class `find` returns; it is looked up late, so that a broken import is told in the log like anything else."""
    telemetry.configure(settings.service, settings.log_level)
    guard.install((eventlet, "sleep", "a sleep"))
    aside.prepare()
    runner = Runner(settings)
    runner.health.serve(settings.health_port)
    try:
        return runner.run(find())
    except Exception:
        # The last resort: say it in one place and let the supervisor start a new process.
        logger.exception("%s ends: unexpected failure", settings.service)
        return 1


def service_class(name: str) -> type:
    """The nameko class of a service: the one in services.<name>.service that carries its name."""
    module = importlib.import_module(f"services.{name}.service")
    found = [kind for kind in vars(module).values() if isinstance(kind, type) and getattr(kind, "name", None) == name]
    if len(found) != 1:
        message = f"services/{name}/service.py should hold exactly one class with name = {name!r}"
        raise LookupError(message)
    return found[0]


class Runner:
    """The life of one service process."""

    def __init__(self, settings: config.Settings) -> None:
        self.settings = settings
        self.container: Any = None
        self.health = Health(
            live={"loops": self._loops},
            ready={
                "started": self._started,
                "database": self._database,
                "broker": self._broker,
                "outbox": self._outbox,
            },
        )
        self._migrated = False

    def run(self, kind: type) -> int:
        """Start, serve, and return when stopped."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        broker.wait_for_broker(self.settings.amqp_uri, deadline_seconds=BROKER_DEADLINE_SECONDS)
        container = ServiceContainer(kind, {"settings": self.settings, "max_workers": WORKERS_MAX})
        container.start()
        # Reading many migrations takes a tenth of a second, which no probe may hold the hub for.
        revisions.heads(self.settings.service)
        self.container = container
        # Imports and connecting are over: from here on nobody may hold the hub.
        Watchdog().start()
        logger.info("%s started", self.settings.service)
        container.wait()
        return 0

    def _asked_to_stop(self, number: int, frame: object) -> None:
        del frame
        if self.health.draining:
            return
        self.health.draining = True
        logger.info("%s stops: signal %d", self.settings.service, number)
        native = patcher.original("threading")
        timer = native.Timer(STOP_DEADLINE_SECONDS, _give_up)
        timer.daemon = True
        timer.start()
        # Not here: a signal arrives in the middle of whatever the hub was doing.
        eventlet.hubs.get_hub().schedule_call_global(0, eventlet.spawn, self._stop)

    def _stop(self) -> None:
        if self.container is None:
            os._exit(0)
        self.container.stop()

    def _started(self) -> str | None:
        return None if self.container is not None else "starting"

    def _database(self) -> str | None:
        if self.container is None:
            return "starting"
        with self.container.transactions.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            if not self._migrated:
                self._migrated = revisions.at_head(self.settings.service, connection)
        return None if self._migrated else "migrations have not run"

    def _broker(self) -> str | None:
        servers = (
            {entry.server for entry in self.container.entrypoints if isinstance(entry, Callee)}
            if self.container
            else set()
        )
        entries = self.container.entrypoints if self.container else ()
        deaf = [entry.method_name for entry in entries if isinstance(entry, Listener) and not entry.connected]
        if deaf:
            return f"not listening: {', '.join(sorted(deaf))}"
        return None if all(server.line is not None for server in servers) else "not connected"

    def _outbox(self) -> str | None:
        if self.container is None:
            return "starting"
        with self.container.transactions.engine.connect() as connection:
            oldest = connection.execute(
                text("SELECT extract(epoch FROM clock_timestamp() - min(queued_at)) FROM outbox")
            ).scalar()
        return f"oldest waits {oldest:.0f} s" if oldest is not None and oldest > OUTBOX_OLDEST_SECONDS else None

    def _loops(self) -> str | None:
        entries = self.container.entrypoints if self.container is not None else ()
        silent = [
            entry.method_name
            for entry in entries
            if time.monotonic() - getattr(entry, "last_loop_at", time.monotonic()) > LOOP_SILENT_SECONDS
        ]
        return f"silent: {', '.join(sorted(silent))}" if silent else None


def _give_up() -> None:
    # From a thread of its own, past the log: whatever keeps the hub may hold the log's lock too.
    os.write(2, f"did not stop in time: ending at once; still at {'; '.join(places())}\n".encode())
    os._exit(DEADLINE_EXIT_CODE)
