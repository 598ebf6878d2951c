"""Of which households whoever puts a hand to a company's figures says nothing: their own, and those of one identity with them."""

from __future__ import annotations

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import PartyKind
from services.points.fee_rewards.rules import programmes as rules
from services.points.parties import store as party_store
from services.points.parties.rules import Hand


def own_numbers(work: Work, by: Hand, *, company_id: PartyId) -> frozenset[str]:
    """The household numbers of these households."""
    near = party_store.find_parties(work, rules.too_close(by, company_id=company_id))
    return frozenset(party.name for party in near.values() if party.kind is PartyKind.HOUSEHOLD)
