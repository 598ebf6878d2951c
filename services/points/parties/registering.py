"""How parties come onto the register, with their accounts."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.events import PartyRegistered
from contracts.points.kinds import PartyKind
from services.points.accounts import store as accounts
from services.points.parties import rules, store
from services.points.parties.rules import Party


def register(work: Work, wanted: Sequence[Party]) -> set[PartyId]:
    """Register these parties, all or none, and open their accounts; answers the ids of those that are new.

    Refuses TooManyParties, PartyIdTaken, WrongLink, HouseholdInhabited.
    """
    rules.check_batch(wanted)
    links = [link for party in wanted for link in (party.household_id, party.organisation_id)]
    known = store.find_parties(work, [*(party.party_id for party in wanted), *links])
    new = rules.newcomers(wanted, known=known)
    everybody = known | {party.party_id: party for party in new}
    for party in new:
        rules.check_links(party, known=everybody)
    households = {party.household_id for party in new if party.household_id in known}
    if households and store.inhabited(work, households):
        # The same registration at the same instant: the other one was quicker, and these are its people.
        now = store.find_parties(work, [party.party_id for party in wanted])
        if rules.newcomers(wanted, known=now):
            raise rules.HouseholdInhabited
    added = store.add_parties(work, new)
    if len(added) < len(new):
        # Somebody was registered while we looked: with the same content that is no matter.
        rules.newcomers(wanted, known=store.find_parties(work, [party.party_id for party in wanted]))
    accounts.open_for(work, sorted(added))
    work.emit(*(_registered(work, party) for party in new if party.party_id in added))
    return added


def _registered(work: Work, party: Party) -> PartyRegistered:
    return PartyRegistered(
        community=work.community,
        party_id=party.party_id,
        sector=party.sector,
        is_person=party.kind is PartyKind.PERSON,
        household_id=party.household_id,
        organisation_id=party.organisation_id,
        public_name=party.public_name,
        registered_on=civil_day(work.now),
    )
