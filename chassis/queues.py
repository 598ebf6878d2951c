"""Declares exchanges, queues and bindings. Everybody declares what they use, the same way: it does not matter who starts first."""

from __future__ import annotations

from typing import Any

from chassis.topology import dead_name, exchange_name, queue_name, retry_name
from contracts.event import Event

DELIVERIES_MAX = (
    20  # A message that was being handled during so many deaths of its consumer is suspected of causing them.
)
UNLIMITED = -1
FIRST_WITH_DEFAULT_LIMIT = 4  # From this RabbitMQ on, queues limit deliveries unless told not to.

QUORUM = {"x-queue-type": "quorum"}
# Together they make the broker itself keep a message until the queue it is dead-lettered to has confirmed it.
CAREFUL = {"x-dead-letter-strategy": "at-least-once", "x-overflow": "reject-publish", "x-dead-letter-exchange": ""}


def declare_exchange(channel: Any, source: str) -> None:
    """The exchange on which a service's events go out."""
    channel.exchange_declare(exchange_name(source), "topic", durable=True, auto_delete=False)


def declare_queue(channel: Any, service: str, event: type[Event]) -> int:
    """The queue in which a service hears an event, its binding, and its `.dead`. Returns how many messages are dead."""
    queue = queue_name(service, event)
    dead = dead_name(queue)
    waiting_dead = _declare(channel, dead, {**QUORUM, **_no_limit(channel)})
    limits = {"x-delivery-limit": DELIVERIES_MAX, "x-dead-letter-routing-key": dead}
    _declare(channel, queue, {**QUORUM, **CAREFUL, **limits})
    declare_exchange(channel, event.source)
    channel.queue_bind(queue, exchange_name(event.source), event.type())
    return waiting_dead


def declare_retry(channel: Any, queue: str, delay_seconds: float) -> str:
    """The queue in which messages of `queue` wait that long and then go back; made when first needed. Returns its name."""
    name = retry_name(queue, delay_seconds)
    waits = {"x-message-ttl": int(delay_seconds * 1000), "x-dead-letter-routing-key": queue}
    _declare(channel, name, {**QUORUM, **CAREFUL, **waits})
    return name


def _declare(channel: Any, name: str, arguments: dict[str, Any]) -> int:
    declared = channel.queue_declare(name, durable=True, auto_delete=False, arguments=arguments)
    return int(declared.message_count)


def _no_limit(channel: Any) -> dict[str, Any]:
    version = str(channel.connection.server_properties.get("version", "0"))
    return {"x-delivery-limit": UNLIMITED} if int(version.split(".", maxsplit=1)[0]) >= FIRST_WITH_DEFAULT_LIMIT else {}
