"""What can be asked about the register of parties."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import PartyRegistered
from contracts.points.kinds import PartyKind
from contracts.roles import EVERYBODY, Role
from services.points.accounts import store as accounts
from services.points.parties import rules, store
from services.points.parties.rules import Party

REGISTRARS = (Role.COMMUNITY_STAFF,)
SEES_NAMES = (Role.COMMUNITY_STAFF,)


class Registry:
    """Who takes part."""

    @command(requests.RegisterParty, may=REGISTRARS)
    def register_party(self, work: Work, asked: requests.RegisterParty) -> answers.Party:
        """Register somebody and open their accounts. The same content again answers who is there.

        Who is registered together with a household signs at the desk; into one where somebody lives nobody is registered, because
        those who live there agree first (`households`). Refuses PartyIdTaken, WrongLink, HouseholdInhabited.
        """
        party = _new(work, asked)
        _register(work, [party])
        return shown(work, store.require_party(work, party.party_id))

    @command(requests.RegisterParties, may=REGISTRARS)
    def register_parties(self, work: Work, asked: requests.RegisterParties) -> answers.PartiesRegistered:
        """Register up to 200 parties, all or none. Refuses TooManyParties, PartyIdTaken, WrongLink, HouseholdInhabited."""
        wanted = [_new(work, party) for party in asked.parties]
        registered = _register(work, wanted)
        return answers.PartiesRegistered(registered=registered, known_before=len(wanted) - registered)

    @query(requests.GetParty, may=EVERYBODY)
    def get_party(self, work: Work, asked: requests.GetParty) -> answers.Party:
        """Who this is; persons by their masked names unless staff or they themselves ask. Refuses PartyNotFound."""
        return shown(work, store.require_party(work, asked.party_id))

    @query(requests.ListParties, may=(Role.COMMUNITY_STAFF, Role.AUDITOR))
    def list_parties(self, work: Work, asked: requests.ListParties) -> answers.PartyPage:
        """The parties of the community; auditors see masked names."""
        found, next_key = store.page(work, sector=asked.sector, after=asked.after, limit=asked.limit)
        return answers.PartyPage(items=tuple(shown(work, party) for party in found), next_key=next_key)


def shown(work: Work, party: Party) -> answers.Party:
    """The party as the caller may see it."""
    open_to = party.kind is PartyKind.ORGANISATION or party.party_id in work.actor.parties
    everything = open_to or work.actor.is_any(*SEES_NAMES)
    return answers.Party(
        party_id=party.party_id,
        kind=party.kind,
        sector=party.sector,
        public_name=party.public_name,
        name=party.name if everything else None,
        household_id=party.household_id if everything else None,
        organisation_id=party.organisation_id if everything else None,
        registered_at=party.registered_at,
        version=party.version,
    )


def _register(work: Work, wanted: Sequence[Party]) -> int:
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
    return len(added)


def _new(work: Work, asked: requests.RegisterParty | requests.NewParty) -> Party:
    return Party(
        party_id=asked.party_id,
        kind=asked.kind,
        sector=asked.sector,
        name=asked.name,
        household_id=asked.household_id,
        organisation_id=asked.organisation_id,
        registered_at=work.now,
    )


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
