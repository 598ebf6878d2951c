"""Personal data as the person sees, gives and corrects them, and as staff see them: masked."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import PartyKind, PersonalField
from contracts.roles import ACTING, EVERYBODY, Role
from services.points.parties import store as party_store
from services.points.parties.rules import Party, PartyNotFound
from services.points.personal import refusals, store
from services.points.personal.entrypoints.keyed import Keyed
from services.points.personal.rules import PersonalValue, shown, standard
from services.points.personal.rules.values import INDEXED
from services.points.personal.sealing import Keyring, Place

STAFF = (Role.COMMUNITY_STAFF,)
SEALED_AT_ONCE = 200


class PersonalData(Keyed):
    """What is known of a person."""

    @command(requests.RecordPersonalData, may=ACTING)
    def record_personal_data(self, work: Work, asked: requests.RecordPersonalData) -> answers.PersonalRecorded:
        """Write or correct one's own data or one's ward's; staff do so with a reason. The answer repeats no value.

        Refuses PartyNotFound, PersonsOnly, PartyErased, NothingToRecord, ReasonNeeded, PhoneInvalid, IdentityNumberInvalid, ActorUnknown.
        """
        given = {field: value for field in PersonalField if (value := getattr(asked, field.value)) is not None}
        if not given:
            raise refusals.NothingToRecord
        by = party_store.hand_of(work)
        party = require_writable(work, asked.party_id, reason=asked.reason)
        values = [
            sealed(
                self.keys,
                standard(field, value),
                Place(community=work.community, party_id=asked.party_id, field=field.value),
                PersonalValue(
                    party_id=asked.party_id,
                    field=field,
                    sealed="",
                    blind=None,
                    changed_by=by.party_id,
                    changed_at=by.at,
                ),
            )
            for field, value in given.items()
        ]
        store.keep_values(work, values, reason=asked.reason)
        if asked.legal_name is not None:
            # The register shows the mask of the name that is true now.
            legal_name = PersonalField.LEGAL_NAME
            party_store.show_as(work, party, shown(legal_name, standard(legal_name, asked.legal_name)))
        return answers.PersonalRecorded(party_id=asked.party_id, fields=tuple(given), at=work.now)

    @command(requests.RemovePersonalValue, may=ACTING)
    def remove_personal_value(self, work: Work, asked: requests.RemovePersonalValue) -> answers.PersonalRecorded:
        """Remove one value, one's own or one's ward's; staff do so with a reason.

        Refuses PartyNotFound, PersonsOnly, PartyErased, ReasonNeeded, PersonalFieldNotFound, ActorUnknown.
        """
        by = party_store.hand_of(work)
        require_writable(work, asked.party_id, reason=asked.reason)
        value = store.find_values(work, asked.party_id).get(asked.field)
        if value is None:
            raise refusals.PersonalFieldNotFound
        store.remove_value(work, value, by=by.party_id, reason=asked.reason)
        return answers.PersonalRecorded(party_id=asked.party_id, fields=(asked.field,), at=work.now)

    @query(requests.GetPersonalData, may=EVERYBODY)
    def get_personal_data(self, work: Work, asked: requests.GetPersonalData) -> answers.PersonalData:
        """The person and their guardian see everything, staff a mask; for all others it is not there. Refuses PartyNotFound."""
        own = speaks_for(work, asked.party_id)
        if not own and not work.actor.is_any(*STAFF):
            raise PartyNotFound
        require_person(work, asked.party_id)
        values = store.find_values(work, asked.party_id)
        return answers.PersonalData(
            party_id=asked.party_id,
            masked=not own,
            values=tuple(self._told(work, values[field], own=own) for field in PersonalField if field in values),
        )

    @sweep(seconds=60)
    def renew_seals(self, work: Work) -> None:
        """Seal anew what stands under a former secret; when nothing is left, that secret can be thrown away."""
        by_community: dict[str, list[PersonalValue]] = defaultdict(list)
        for community, value in store.sealed_otherwise(work, key_id=self.keys.present.key_id, limit=SEALED_AT_ONCE):
            place = Place(community=community, party_id=value.party_id, field=value.field.value)
            by_community[community].append(sealed(self.keys, self.keys.open(value.sealed, place), place, value))
        for community, values in by_community.items():
            store.seal_anew(work.on_behalf(system(community), work.cause), values)

    def _told(self, work: Work, value: PersonalValue, *, own: bool) -> answers.PersonalValue:
        place = Place(community=work.community, party_id=value.party_id, field=value.field.value)
        clear = self.keys.open(value.sealed, place)
        return answers.PersonalValue(
            field=value.field,
            value=clear if own else shown(value.field, clear),
            changed_by=value.changed_by,
            changed_at=value.changed_at,
        )


def sealed(keys: Keyring, clear: str, place: Place, value: PersonalValue) -> PersonalValue:
    """The value with its seal, and its blind index if it is looked up by."""
    indexed = value.field in INDEXED
    blind = keys.blind(clear, community=place.community, field=place.field) if indexed else None
    return replace(value, sealed=keys.seal(clear, place), blind=blind)


def speaks_for(work: Work, party_id: PartyId) -> bool:
    """Does the actor ask about themselves, or about a child whose guardian they are?"""
    return party_id == work.actor.party_id or party_store.is_guardian(work, work.actor.party_id, ward_id=party_id)


def require_person(work: Work, party_id: PartyId) -> Party:
    """The person. Refuses PartyNotFound, PersonsOnly."""
    party = party_store.require_party(work, party_id)
    if party.kind is not PartyKind.PERSON:
        raise refusals.PersonsOnly
    return party


def require_writable(work: Work, party_id: PartyId, *, reason: str | None) -> Party:
    """The person, locked, if the actor may write their data. Refuses PartyNotFound, PersonsOnly, PartyErased, ReasonNeeded."""
    if not speaks_for(work, party_id):
        if not work.actor.is_any(*STAFF):
            raise PartyNotFound
        if reason is None:
            raise refusals.ReasonNeeded
    party = party_store.lock_party(work, party_id)
    if party.kind is not PartyKind.PERSON:
        raise refusals.PersonsOnly
    return party
