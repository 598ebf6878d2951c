"""The two backing servers of one system, wherever they are: private ones below it, or given ones."""

from dataclasses import dataclass

from deploy.local.broker import Node, Ports
from deploy.local.kept import Kept
from deploy.local.layout import Layout
from deploy.local.postgres import Cluster


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """Ports of a start: asked for anew by the supervisor, or the known ones for everybody else."""

    kept: Kept
    anew: bool

    def port(self, name: str, *, preferred: int | None = None) -> int:
        """Return the port of that name."""
        return self.kept.free_port(name, preferred=preferred) if self.anew else self.kept.known_port(name)


def private_node(layout: Layout, chosen: Chosen) -> Node:
    """Return the system's own broker."""
    ports = Ports(
        amqp=chosen.port("amqp"),
        distribution=chosen.port("broker distribution"),
        names=chosen.port("epmd"),
    )
    return Node(home=layout.state / "broker", ports=ports, kept=chosen.kept)


def private_cluster(layout: Layout, chosen: Chosen, *, durable: bool) -> Cluster:
    """Return the system's own database cluster."""
    return Cluster(home=layout.state / "postgres", port=chosen.port("postgres"), kept=chosen.kept, durable=durable)
