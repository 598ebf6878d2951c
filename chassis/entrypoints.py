"""The three decorators of a service's methods: @command, @query, @reaction.

A decorated method is called by the broker with a Call (or Deliveries) and answers with an Outcome; the body below the decorator sees only its
open `Work` and the checked request or event. The instance needs `transactions` (the chassis's Database dependency sets it).
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any, Protocol, TypeVar

from chassis import doors
from chassis.calls import Call, Delivery, Outcome
from chassis.database import Transactions, Work
from chassis.doors import EventDoor, RequestDoor
from chassis.listener import Listener
from chassis.rpc_server import Callable as RpcCallable
from chassis.topology import queue_name
from contracts.event import Event
from contracts.request import Command, Query, Request
from contracts.roles import Role


class Service(Protocol):
    """What the decorators need of the instance they are called on."""

    transactions: Transactions
