"""The closed lists of the mutual-aid pool."""

from __future__ import annotations

from enum import StrEnum


class PoolCause(StrEnum):
    """How points came into the pool."""

    LAPSE = "lapse"
    GIFT = "gift"


class PoolReason(StrEnum):
    """Why the pool helps, as a class: what stands behind it is nobody's business and is kept nowhere."""

    CANNOT_EARN = "cannot_earn"
    CANNOT_EARN_NOW = "cannot_earn_now"
    EMERGENCY = "emergency"


class PoolGrantState(StrEnum):
    """Proposed by staff, granted or declined by somebody else."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    DECLINED = "declined"
