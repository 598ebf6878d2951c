"""Reaching into the broker as an operator, or as anybody with access, could."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chassis import broker


@contextmanager
def channel(amqp_uri: str) -> Iterator[Any]:
    """A channel of its own, with confirms."""
    connection = broker.connect(amqp_uri)
    opened = connection.channel()
    opened.confirm_select()
    yield opened
    broker.farewell(connection)


def publish(amqp_uri: str, *messages: Any, queue: str) -> None:
    """Put messages straight into a queue."""
    with channel(amqp_uri) as opened:
        for message in messages:
            opened.basic_publish_confirm(message, "", queue)


def ready_in(amqp_uri: str, queue: str) -> int:
    """How many messages wait in a queue and are in nobody's hands."""
    with channel(amqp_uri) as opened:
        return int(opened.queue_declare(queue, passive=True).message_count)


def exists(amqp_uri: str, queue: str) -> bool:
    """Has anybody declared it?"""
    connection = broker.connect(amqp_uri)
    try:
        connection.channel().queue_declare(queue, passive=True)
    except Exception:  # noqa: BLE001 - however the broker says no
        return False
    finally:
        broker.hang_up(connection)
    return True


def count_out(amqp_uri: str, queue: str, dead: str) -> None:
    """Take what waits in a queue and give it back until the broker's delivery limit sets it aside."""
    with channel(amqp_uri) as opened:
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline and not ready_in(amqp_uri, dead):
            while (taken := opened.basic_get(queue)) is not None:
                opened.basic_reject(taken.delivery_tag, requeue=True)
