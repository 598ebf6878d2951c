"""The server in front of the app: slow clients, huge requests, an orderly stop. Needs neither broker nor database."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.support.processes import free_port

APP = """
import sys, time
import chassis.green
from chassis import web
web.REQUEST_SECONDS_MAX = 1.0
def app(environ, start):
    if environ["PATH_INFO"] == "/slow":
        time.sleep(0.7)
    start("200 OK", [("Content-Length", "2")])
    return [b"ok"]
web.serve(lambda: app, host="127.0.0.1", port=int(sys.argv[1]), connections=4, stopping=lambda: print("stopping", flush=True))
"""


@pytest.fixture
def server() -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-c", APP, str(port)], stdout=subprocess.PIPE, text=True
    )
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            break
        except OSError:
            time.sleep(0.05)
    yield port, process
    process.kill()
    process.wait()


def ask(port: int, *parts: bytes, pause_seconds: float = 0.0, wait_seconds: float = 10.0) -> bytes:
    """Send the parts one after the other and read what comes until the other side closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait_seconds) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause_seconds)
        answer = b""
        while (more := connection.recv(4096)) != b"":
            answer += more
        return answer


def good(path: bytes = b"/") -> bytes:
    return b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"


def test_clients_that_never_finish_their_request_do_not_keep_others_out(server):
    port, _ = server
    # More of them than there may be connections.
    slow = [socket.create_connection(("127.0.0.1", port), timeout=10) for _ in range(12)]
    for connection in slow:
        connection.sendall(b"GET / HTTP/1.1\r\nX-Slow: ")

    started = time.monotonic()
    answer = ask(port, good(), wait_seconds=15)

    assert answer.startswith(b"HTTP/1.1 200")
    assert time.monotonic() - started < 12
    for connection in slow:
        connection.settimeout(5)
        connection.recv(4096)  # Closed, or refused and closed; a time-out here fails the test.
        connection.close()


@pytest.mark.parametrize(
    "request_bytes",
    [
        b"GET /" + b"a" * 10_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"a" * 20_000 + b"\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: 1\r\n" % number for number in range(200)) + b"\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03 not HTTP at all\r\n\r\n",
    ],
    ids=["long line", "long header", "many headers", "not HTTP"],
)
def test_a_request_beyond_the_limits_is_refused_and_the_next_one_served(server, request_bytes: bytes):
    port, _ = server

    refused = ask(port, request_bytes)

    assert b" 200 " not in refused.split(b"\r\n", 1)[0]
    assert ask(port, good()).startswith(b"HTTP/1.1 200")


def test_a_stop_is_announced_and_what_was_begun_is_finished(server):
    port, process = server
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(good(b"/slow"))
        time.sleep(0.2)

        process.send_signal(signal.SIGTERM)

        assert connection.recv(4096).startswith(b"HTTP/1.1 200")
    assert process.wait(timeout=15) == 0
    assert process.stdout is not None
    assert process.stdout.read().strip() == "stopping"
