"""What others may know of an act of charity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import Strain


@dataclass(frozen=True, kw_only=True)
class Held:
    """Who holds an act that two persons made known: whoever drafted it, and the hosts that agreed."""

    activity_id: str
    drafted_by: PartyId
    hosts: frozenset[PartyId]

    @property
    def holders(self) -> frozenset[PartyId]:
        """All of them."""
        return self.hosts | {self.drafted_by}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A task of an act that was listed beforehand as at night, an emergency or heavy."""

    activity_id: str
    starts_at: datetime
    ends_at: datetime
    strain: Strain
