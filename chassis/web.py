"""Serves a WSGI app with gunicorn's parser and checks: green threads in one process, limits on what a client may send and how slowly, and an orderly stop.

Green threads rather than native ones: hundreds of requests wait for their answers at the same time, and with native threads half of the
work went into handing the interpreter from one to the next.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import socket
import time
from collections.abc import Callable
from typing import Any

import eventlet
from eventlet import patcher
from eventlet.greenio import GreenSocket
from gunicorn.app.base import BaseApplication
from gunicorn.glogging import Logger
from gunicorn.sock import create_sockets
from gunicorn.workers.base_async import AsyncWorker

CONNECTIONS_MAX = 1_000
GRACE_SECONDS = 18
SILENT_SECONDS = 30
IDLE_SECONDS_MAX = 15  # Between the requests of one connection.
LINE_BYTES_MAX = 4094
HEADER_BYTES_MAX = 8190
HEADERS_MAX = 60
REQUEST_SECONDS_MAX = 12.0  # From the first byte of a request to its answer; above any call's own deadline.
LOOK_SECONDS = 0.25
LINGER_SECONDS = 1.0


class Client:
    """One client's connection; knows since when a request on it has been going on (None: it is idle)."""

    def __init__(self, connection: GreenSocket) -> None:
        self.connection = connection
        self.begun: float | None = None

    def recv(self, size: int) -> bytes:
        """Read; the first bytes of a request start its clock."""
        got: bytes = self.connection.recv(size)
        if self.begun is None:
            self.begun = time.monotonic()
        return got

    def hang_up(self) -> None:
        """Whoever reads from it wakes with an end of file."""
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Close once the other side has read what was said to it: closing on top of unread bytes would take our last answer back."""
        with contextlib.suppress(OSError), eventlet.Timeout(LINGER_SECONDS, False):
            self.connection.shutdown(socket.SHUT_WR)
            while self.connection.recv(LINE_BYTES_MAX):
                pass
        self.connection.close()

    def __getattr__(self, name: str) -> Any:
        """All else is the socket's own."""
        return getattr(self.connection, name)


class ImpatientWorker(AsyncWorker):  # type: ignore[misc] # gunicorn is untyped
    """gunicorn's worker for green threads, on eventlet. A request has a deadline as a whole.

    A time-out per read would not do: a client that sends one byte every few seconds would hold its connection as long as it likes.
    """

    def run(self) -> None:
        """Called by gunicorn: serve until told to stop, then finish what has begun."""
        self.clients: set[Client] = set()
        pool = eventlet.GreenPool(self.worker_connections)
        ears = [eventlet.spawn(self._accept, GreenSocket(each.sock), pool) for each in self.sockets]
        while self.alive:
            self.notify()
            self._hang_up(begun_before=time.monotonic() - REQUEST_SECONDS_MAX)
            eventlet.sleep(LOOK_SECONDS)
        for ear in ears:
            ear.kill()
        for each in self.sockets:
            each.close()
        self._finish(pool)

    def notify(self) -> None:
        """We are not stuck. Whoever is for SILENT_SECONDS says where, and ends, so that it is started anew."""
        faulthandler.dump_traceback_later(SILENT_SECONDS, exit=True)

    def handle_exit(self, sig: int, frame: Any) -> None:
        """Called on SIGTERM: whoever asks whether we are ready hears no before the door closes."""
        self.app.stopping()
        super().handle_exit(sig, frame)

    handle_quit = handle_exit

    def handle_request(self, *given: Any) -> Any:
        """Called by gunicorn for each request whose head has been read."""
        try:
            return super().handle_request(*given)
        finally:
            client: Client = given[2]
            client.begun = None

    def timeout_ctx(self) -> Any:
        """How long a connection may be idle; called by gunicorn."""
        return eventlet.Timeout(self.cfg.keepalive, False)

    def _accept(self, listener: GreenSocket, pool: eventlet.GreenPool) -> None:
        while self.alive:
            try:
                connection, address = listener.accept()
            except OSError as error:
                self.log.warning("could not accept a connection: %s", type(error).__name__)
                eventlet.sleep(
                    LOOK_SECONDS
                )  # Out of file descriptors, most likely; trying again at once would only spin.
            else:
                pool.spawn_n(self._serve, listener, connection, address)

    def _serve(self, listener: GreenSocket, connection: GreenSocket, address: Any) -> None:
        client = Client(connection)
        self.clients.add(client)
        try:
            self.handle(listener, client, address)
        finally:
            self.clients.discard(client)

    def _hang_up(self, *, begun_before: float) -> None:
        for client in list(self.clients):
            if client.begun is not None and client.begun < begun_before:
                client.hang_up()

    def _finish(self, pool: eventlet.GreenPool) -> None:
        until = time.monotonic() + self.cfg.graceful_timeout
        while pool.running() and time.monotonic() < until:
            self.notify()
            for client in list(self.clients):
                if client.begun is None:
                    client.hang_up()
            eventlet.sleep(LOOK_SECONDS / 5)


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
        """Called by gunicorn."""
        return self.make_app()

    def run(self) -> None:
        """Be the worker itself: a master process of gunicorn's own would only do again what our supervisor does."""
        log = self.cfg.logger_class(self.cfg)
        sockets = create_sockets(self.cfg, log)
        worker = ImpatientWorker(1, os.getppid(), sockets, self, SILENT_SECONDS, self.cfg, log)
        worker.init_process()


def serve(
    make_app: Callable[[], Any],
    *,
    host: str,
    port: int,
    connections: int = CONNECTIONS_MAX,
    stopping: Callable[[], None] = lambda: None,
) -> None:
    """Serve until SIGTERM: calls `stopping`, takes no more connections, finishes what it has begun within GRACE_SECONDS.

    The process must be green (chassis.green). Raises RuntimeError if it is not.
    """
    if not patcher.is_monkey_patched("socket"):
        message = "import chassis.green first: with native sockets the first slow client would stop all others"
        raise RuntimeError(message)
    settings = {
        "bind": f"{host}:{port}",
        "worker_class": ImpatientWorker,
        "worker_connections": connections,
        "keepalive": IDLE_SECONDS_MAX,
        "graceful_timeout": GRACE_SECONDS,
        "limit_request_line": LINE_BYTES_MAX,
        "limit_request_field_size": HEADER_BYTES_MAX,
        "limit_request_fields": HEADERS_MAX,
        # It would write past the green socket.
        "sendfile": False,
        "loglevel": "warning",
        "errorlog": "-",
        "logger_class": Discreet,
        "worker_tmp_dir": "/dev/shm",  # noqa: S108 - gunicorn's heartbeat file; a disk would stall it
        "proc_name": "ccs-gateway",
    }
    Server(make_app, settings, stopping).run()
