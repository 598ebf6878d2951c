"""What is chosen once and kept: ports and secrets, in one file that only its owner reads."""

import json
import os
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

from deploy.local.refusal import CannotStartError

LOOPBACK = "127.0.0.1"
SECRET_BYTES = 24
# Below the kernel's ephemeral range: a kept port is not lost to some outgoing connection.
PORT_FIRST, PORT_LAST = 20_000, 31_999
PORT_TRIES_MAX = 200
NEIGHBOUR_PORTS_MAX = 100


def write_private(path: Path, text: str, *, mode: int = 0o600) -> None:
    """Replace a file in one step; nobody but its owner can read it at any moment."""
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
        file.write(text)
    fresh.replace(path)


def is_free(port: int) -> bool:
    """Tell whether a server could listen on this loopback port now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError:
            return False
    return True


class Kept:
    """Ports and secrets of one system.

    Only the holder of the system's start or supervisor lock asks for new ones; others read.
    """

    def __init__(self, path: Path) -> None:
        """Read what an earlier run kept. An unreadable file is a refusal, not a fresh start."""
        self._path = path
        self._values: dict[str, str] = {}
        if path.exists():
            try:
                self._values = json.loads(path.read_text())
            except (ValueError, PermissionError) as error:
                raise CannotStartError(
                    f"{path} cannot be read ({error}); `make reset` removes the whole state."
                ) from error

    def secret(self, name: str, make: Callable[[], str] | None = None) -> str:
        """Return the secret of that name; the first call makes it."""
        key = f"secret:{name}"
        if key not in self._values:
            self._remember(key, make() if make else secrets.token_urlsafe(SECRET_BYTES))
        return self._values[key]

    def known_port(self, name: str) -> int:
        """Return the port chosen by the last start."""
        try:
            return int(self._values[f"port:{name}"])
        except KeyError as error:
            raise CannotStartError(f"no port is known for {name}: the system was never started here") from error

    def free_port(self, name: str, *, preferred: int | None = None) -> int:
        """Return the port kept for a server that is about to start; a taken one is replaced.

        `preferred` comes first, and its neighbours before others: for ports that people type.
        """
        key = f"port:{name}"
        others = {value for known, value in self._values.items() if known.startswith("port:") and known != key}
        kept = [int(self._values[key])] if key in self._values else []
        nearby = list(range(preferred, preferred + NEIGHBOUR_PORTS_MAX)) if preferred else []
        for port in (*nearby[:1], *kept, *nearby, *anywhere()):
            if str(port) not in others and is_free(port):
                self._remember(key, str(port))
                return port
        raise CannotStartError(f"no free port between {PORT_FIRST} and {PORT_LAST} for {name}")

    def _remember(self, key: str, value: str) -> None:
        if self._values.get(key) != value:
            self._values[key] = value
            write_private(self._path, json.dumps(self._values, indent=1))


def anywhere() -> list[int]:
    """Ports to try, taken or not: below those that the kernel gives to connections, which would take one between look and use."""
    span = PORT_LAST - PORT_FIRST + 1
    return [PORT_FIRST + secrets.randbelow(span) for _ in range(PORT_TRIES_MAX)]
