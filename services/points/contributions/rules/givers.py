"""Who gave something, and for whom they do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.kinds import PartyId
from services.points.contributions.rules.claims import Claim
from services.points.parties.rules import Agency, Party, acted_for
from services.points.qualifications.rules import Qualification


@dataclass(frozen=True, kw_only=True)
class Giver:
    """Who gave it, the organisation that pays them, for which others they act or acted, and whom it is credited to.

    `held`: their verified qualifications.
    """

    person: Party
    employer: Party | None
    credited: Party
    agencies: tuple[Agency, ...] = ()
    held: Sequence[Qualification] = ()

    def acts_for(self, organisation_id: PartyId, claim: Claim) -> bool:
        """Did they work for it, or act for it with the agreement of both sides, all the while?"""
        return acted_for(self.person, organisation_id, self.agencies, since=claim.started_at, until=claim.ended_at)
