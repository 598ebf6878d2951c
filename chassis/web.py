"""Serves a WSGI app with gunicorn: one process, threads, limits on what a client may send, and an orderly stop."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication

logger = logging.getLogger(__name__)

THREADS = 32
GRACE_SECONDS = 18
SILENT_SECONDS = 30
LINE_BYTES_MAX = 4094
HEADER_BYTES_MAX = 8190
HEADERS_MAX = 60


class Server(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
    """gunicorn with our settings and no command line."""

    def __init__(self, make_app: Callable[[], Any], settings: dict[str, Any]) -> None:
        self.make_app = make_app
        self.given = settings
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called by gunicorn in the worker: connections belong to the process that uses them."""
        return self.make_app()


def serve(make_app: Callable[[], Any], *, host: str, port: int, threads: int = THREADS) -> None:
    """Serve until SIGTERM: takes no more connections, finishes what it has begun within GRACE_SECONDS."""
    settings = {
        "bind": f"{host}:{port}",
        "worker_class": "gthread",
        "workers": 1,
        "threads": threads,
        "keepalive": 15,
        "timeout": SILENT_SECONDS,
        "graceful_timeout": GRACE_SECONDS,
        "limit_request_line": LINE_BYTES_MAX,
        "limit_request_field_size": HEADER_BYTES_MAX,
        "limit_request_fields": HEADERS_MAX,
        "loglevel": "warning",
        "errorlog": "-",
        "worker_tmp_dir": "/dev/shm",  # noqa: S108 - gunicorn's heartbeat file; a disk would stall it
        "proc_name": "ccs-gateway",
        "control_socket_disable": True,
    }
    Server(make_app, settings).run()
