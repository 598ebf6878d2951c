"""Programs of the platform in processes of their own, for tests that kill them."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from deploy.local.kept import anywhere, is_free

READY_SECONDS_MAX = 90.0  # A busy machine imports slowly.
PATIENCE_SECONDS = float(
    os.environ.get("PATIENCE_SECONDS", "60")
)  # Only a failing test waits so long; on a busy machine a process starts slowly.


def key_pair() -> tuple[str, str]:
    """A private and a public Ed25519 key, PEM."""
    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return private.decode(), public.decode()


def free_port() -> int:
    """A loopback port that nobody uses at this moment."""
    return next(port for port in anywhere() if is_free(port))


def eventually(look: Callable[[], Any], expected: Any = True, *, within_seconds: float = PATIENCE_SECONDS) -> None:
    """Look until it is as expected; fails with what was seen last."""
    deadline = time.monotonic() + within_seconds
    while (found := look()) != expected:
        assert time.monotonic() < deadline, f"still {found!r}, not {expected!r}"
        time.sleep(0.05)


@dataclass
class Program:
    """One process: `python -m module arguments…` with a health port; its output goes to `log`."""

    module: str
    arguments: tuple[str, ...]
    environment: Mapping[str, str]
    log: Path
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    def start(self, *, ready: bool = True, **extra: str) -> Program:
        """Start it, and wait until it says that it is ready."""
        # Names are looked up as the launcher and the image have them looked up: without loading a resolver.
        own = {"HEALTH_PORT": str(self.port), "GUARD": "1", "EVENTLET_NO_GREENDNS": "yes"}
        environment = {**os.environ, **self.environment, **own, **extra}
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-m", self.module, *self.arguments],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
            )
        if ready:
            self.wait_ready()
        return self

    def wait_ready(self) -> None:
        """Wait until it says that it is ready; fails with its last words if it died instead."""

        def state() -> object:
            assert self.process is not None
            code = self.process.poll()
            return self.get("/readyz")[0] if code is None else f"exit {code}: {self.said()[-1500:]}"

        eventually(state, 200, within_seconds=READY_SECONDS_MAX)

    def get(self, path: str) -> tuple[int, str]:
        """Ask its health port; (0, "") while it does not answer."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5) as answer:
                return answer.status, answer.read().decode()
        except (URLError, OSError) as error:
            return getattr(error, "code", 0), ""

    def kill(self) -> None:
        """Kill -9, and wait until it is gone."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def terminate(self, *, within_seconds: float = 25.0) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(within_seconds)

    def wait_dead(self, *, within_seconds: float = PATIENCE_SECONDS) -> int:
        """Wait until it has died by itself; returns the exit code."""
        assert self.process is not None
        return self.process.wait(within_seconds)

    def said(self) -> str:
        """All it has written so far."""
        return self.log.read_text(errors="replace")
