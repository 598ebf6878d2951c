"""The closed list of agencies."""

from __future__ import annotations

from enum import StrEnum


class AgencyState(StrEnum):
    """Proposed until the organisation has granted it and the person has agreed; ended by either, lapsed if one never answered."""

    PROPOSED = "proposed"
    IN_FORCE = "in_force"
    ENDED = "ended"
    LAPSED = "lapsed"
