"""What the supervisor runs: programs as values, and the layers in which they start and stop."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from signal import Signals

from deploy.local.kept import LOOPBACK

HTTP_OK = 200
PROBE_SECONDS = 1.0
READY_SECONDS_MAX = 90.0


class Layer(IntEnum):
    """Which programs lean on which. Stopping goes from the last layer to the first.

    Up to SCHEMA a layer starts when the one before is ready; the layers above SCHEMA only need
    those below it and start together.
    """

    NAMES = 0
    STORES = 1
    SCHEMA = 2
    RELAY = 3
    SERVICES = 4
    GATEWAY = 5


def nothing_to_do() -> None:
    """Prepare nothing."""


@dataclass(frozen=True, kw_only=True)
class Program:
    """One child of the supervisor.

    `ready` is asked again and again while the program starts, in a thread, and answers within a
    second or so. A `job` runs once: it is ready when it has ended with 0. `died_with_parent` is
    the signal that the kernel sends it when the supervisor dies.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    layer: Layer
    ready: Callable[[], bool] = field(default=lambda: True)
    before_start: Callable[[], None] = nothing_to_do
    job: bool = False
    stop_signal: Signals = Signals.SIGTERM
    orphan_signal: Signals = Signals.SIGKILL
    wrapper: tuple[str, ...] = ()
    ready_seconds_max: float = READY_SECONDS_MAX

    @property
    def command(self) -> tuple[str, ...]:
        """The argv that is executed: bound to its parent's life, then the program itself."""
        signal = self.orphan_signal.name.removeprefix("SIG")
        return ("setpriv", "--pdeathsig", signal, *self.wrapper, "--", *self.argv)


def answers_ready(port: int) -> Callable[[], bool]:
    """Return a probe: GET /readyz on this loopback port answers 200."""

    def probe() -> bool:
        connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PROBE_SECONDS)
        try:
            connection.request("GET", "/readyz")
            return connection.getresponse().status == HTTP_OK
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    return probe
