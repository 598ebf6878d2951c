"""What goes on from a route to whoever serves it, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from chassis.actor import Actor
from contracts.request import Request


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request as it goes on: checked, with its actor, its key and the version the caller saw."""

    request: Request[Any]
    actor: Actor
    key: str | None
    if_version: int | None


@dataclass(frozen=True, kw_only=True)
class Replied:
    """What came back, JSON-ready."""

    answer: dict[str, Any]
    replayed: bool = False
