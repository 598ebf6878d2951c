"""What the supervisor runs: programs as values, and the layers in which they start and stop."""

import http.client
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from signal import Signals

from deploy.local.kept import LOOPBACK

HTTP_OK = 200
PROBE_SECONDS = 1.0
ALIVE_SECONDS = 3.0  # A busy machine answers late; a process that hangs does not answer at all.
ALIVE_PAUSE_SECONDS = 5.0
READY_SECONDS_MAX = 90.0


class Layer(IntEnum):
    """Which programs lean on which: stopping goes from the last layer to the first.

    Starting, a program waits for what it needs; one that does not say so needs all layers below
    its own, up to SCHEMA.
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
    second or so. `alive` is asked every `alive_pause_seconds` from then on: a process that says no
    several times in a row hangs, and is killed and started again. A `job` runs once: it is ready
    when it has ended with 0. `needs`: the programs, of those that are run, that must be ready before
    it is started; None: all layers below its own, up to SCHEMA. `forkable`: a Python module whose imports the fork server has done; it is executed
    all the same where that is not there. `orphan_signal` is what the kernel sends it when the supervisor dies.
    """

    name: str
    argv: tuple[str, ...]
    environment: Mapping[str, str]
    layer: Layer
    ready: Callable[[], bool] = field(default=lambda: True)
    alive: Callable[[], bool] | None = None
    alive_pause_seconds: float = ALIVE_PAUSE_SECONDS
    before_start: Callable[[], None] = nothing_to_do
    job: bool = False
    forkable: bool = False
    needs: tuple[str, ...] | None = None
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
    return lambda: _answers(port, "/readyz", seconds_max=PROBE_SECONDS)


def answers_alive(port: int, *, seconds_max: float = ALIVE_SECONDS) -> Callable[[], bool]:
    """Return a probe: GET /livez on this loopback port answers 200, late rather than not at all."""
    return lambda: _answers(port, "/livez", seconds_max=seconds_max)


def _answers(port: int, path: str, *, seconds_max: float) -> bool:
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=seconds_max)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == HTTP_OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
