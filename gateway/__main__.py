"""The gateway's program: `python -m gateway`."""

from __future__ import annotations

from typing import Any

from sqlalchemy import text

from chassis import migrations, telemetry, web
from chassis.health import Health
from gateway import parts, settings


def main() -> None:
    """Serve until SIGTERM."""
    given = settings.read()
    telemetry.configure("gateway", given.log_level)
    health = Health(live={}, ready={})

    def make_app() -> Any:
        own, caller = parts.transactions(given), parts.make_caller(given)

        def database() -> str | None:
            with own.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
                return None if migrations.at_head("gateway", connection) else "migrations have not run"

        def broker() -> str | None:
            return None if caller.connected else "not connected"

        # In the worker, whose connections these are.
        health.ready = {"database": database, "broker": broker}
        health.serve(given.health_port)
        return parts.make_app(given, own, caller)

    def stopping() -> None:
        health.draining = True

    web.serve(make_app, host=given.host, port=given.port, stopping=stopping)


if __name__ == "__main__":
    main()
