"""What the serving process consists of: the app, its own database, the line to the services, and what it says of its health."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import text

from chassis import revisions, telemetry
from chassis.health import Health
from chassis.watchdog import Watchdog
from gateway import parts
from gateway.settings import Settings


class Serving:
    """One serving process; its connections are its own."""

    def __init__(self, given: Settings) -> None:
        telemetry.configure("gateway", given.log_level)
        self.given = given
        self.own = parts.transactions(given)
        self.caller = parts.make_caller(given)
        self.health = Health(live={}, ready={"database": self._database, "broker": self._broker})

    def app(self) -> Flask:
        """The WSGI app; from here on the health port answers."""
        revisions.heads("gateway")
        self.health.serve(self.given.health_port)
        app = parts.make_app(self.given, self.own, self.caller)
        # Making the app is over: from here on nobody may hold the hub.
        Watchdog().start()
        return app

    def stopping(self) -> None:
        """Whoever asks from now on whether we are ready hears no."""
        self.health.draining = True

    def _database(self) -> str | None:
        with self.own.engine.connect() as connection:
            connection.execute(text("SELECT 1"))
            return None if revisions.at_head("gateway", connection) else "migrations have not run"

    def _broker(self) -> str | None:
        return None if self.caller.connected else "not connected"
