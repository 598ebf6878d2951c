"""The callee's side of a call. Messages carry any number of calls; answers go back grouped by whoever asked."""

from __future__ import annotations

from typing import Any

from nameko.extensions import Entrypoint


class Callee(Entrypoint):  # type: ignore[misc] # nameko is untyped
    """Makes a method answer calls that arrive in the service's queue of calls."""

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
