"""/livez, /readyz and /metrics of one process, on a port of its own: loopback unless HEALTH_HOST says otherwise."""

from __future__ import annotations

import json
import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from prometheus_client import REGISTRY, generate_latest

from chassis import metrics

logger = logging.getLogger(__name__)

Check = Callable[[], str | None]
"""Says what is wrong, or None."""

LOOPBACK = "127.0.0.1"
LOOK_SECONDS = 10.0  # How often a process looks at its own health for its figures; nobody may be probing it.
FIRST_LOOK_SECONDS = 0.5  # The same, until it is ready.


class Health:
    """What a process knows of its own health. `live`: should it be restarted? `ready`: should it get work?"""

    def __init__(self, *, live: Mapping[str, Check], ready: Mapping[str, Check]) -> None:
        self.live = live
        self.ready = ready
        self.draining = False

    def problems(self, checks: Mapping[str, Check]) -> dict[str, str]:
        """What is wrong, by the name of the check."""
        found = {}
        for name, check in checks.items():
            try:
                problem = check()
            except Exception as error:  # noqa: BLE001 - a check that fails is a finding, whatever it raised
                problem = type(error).__name__
            if problem is not None:
                found[name] = problem
        return found

    def readiness(self) -> dict[str, str]:
        """What stands against sending work here."""
        return {"draining": "stopping"} if self.draining else self.problems({**self.live, **self.ready})

    def serve(self, port: int) -> None:
        """Answer on the port from a thread of its own; 0: not at all."""
        if not port:
            return
        server = _Server((os.environ.get("HEALTH_HOST") or LOOPBACK, port), _handler(self))
        threading.Thread(target=server.serve_forever, daemon=True, name="health").start()
        threading.Thread(target=self._look, daemon=True, name="looking").start()

    def _look(self) -> None:
        while True:
            problems = self.readiness()
            metrics.show_health(problems, (*self.live, *self.ready))
            time.sleep(FIRST_LOOK_SECONDS if problems else LOOK_SECONDS)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A probe that did not wait for its answer; the library would print a traceback."""


def _handler(health: Health) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._answer(200, generate_latest(REGISTRY), "text/plain; version=0.0.4")
            elif self.path in {"/livez", "/readyz"}:
                found = health.problems(health.live) if self.path == "/livez" else health.readiness()
                self._answer(503 if found else 200, json.dumps({"problems": found}).encode(), "application/json")
            else:
                self._answer(404, b"{}", "application/json")

        def log_message(self, format: str, *values: object) -> None:  # noqa: A002 - the library's name
            """Probes every second are no news."""

        def _answer(self, status: int, body: bytes, content_type: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
