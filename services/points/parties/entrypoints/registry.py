"""What can be asked about the register of parties; who is registered is written by `personal`, which seals the names of persons."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import query
from contracts.points import answers, requests
from contracts.roles import EVERYBODY, Role
from services.points.parties import store
from services.points.parties.showing import shown


class Registry:
    """Who takes part."""

    @query(requests.GetParty, may=EVERYBODY)
    def get_party(self, work: Work, asked: requests.GetParty) -> answers.Party:
        """Who this is; persons by their masked names, whoever asks. Refuses PartyNotFound."""
        return shown(work, store.require_party(work, asked.party_id))

    @query(requests.ListParties, may=(Role.COMMUNITY_STAFF, Role.AUDITOR))
    def list_parties(self, work: Work, asked: requests.ListParties) -> answers.PartyPage:
        """The parties of the community, persons by their masked names."""
        found, next_key = store.page(work, sector=asked.sector, after=asked.after, limit=asked.limit)
        return answers.PartyPage(items=tuple(shown(work, party) for party in found), next_key=next_key)
