"""Hears one event from the broker, in batches; each batch is one transaction of the reaction."""

from __future__ import annotations

from typing import Any

from nameko.extensions import Entrypoint

from contracts.event import Event


class Listener(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """Placed on a method by @reaction."""

    def __init__(self, event: type[Event], **more: Any) -> None:
        self.event = event
        super().__init__(**more)
