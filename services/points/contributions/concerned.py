"""Who is concerned by contributions, and whose matter they are."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from chassis.database import Work
from contracts.kinds import PartyId
from services.points.contributions import store
from services.points.contributions.rules.claims import Claim
from services.points.contributions.rules.steps import Near
from services.points.contributions.rules.valuing import Appraisal, is_goods
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.rules import Party


@dataclass(frozen=True, kw_only=True)
class Concerned:
    """The parties of some contributions and of those who act on them, and who appraised what: looked up together.

    `acting_for`: by person, the organisations for which they act or lately acted. `children`: those who act who are under 14.
    """

    parties: Mapping[PartyId, Party]
    appraisals: Mapping[str, list[Appraisal]] = field(default_factory=dict)
    acting_for: Mapping[PartyId, frozenset[PartyId]] = field(default_factory=dict)
    children: frozenset[PartyId] = frozenset()

    def near(self, claim: Claim) -> Near:
        """Whose matter a contribution is. Refuses PartyNotFound."""
        kin = tuple(self.parties[one] for one in sorted({claim.party_id, claim.giver}) if one in self.parties)
        if not kin:
            raise parties.PartyNotFound
        appraisers = frozenset(one.appraised_by for one in self.appraisals.get(claim.contribution_id, ()))
        return Near(
            kin=kin,
            appraisers=appraisers,
            acting_for=self.acting_for.get(claim.giver, frozenset()),
            children=self.children,
        )


def concerned(work: Work, claims: Collection[Claim], actors: Collection[PartyId | None]) -> Concerned:
    """Everybody concerned by these contributions, in the same few statements for any number of them."""
    hands = {one for one in actors if one is not None}
    appraised = store.appraisals_of(
        work, [claim.contribution_id for claim in claims if is_goods(claim.contribution_type)]
    )
    kin = {one for claim in claims for one in (claim.party_id, claim.giver)} | hands
    return Concerned(
        parties=party_store.find_parties(work, sorted(kin)),
        appraisals=appraised,
        acting_for=party_store.acting_for(work, kin),
        children=party_store.children(work, hands),
    )
