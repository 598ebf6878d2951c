"""The closed list of proposals of households."""

from __future__ import annotations

from enum import StrEnum


class HouseholdProposalState(StrEnum):
    """Proposed until every adult agrees or one declines; overtaken if somebody leaves meanwhile, lapsed after thirty days."""

    PROPOSED = "proposed"
    IN_EFFECT = "in_effect"
    DECLINED = "declined"
    OVERTAKEN = "overtaken"
    LAPSED = "lapsed"
