"""Serves a WSGI app with gunicorn: one process, threads, limits on what a client may send and how slowly, and an orderly stop."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.workers.gthread import ThreadWorker

THREADS = 32
GRACE_SECONDS = 18
SILENT_SECONDS = 30
LINE_BYTES_MAX = 4094
HEADER_BYTES_MAX = 8190
HEADERS_MAX = 60
REQUEST_SECONDS_MAX = 12.0  # From the first byte of a request to its answer; above any call's own deadline.


class ImpatientWorker(ThreadWorker):  # type: ignore[misc] # gunicorn is untyped
    """gunicorn's thread worker, which by itself waits for a slow client for ever: here a request has a deadline as a whole.

    A time-out per read would not do: a client that sends one byte every few seconds would hold its thread as long as it likes.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.begun: dict[Any, float] = {}

    def handle(self, conn: Any) -> Any:
        """Called by gunicorn in a thread, for one request of a connection."""
        self.begun[conn] = time.monotonic()
        try:
            return super().handle(conn)
        finally:
            self.begun.pop(conn, None)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Called on SIGTERM: whoever asks whether we are ready hears no before the door closes."""
        self.app.stopping()
        super().handle_exit(sig, frame)

    def notify(self) -> None:
        """Called by gunicorn's main loop about every second."""
        super().notify()
        latest = time.monotonic() - REQUEST_SECONDS_MAX
        for conn, begun in list(self.begun.items()):
            if begun < latest:
                # The thread that reads from it wakes with an end of file.
                with contextlib.suppress(OSError):
                    conn.sock.shutdown(socket.SHUT_RDWR)


class Discreet(Logger):  # type: ignore[misc] # gunicorn is untyped
    """gunicorn's log, in lines like all others and without the requests that it would quote: they may say anything about anybody."""

    def setup(self, cfg: Any) -> None:
        """Called by gunicorn."""
        super().setup(cfg)
        self.error_log.handlers.clear()
        self.error_log.propagate = True

    def warning(self, msg: Any, *given: Any, **more: Any) -> None:
        """Called by gunicorn, "Invalid request from ip=…: …" among others."""
        super().warning(str(msg).partition(" from ip=")[0], *given, **more)

    def exception(self, msg: Any, *given: Any, **more: Any) -> None:
        """Called by gunicorn, "Error handling request %s" among others."""
        del given
        super().exception(str(msg).partition(" %")[0], **more)


class Server(BaseApplication):  # type: ignore[misc] # gunicorn is untyped
    """gunicorn with our settings and no command line."""

    def __init__(self, make_app: Callable[[], Any], settings: dict[str, Any], stopping: Callable[[], None]) -> None:
        self.make_app = make_app
        self.stopping = stopping
        self.given = settings
        super().__init__()

    def load_config(self) -> None:
        """Called by gunicorn."""
        for name, value in self.given.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """Called by gunicorn in the worker: connections belong to the process that uses them."""
        return self.make_app()


def serve(
    make_app: Callable[[], Any],
    *,
    host: str,
    port: int,
    threads: int = THREADS,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM: calls `stopping`, takes no more connections, finishes what it has begun within GRACE_SECONDS."""
    settings = {
        "bind": f"{host}:{port}",
        "worker_class": ImpatientWorker,
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
        "logger_class": Discreet,
        "worker_tmp_dir": "/dev/shm",  # noqa: S108 - gunicorn's heartbeat file; a disk would stall it
        "proc_name": "ccs-gateway",
        "control_socket_disable": True,
    }
    Server(make_app, settings, stopping).run()
