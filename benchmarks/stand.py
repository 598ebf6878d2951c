"""A broker and a cluster of the benchmarks' own, as durable as in production: what is acknowledged is on the disk."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from benchmarks.children import Child, running
from deploy.local.backing import Chosen, private_cluster, private_node
from deploy.local.kept import Kept
from deploy.local.layout import Layout
from deploy.local.program import Program
from deploy.local.testbed import Testbed


class Stand(Testbed):
    """The testbed's conveniences over servers that are durable, and that nobody shares."""

    def __init__(self, layout: Layout) -> None:
        """Describe the servers; `programs` are still to be started."""
        super().__init__()
        chosen = Chosen(kept=Kept(layout.kept), anew=True)
        self._node = private_node(layout, chosen)
        self._cluster = private_cluster(layout, chosen, durable=True)

    def programs(self) -> list[Program]:
        """The servers, in the order in which they are started."""
        assert self._cluster is not None
        assert self._node is not None
        return [self._cluster.program(), *self._node.programs()]


@contextmanager
def stand(folder: Path) -> Iterator[Stand]:
    """Start both servers on an empty state below `folder`, and remove all of it at the end."""
    layout = Layout(state=folder / "servers")
    shutil.rmtree(layout.state, ignore_errors=True)
    layout.make()
    made = Stand(layout)
    with ExitStack() as stack:
        for program in made.programs():
            program.before_start()
            stack.enter_context(running(_child(program, layout)))
        yield made
    shutil.rmtree(layout.state, ignore_errors=True)


def _child(program: Program, layout: Layout) -> Child:
    return Child(
        name=program.name,
        command=program.command,
        environment=program.environment,
        log=layout.logs / f"{program.name}.log",
        ready=program.ready,
        stop_signal=program.stop_signal,
        bound=False,
    )


def without_driver(url: str) -> str:
    """The URL as other drivers than SQLAlchemy's want it."""
    return url.replace("postgresql+psycopg2://", "postgresql://", 1)
