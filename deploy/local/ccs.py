"""The platform as data: which processes it has, and what each of them is told."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.config import secret_name
from deploy.local import backing
from deploy.local.backing import Chosen
from deploy.local.broker import Node
from deploy.local.forked import ForkServer
from deploy.local.kept import LOOPBACK, Kept
from deploy.local.layout import Layout
from deploy.local.postgres import SERVICES, Cluster
from deploy.local.program import Layer, Program, answers_alive, answers_ready

GATEWAY_PORT = 8600
BEHIND_THE_GATEWAY = tuple(service for service in SERVICES if service != "gateway")
# Each process gets its own of these and nobody else's.
NOT_FOR_EVERYONE = (
    "DATABASE_URL_",
    "DATABASE_OWNER_URL_",
    "ACTOR_PRIVATE_KEY",
    "CURSOR_SECRET",
    "ADMIN_KEY",
    "SECOND_ADMIN_KEY",
    "SECRET_",
)
HAVE_A_SECRET = ("points",)
MIGRATION_SECONDS_MAX = 180.0


@dataclass(frozen=True, kw_only=True)
class Process:
    """A line of the table below: its name, its command, and whose databases it opens."""

    name: str
    module: str
    arguments: tuple[str, ...]
    databases: tuple[str, ...]
    layer: Layer
    imports: tuple[str, ...] = ()  # What the fork server imports for it; nothing: it is executed.
    needs: tuple[str, ...] = ("migrations", "forkserver")  # A broker that is not there yet they wait for themselves.


PROCESSES = (
    Process(
        name="relay",
        module="chassis.relay",
        arguments=BEHIND_THE_GATEWAY,
        databases=BEHIND_THE_GATEWAY,
        layer=Layer.RELAY,
        # Its threads are the operating system's, those of the others are green: it cannot be forked where all is green.
        needs=("migrations", "queues"),
    ),
    *(
        Process(
            name=service,
            module="chassis.run",
            arguments=(service,),
            databases=(service,),
            layer=Layer.SERVICES,
            imports=("chassis.runner", f"services.{service}.service"),
        )
        for service in BEHIND_THE_GATEWAY
    ),
    Process(
        name="gateway",
        module="gateway",
        arguments=(),
        databases=("gateway",),
        layer=Layer.GATEWAY,
        imports=("gateway.serving",),
    ),
)


class System:
    """One system: its servers, private or given, and the environment of every process."""

    def __init__(self, layout: Layout, *, anew: bool, movable_clock: bool = False) -> None:
        """Choose the ports, `anew` at a start, and know what is given by the environment."""
        self._layout = layout
        self.kept = Kept(layout.kept)
        self._chosen = Chosen(kept=self.kept, anew=anew)
        self._movable_clock = movable_clock
        given = os.environ
        self.node: Node | None = None
        self.cluster: Cluster | None = None
        if not given.get("AMQP_URI"):
            self.node = backing.private_node(layout, self._chosen)
        if not all(given.get(f"DATABASE_URL_{service.upper()}") for service in SERVICES):
            self.cluster = backing.private_cluster(layout, self._chosen, durable=True)
        self.gateway_port = self._chosen.port("gateway", preferred=int(given.get("GATEWAY_PORT", GATEWAY_PORT)))

    @property
    def gateway_url(self) -> str:
        """Where people and programs reach the platform."""
        return f"http://{LOOPBACK}:{self.gateway_port}"

    @property
    def admin_key(self) -> str:
        """The first operator's API key."""
        return os.environ.get("ADMIN_KEY") or self.kept.secret("admin key")

    @property
    def second_admin_key(self) -> str:
        """The second operator's, who agrees to what the first one proposes."""
        return os.environ.get("SECOND_ADMIN_KEY") or self.kept.secret("second admin key")

    def facts(self) -> dict[str, str]:
        """Return what `status` and the demo print. No secrets: the record is not the place."""
        return {
            "gateway": self.gateway_url,
            "broker": f"private, port {self.node.ports.amqp}" if self.node else "given by AMQP_URI",
            "databases": f"private, port {self.cluster.port}" if self.cluster else "given by DATABASE_URL_*",
            "clock": "movable" if self._movable_clock else "real",
        }

    def programs(self) -> list[Program]:
        """Return everything the supervisor has to run."""
        programs = [self._migrations(), self._queues(), *(self._program(process) for process in PROCESSES)]
        forks = ForkServer(self._layout.forkserver)
        if forks.usable():
            programs.append(_forkserver(forks))
        if self.node:
            programs += self.node.programs()
        if self.cluster:
            programs.append(self.cluster.program())
        return programs

    def owner_environment(self) -> dict[str, str]:
        """Return the environment of operators' commands: every database, owners included."""
        owners = {f"DATABASE_OWNER_URL_{service.upper()}": self._url(service, owner=True) for service in SERVICES}
        # A migration may have to seal what stood in clear before.
        secrets = {name: value for service in HAVE_A_SECRET for name, value in self._secret_of(service).items()}
        return self._environment(SERVICES) | owners | secrets

    def client_environment(self) -> dict[str, str]:
        """Return the environment of something outside that talks to the gateway."""
        operators = {"ADMIN_KEY": self.admin_key, "SECOND_ADMIN_KEY": self.second_admin_key}
        return {**_common(), "GATEWAY_URL": self.gateway_url, **operators}

    def _migrations(self) -> Program:
        return Program(
            name="migrations",
            argv=(sys.executable, "-m", "chassis.migrations", "upgrade", *SERVICES),
            environment=self.owner_environment(),
            layer=Layer.SCHEMA,
            job=True,
            # The broker takes longer to start than the database: nobody waits for what he does not need.
            needs=("postgres",),
            ready_seconds_max=MIGRATION_SECONDS_MAX,
        )

    def _queues(self) -> Program:
        """Before anything is said: an event counts as heard once its first hearer has a queue, and the second would miss it."""
        return Program(
            name="queues",
            argv=(sys.executable, "-m", "chassis.declare", *BEHIND_THE_GATEWAY),
            environment=self._environment(BEHIND_THE_GATEWAY),
            layer=Layer.SCHEMA,
            job=True,
            needs=(),  # It waits for the broker by itself, and has much to import meanwhile.
            ready_seconds_max=MIGRATION_SECONDS_MAX,
        )

    def _program(self, process: Process) -> Program:
        health_port = self._chosen.port(f"health of {process.name}")
        environment = self._environment(process.databases) | {"HEALTH_PORT": str(health_port)}
        if process.name in HAVE_A_SECRET:
            environment |= self._secret_of(process.name)
        if process.layer is Layer.GATEWAY:
            environment |= self._gateway_environment()
        return Program(
            name=process.name,
            argv=(sys.executable, "-m", process.module, *process.arguments),
            environment=environment,
            layer=process.layer,
            needs=process.needs,
            ready=answers_ready(health_port),
            alive=answers_alive(health_port),
            forkable=bool(process.imports),
        )

    def _secret_of(self, service: str) -> dict[str, str]:
        name = secret_name(service)
        return {name: os.environ.get(name) or self.kept.secret(f"secret of {service}")}

    def _environment(self, services: tuple[str, ...]) -> dict[str, str]:
        environment = _common() | {
            "AMQP_URI": self.node.uri() if self.node else os.environ["AMQP_URI"],
            "ACTOR_PUBLIC_KEY": _public_pem(self._actor_key()),
            **{f"DATABASE_URL_{service.upper()}": self._url(service) for service in services},
        }
        return environment | ({"CLOCK_MOVABLE": "1"} if self._movable_clock else {})

    def _gateway_environment(self) -> dict[str, str]:
        return {
            "GATEWAY_HOST": LOOPBACK,
            "GATEWAY_PORT": str(self.gateway_port),
            "ACTOR_PRIVATE_KEY": self._actor_key(),
            "CURSOR_SECRET": os.environ.get("CURSOR_SECRET") or self.kept.secret("cursor secret"),
            "ADMIN_KEY": self.admin_key,
            "SECOND_ADMIN_KEY": self.second_admin_key,
        }

    def _actor_key(self) -> str:
        return os.environ.get("ACTOR_PRIVATE_KEY") or self.kept.secret("actor key", make=_new_private_pem)

    def _url(self, service: str, *, owner: bool = False) -> str:
        if self.cluster:
            role = f"{service}_owner" if owner else service
            return self.cluster.url(role=role, database=f"ccs_{service}")
        given = os.environ[f"DATABASE_URL_{service.upper()}"]
        return os.environ.get(f"DATABASE_OWNER_URL_{service.upper()}", given) if owner else given


def _forkserver(forks: ForkServer) -> Program:
    """It knows no secret: what is asked for brings its own."""
    modules = dict.fromkeys(module for process in PROCESSES for module in process.imports)
    return Program(
        name="forkserver",
        argv=(sys.executable, "-m", "deploy.local.forkserver", forks.address, *modules),
        environment=_common(),
        layer=Layer.SERVICES,
        ready=forks.answers,
        needs=(),
    )


def _common() -> dict[str, str]:
    inherited: Mapping[str, str] = {
        name: value for name, value in os.environ.items() if not name.startswith(NOT_FOR_EVERYONE)
    }
    # The resolver that eventlet brings costs each process 13 MB and 0.3 s; libpq never asks it, and the broker is looked up once.
    return {"LOG_LEVEL": "INFO", **inherited, "PYTHONUNBUFFERED": "1", "EVENTLET_NO_GREENDNS": "yes"}


def _new_private_pem() -> str:
    return (
        Ed25519PrivateKey.generate()
        .private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        .decode()
    )


def _public_pem(private_pem: str) -> str:
    key = serialization.load_pem_private_key(private_pem.encode(), password=None)
    public = key.public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    return public.decode()
