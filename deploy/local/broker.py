"""A private RabbitMQ node: loopback only, with its own ports, cookie, name server and user.

The programs come from Debian's package; nothing of its configuration below /etc is read.
"""

import shutil
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from deploy.local.kept import LOOPBACK, Kept, write_private
from deploy.local.program import Layer, Program
from deploy.local.refusal import CannotStartError

PACKAGE_PARENT = Path("/usr/lib/rabbitmq/lib")
USER = "ccs"
VHOST = "ccs"
MEMORY_MAX = "1GB"
DISK_FREE_MIN = "50MB"
PROBE_SECONDS = 2.0
BOOT_SECONDS_MAX = 120.0
NODE = "ccs@localhost"
AMQP_GREETING = b"AMQP\x00\x00\x09\x01"
ONLY_LOOPBACK = "-kernel inet_dist_use_interface {127,0,0,1}"
SYSTEM_PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"


def programs_folder() -> Path:
    """Return the folder of RabbitMQ's own scripts: the ones in /usr/sbin insist on their own user."""
    found = sorted(PACKAGE_PARENT.glob("rabbitmq_server-*/sbin"))
    if not found:
        raise CannotStartError("RabbitMQ is not installed: run `make setup`, or set AMQP_URI to a broker of your own")
    return found[-1]


@dataclass(frozen=True, kw_only=True)
class Ports:
    """The three doors of a node, all on loopback."""

    amqp: int
    distribution: int
    names: int


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node in `home`."""

    home: Path
    ports: Ports
    kept: Kept

    def uri(self, vhost: str = VHOST) -> str:
        """Return the AMQP URI of a vhost, password included."""
        return f"amqp://{USER}:{self.kept.secret('broker')}@{LOOPBACK}:{self.ports.amqp}/{vhost}"

    def programs(self) -> list[Program]:
        """Describe the node and its name server for the supervisor."""
        self.prepare()
        # Started by us, epmd is a child that ends with the rest. Left to the node it becomes a
        # daemon of its own that outlives everything.
        names = Program(
            name="epmd",
            argv=("epmd",),
            environment=self.environment(),
            layer=Layer.NAMES,
            ready=lambda: _accepts(self.ports.names),
        )
        node = Program(
            name="broker",
            argv=(str(programs_folder() / "rabbitmq-server"),),
            environment=self.environment(),
            layer=Layer.STORES,
            ready=self._settled,
            before_start=self._clear_half_made,
            ready_seconds_max=BOOT_SECONDS_MAX,
        )
        return [names, node]

    def prepare(self) -> None:
        """Write the configuration anew: ports may have changed since the last start."""
        for folder in ("etc", "home", "log", "mnesia"):
            (self.home / folder).mkdir(mode=0o700, parents=True, exist_ok=True)
        write_private(self.home / "home" / ".erlang.cookie", self.kept.secret("cookie"), mode=0o400)
        write_private(self.home / "etc" / "enabled_plugins", "[].\n")
        write_private(self.home / "etc" / "rabbitmq.conf", self._configuration())

    def environment(self) -> Mapping[str, str]:
        """Return all that the node and its tools need; nothing of the caller's gets through."""
        etc = self.home / "etc"
        return {
            "PATH": SYSTEM_PATH,
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.home / "home"),
            "ERL_EPMD_ADDRESS": LOOPBACK,
            "ERL_EPMD_PORT": str(self.ports.names),
            "RABBITMQ_NODENAME": NODE,
            "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
            "RABBITMQ_NODE_PORT": str(self.ports.amqp),
            "RABBITMQ_DIST_PORT": str(self.ports.distribution),
            "RABBITMQ_CONF_ENV_FILE": str(etc / "none.conf"),
            "RABBITMQ_CONFIG_FILE": str(etc / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(etc / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(etc / "enabled_plugins"),
            "RABBITMQ_GENERATED_CONFIG_DIR": str(etc / "generated"),
            "RABBITMQ_SCHEMA_DIR": str(etc / "schema"),
            "RABBITMQ_MNESIA_BASE": str(self.home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.home / "log"),
            "RABBITMQ_PID_FILE": str(self.home / "pid"),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": ONLY_LOOPBACK,
            "RABBITMQ_CTL_ERL_ARGS": ONLY_LOOPBACK,
            # Makes the script become the node instead of standing between it and our signals.
            "RUNNING_UNDER_SYSTEMD": "true",
        }

    def _configuration(self) -> str:
        return "\n".join(
            (
                f"listeners.tcp.default = {LOOPBACK}:{self.ports.amqp}",
                f"default_user = {USER}",
                f"default_pass = {self.kept.secret('broker')}",
                f"default_vhost = {VHOST}",
                "loopback_users = none",
                "log.console = false",
                "log.file.level = info",
                "log.file.rotation.size = 10000000",
                "log.file.rotation.count = 2",
                f"vm_memory_high_watermark.absolute = {MEMORY_MAX}",
                f"disk_free_limit.absolute = {DISK_FREE_MIN}",
                "",
            )
        )

    @property
    def _complete(self) -> Path:
        return self.home / "complete"

    def _settled(self) -> bool:
        if not greets(self.ports.amqp):
            return False
        self._complete.touch()
        return True

    def _clear_half_made(self) -> None:
        # A node that was killed during its very first start leaves tables that it cannot read.
        if not self._complete.exists():
            shutil.rmtree(self.home / "mnesia")
            (self.home / "mnesia").mkdir(mode=0o700)


def greets(port: int) -> bool:
    """Tell whether a broker on this loopback port answers the AMQP 0-9-1 greeting."""
    try:
        with socket.create_connection((LOOPBACK, port), PROBE_SECONDS) as probe:
            probe.sendall(AMQP_GREETING)
            return bool(probe.recv(1))
    except OSError:
        return False


def _accepts(port: int) -> bool:
    try:
        socket.create_connection((LOOPBACK, port), PROBE_SECONDS).close()
    except OSError:
        return False
    return True
