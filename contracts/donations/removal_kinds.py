"""The words of goods that leave the store without a recipient (rulebook §12)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import identifier

GoodsRemovalId = Annotated[str, identifier("grm")]


class RemovalKind(StrEnum):
    """How goods leave the store without a recipient (rulebook §12): back to who gave them, or to nobody."""

    RETURN = "return"
    WRITE_OFF = "write_off"


class RemovalCause(StrEnum):
    """Why goods leave without a recipient. A change of mind is not among them: a gift is final once delivered [law]."""

    FAULTY = "faulty"  # Not fit when they were given.
    MISTAKEN = "mistaken"  # Brought by mistake, or more than was agreed.
    NOT_THEIRS = "not_theirs"  # Whoever gave them had no right to.
    RECALLED = "recalled"  # By their maker or grower: they go back, or are destroyed.
    SPOILED = "spoiled"
    BROKEN = "broken"
    EXPIRED = "expired"
    LOST = "lost"


class RemovalState(StrEnum):
    """A removal is proposed by one person and done or rejected by another; what it is about is set aside meanwhile."""

    PROPOSED = "proposed"
    DONE = "done"
    REJECTED = "rejected"
