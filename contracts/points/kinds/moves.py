"""The closed list of moves inside a household."""

from __future__ import annotations

from enum import StrEnum


class MoveState(StrEnum):
    """Proposed by who gives, done when who receives agrees; or declined, withdrawn, ended by time or because one has left."""

    PROPOSED = "proposed"
    DONE = "done"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"
