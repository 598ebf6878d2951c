"""The names of exchanges and queues. Queues are named for the service and the event, never for a Python method: renaming code strands nothing."""

from __future__ import annotations

from contracts.event import Event


def exchange_name(source: str) -> str:
    """The topic exchange on which a service's events go out."""
    return f"{source}.events"


def queue_name(service: str, event: type[Event]) -> str:
    """Where one service hears one event: `points.on.donations.gift_confirmed.v1`."""
    return f"{service}.on.{event.type()}"


def dead_name(queue: str) -> str:
    """Where messages of a queue wait for a person."""
    return f"{queue}.dead"


def retry_name(queue: str, delay_seconds: float) -> str:
    """Where messages of a queue wait for their next attempt."""
    return f"{queue}.retry.{delay_seconds:g}"


def calls_name(service: str) -> str:
    """Where calls to a service arrive."""
    return f"{service}.calls"
