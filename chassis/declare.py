"""Declares all that services listen to: `python -m chassis.declare points donations ...`.

To be run before a new version's first start: an event that has two hearers counts as heard once the first of them has a queue, and the
second would miss what is said before its own.
"""

from __future__ import annotations

import os
import sys

from chassis.broker import channel_of, connect, farewell, wait_for_broker
from chassis.doors import EventDoor
from chassis.entrypoints import DOOR
from chassis.queues import declare_queue
from chassis.runner import BROKER_DEADLINE_SECONDS, service_class
from contracts.event import Event


def heard_by(service_class: type) -> list[type[Event]]:
    """The events that a service's class reacts to."""
    methods = (getattr(service_class, name) for name in dir(service_class) if not name.startswith("_"))
    doors = (getattr(method, DOOR, None) for method in methods)
    return [door.event for door in doors if isinstance(door, EventDoor)]


def main(services: list[str]) -> None:
    """Declare the queues of the services at AMQP_URI, as soon as there is a broker."""
    # Looked up first: importing four services takes as long as a broker takes to start.
    heard = [(service, event) for service in services for event in heard_by(service_class(service))]
    wait_for_broker(os.environ["AMQP_URI"], deadline_seconds=BROKER_DEADLINE_SECONDS)
    connection = connect(os.environ["AMQP_URI"], name="declare")
    channel = channel_of(connection)
    for service, event in heard:
        declare_queue(channel, service, event)
    farewell(connection)


if __name__ == "__main__":
    main(sys.argv[1:])
