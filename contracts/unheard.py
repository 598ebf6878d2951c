"""Events that nobody hears on purpose, each with the reason. Any other event waits in the outbox until somebody listens."""

from __future__ import annotations

UNHEARD: dict[str, str] = {}
"""Event type → why it is said although no service reacts to it, e.g. `{"points.points_expired.v1": "for the event archive"}`."""
