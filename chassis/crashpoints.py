"""Named places where a test may make the process die at once, as a power cut would.

`CRASH_AT=command.after_commit:3` kills the process with os._exit on the third time it passes there. Unset, passing costs one comparison.
"""

from __future__ import annotations

import os

EXIT_CODE = 137
POINTS = (
    "command.before_commit",
    "command.after_commit",
    "reaction.mid_inbox",
    "reaction.before_commit",
    "reaction.after_commit",
    "relay.after_publish",
    "relay.after_delete",
    "relay.after_commit",
    "call.before_reply",
    "call.after_reply",
)

_point, _, _turn = os.environ.get("CRASH_AT", "").partition(":")
_left = int(_turn or 1)

if _point and _point not in POINTS:
    message = f"CRASH_AT names no crash point: {_point}"
    raise ValueError(message)


def reach(point: str) -> None:
    """Die here if this is the point (and the turn) that CRASH_AT names."""
    global _left  # noqa: PLW0603 - a countdown of the process itself
    if point != _point:
        return
    _left -= 1
    if _left <= 0:
        os._exit(EXIT_CODE)
