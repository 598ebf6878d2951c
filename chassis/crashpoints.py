"""Named places where a test may make the process die at once, as a power cut would.

`CRASH_AT=command.after_commit:3` kills the process with os._exit on the third time it passes there. `CRASH_FILE=/some/path` does the same
for what the file says at that moment, and removes the file first: one death each time somebody writes it. Unset, passing costs one comparison.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

EXIT_CODE = 137
POINTS = {
    "transaction.after_lock": "a command or reaction has locked its first row and done nothing yet",
    "command.mid_batch": "the body has worked for all calls that go together, their answers and events are not written",
    "command.before_commit": "answers, events and effects are written, nothing is committed",
    "command.after_commit": "committed, the answer not yet given to the connection",
    "call.before_reply": "the answer is ready, nobody has been told",
    "call.after_reply": "the caller was told, the broker was not: it delivers the call again",
    "reaction.mid_inbox": "the events are claimed, nothing is done about them",
    "reaction.mid_batch": "one event of a batch is handled, the next is not; only where events are handled one by one",
    "reaction.before_commit": "the whole batch is handled, nothing is committed",
    "reaction.after_commit": "committed, the broker not told: it delivers the events again",
    "relay.after_publish": "the broker has the events, the outbox still has them too",
    "relay.after_delete": "deleted from the outbox, not committed",
    "relay.after_commit": "sent and committed",
}
"""Every point → what is true there."""

ROW_LOCK = re.compile(r"\bFOR (NO KEY )?UPDATE\b(?!.*\bSKIP LOCKED\b)", re.DOTALL)


@dataclass
class _Wanted:
    """What is asked for, and how often it may still be passed."""

    asked: str
    point: str
    left: int


def _wanted(asked: str) -> _Wanted:
    point, _, turn = asked.strip().partition(":")
    if point and point not in POINTS:
        message = f"no crash point is called {point}"
        raise ValueError(message)
    return _Wanted(asked, point, int(turn or 1))


_file = os.environ.get("CRASH_FILE", "")
_now = _wanted(os.environ.get("CRASH_AT", ""))


def reach(point: str) -> None:
    """Die here if this is the point (and the turn) that CRASH_AT or CRASH_FILE names."""
    if _file:
        _look()
    if point != _now.point:
        return
    _now.left -= 1
    if _now.left <= 0:
        if _file:
            Path(_file).unlink(missing_ok=True)
        os._exit(EXIT_CODE)


def watch_locks(engine: Engine) -> None:
    """Let the rows that statements on this engine lock be a crash point too. A sweep that skips what others hold is none."""
    if not _file and _now.point != "transaction.after_lock":
        return

    @event.listens_for(engine, "after_cursor_execute")
    def _locked(_connection: Any, cursor: Any, statement: str, *_more: Any) -> None:
        if cursor.rowcount > 0 and ROW_LOCK.search(statement):
            reach("transaction.after_lock")


def _look() -> None:
    global _now  # noqa: PLW0603 - what is asked of the process itself
    try:
        asked = Path(_file).read_text()
    except FileNotFoundError:
        asked = ""
    if asked != _now.asked:
        _now = _wanted(asked)
