"""Who is registered: a person's name is sealed as it comes, and the register holds its mask."""

from __future__ import annotations

from collections.abc import Sequence

from chassis.database import Work
from chassis.entrypoints import command
from contracts.points import answers, requests
from contracts.points.kinds import PartyKind, PersonalField
from contracts.roles import Role
from services.points.parties import rules as parties
from services.points.parties import store as party_store
from services.points.parties.registering import register
from services.points.parties.rules import Party
from services.points.parties.showing import shown
from services.points.personal import store
from services.points.personal.entrypoints.keyed import Keyed
from services.points.personal.rules import PersonalValue, standard
from services.points.personal.sealing import Place

REGISTRARS = (Role.COMMUNITY_STAFF,)
NAME = PersonalField.LEGAL_NAME
Wanted = requests.RegisterParty | requests.NewParty


class Registering(Keyed):
    """How somebody comes to take part."""

    @command(requests.RegisterParty, may=REGISTRARS)
    def register_party(self, work: Work, asked: requests.RegisterParty) -> answers.Party:
        """Register somebody and open their accounts. The same content again answers who is there.

        Who is registered together with a household signs at the desk; into one where somebody lives nobody is registered, because
        those who live there agree first (`households`). Refuses PartyIdTaken, WrongLink, HouseholdInhabited.
        """
        self._register(work, [asked])
        return shown(work, party_store.require_party(work, asked.party_id))

    @command(requests.RegisterParties, may=REGISTRARS)
    def register_parties(self, work: Work, asked: requests.RegisterParties) -> answers.PartiesRegistered:
        """Register up to 200 parties, all or none. Refuses TooManyParties, PartyIdTaken, WrongLink, HouseholdInhabited."""
        registered = self._register(work, asked.parties)
        return answers.PartiesRegistered(registered=registered, known_before=len(asked.parties) - registered)

    def _register(self, work: Work, asked: Sequence[Wanted]) -> int:
        added = register(work, [_new(work, one) for one in asked])
        named = [one for one in asked if one.kind is PartyKind.PERSON]
        self._check_same(work, [one for one in named if one.party_id not in added])
        new = [self._sealed(work, one) for one in named if one.party_id in added]
        if new:
            store.keep_values(work, new, reason=None)
        return len(added)

    def _check_same(self, work: Work, known: Sequence[Wanted]) -> None:
        """Refuse PartyIdTaken if somebody who is known has another name: two names may share a mask."""
        kept = store.values_of(work, [one.party_id for one in known], NAME)
        for one in known:
            value = kept.get(one.party_id)
            if value is not None and self.keys.open(value.sealed, _place(work, one)) != standard(NAME, one.name):
                raise parties.PartyIdTaken

    def _sealed(self, work: Work, one: Wanted) -> PersonalValue:
        return PersonalValue(
            party_id=one.party_id,
            field=NAME,
            sealed=self.keys.seal(standard(NAME, one.name), _place(work, one)),
            blind=None,
            changed_by=work.actor.party_id or one.party_id,
            changed_at=work.now,
        )


def _place(work: Work, one: Wanted) -> Place:
    return Place(community=work.community, party_id=one.party_id, field=NAME.value)


def _new(work: Work, asked: Wanted) -> Party:
    is_person = asked.kind is PartyKind.PERSON
    return Party(
        party_id=asked.party_id,
        kind=asked.kind,
        sector=asked.sector,
        name=parties.masked(standard(NAME, asked.name)) if is_person else asked.name,
        household_id=asked.household_id,
        organisation_id=asked.organisation_id,
        registered_at=work.now,
    )
