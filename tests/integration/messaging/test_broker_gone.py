"""A broker that runs out of memory, is killed, and comes back: on a node of this test's own."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from chassis.broker import wait_for_broker
from deploy.local.broker import Node, Ports
from deploy.local.broker_control import Control
from deploy.local.kept import Kept
from tests.integration.messaging.conftest import Post, started
from tests.support.processes import eventually, free_port


@dataclass
class Broker:
    """A private node that may be killed."""

    node: Node
    children: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Start the node (and, the first time, its name server), and wait for the handshake."""
        names, node = self.node.programs()
        for program in (node,) if self.children else (names, node):
            child = subprocess.Popen(
                program.argv,
                env=dict(program.environment),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
            self.children.append(child)
        wait_for_broker(self.node.uri(), deadline_seconds=90)

    def kill(self) -> None:
        """Kill -9 the node."""
        os.killpg(self.children[-1].pid, signal.SIGKILL)
        self.children[-1].wait(10)

    def end(self) -> None:
        """Leave nothing behind."""
        for child in self.children:
            if child.poll() is None:
                os.killpg(child.pid, signal.SIGKILL)
                child.wait(10)


@pytest.fixture
def own_broker(tmp_path: Path) -> Iterator[Broker]:
    """Started."""
    ports = Ports(amqp=free_port(), distribution=free_port(), names=free_port())
    broker = Broker(Node(home=tmp_path / "broker", ports=ports, kept=Kept(tmp_path / "kept.json")))
    try:
        broker.start()
        yield broker
    finally:
        broker.end()


def test_an_alarm_blocks_and_a_killed_broker_delays_but_every_event_has_its_effect_once(
    own_broker: Broker, post_over: Callable[[str], Post]
):
    post = post_over(own_broker.node.uri())
    started(post)
    post.post(range(100))
    post.applied_once(range(100))

    Control(own_broker.node).raise_memory_alarm(on=True)
    post.post(range(100, 200))
    eventually(lambda: "Blocked" in post.relay.said())
    assert post.outbox() == 100
    Control(own_broker.node).raise_memory_alarm(on=False)
    post.applied_once(range(200))

    own_broker.kill()
    post.post(range(200, 400))
    eventually(lambda: post.relay.get("/readyz")[0], 503)
    own_broker.start()

    post.applied_once(range(400))
    assert post.toy.process is not None
    assert post.toy.process.poll() is None
    assert post.relay.terminate(within_seconds=5) == 0
