"""Which calls wait for which method of a service, how many go together, and how many are at work at once.

A batch forms by load, never by a timer: what arrives while as many as may are at work waits, and leaves together. Each method has a lane
of its own, so that a hot one cannot fill the process, and what is slow keeps nobody waiting but its like.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from chassis.calls import Call
from chassis.doors import RequestDoor

TOGETHER_MAX = 64  # Calls of one transaction: far below what would take as long as a caller waits.
LOOKS_MAX = 16  # Queries of one transaction; a long one among them is waited for by the others.
BATCH_BYTES_MAX = 512 * 1024
BATCHES_AT_ONCE = 2  # One is with the database while the other is being prepared.
LOOKS_AT_ONCE = 3
COMMANDS_AT_ONCE = 6  # Of one method; the process has a few workers more, for the others.
SLOW_AT_ONCE = 2


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many calls go together, and how many goes are at work at once."""

    together: int
    at_once: int


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """A call that waits, and for whom: `held` is the message it came with. `size` is its share of the message, in bytes."""

    call: Call
    call_id: str
    held: Any
    size: int


@dataclass
class Lane:
    """What waits for one method."""

    limits: Limits
    waiting: deque[Waiting] = field(default_factory=deque)
    at_work: int = 0

    @property
    def may_go(self) -> bool:
        """Is there something to begin, and may it begin now?"""
        return bool(self.waiting) and self.at_work < self.limits.at_once

    def take(self) -> list[Waiting]:
        """The next to go together: as they came, up to the limits, at least one."""
        taken = [self.waiting.popleft()]
        size = taken[0].size
        while self.waiting and len(taken) < self.limits.together and size + self.waiting[0].size <= BATCH_BYTES_MAX:
            taken.append(self.waiting.popleft())
            size += taken[-1].size
        return taken


def limits_of(door: RequestDoor) -> Limits:
    """What the declaration of a method comes to."""
    if door.slow:
        return Limits(together=1, at_once=SLOW_AT_ONCE)
    if not door.request.writes:
        return Limits(together=LOOKS_MAX, at_once=LOOKS_AT_ONCE)
    if door.together:
        return Limits(together=TOGETHER_MAX, at_once=BATCHES_AT_ONCE)
    return Limits(together=1, at_once=COMMANDS_AT_ONCE)
