"""Looking at somebody else's data: by staff, one value at a time, with a reason, written down for the person to see."""

from __future__ import annotations

from typing import Any

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import LookKind, PersonalField
from contracts.roles import EVERYBODY, Role
from services.points.parties import store as party_store
from services.points.parties.rules import PartyNotFound
from services.points.personal import refusals, store
from services.points.personal.entrypoints.data import require_person, speaks_for
from services.points.personal.entrypoints.keyed import Keyed
from services.points.personal.rules import standard
from services.points.personal.rules.looks import Look
from services.points.personal.rules.values import INDEXED, check_reveals
from services.points.personal.sealing import Place

STAFF = (Role.COMMUNITY_STAFF,)
UNLOCKS = (*STAFF, Role.AUDITOR)
"""Who audits sees no identity unless it is unlocked with a reason (rulebook §1); it is all that an auditor ever writes down."""


def tell_value(service: Keyed, answer: dict[str, Any]) -> dict[str, Any]:
    """Open the value for whoever is answered; under the request's key only the seal is stored."""
    place = Place(community=answer["community"], party_id=answer["party_id"], field=answer["field"])
    return answer | {"value": service.keys.open(answer["value"], place)}


class Looking(Keyed):
    """Who looks, why, and how often."""

    @command(requests.RevealPersonalData, may=UNLOCKS, told=tell_value)
    def reveal_personal_data(self, work: Work, asked: requests.RevealPersonalData) -> answers.Revealed:
        """Tell one value in clear, at most 20 a day and whoever asks; the person sees who asked and why.

        The same look again is answered without being counted. Refuses PartyNotFound, PersonsOnly, PersonalFieldNotFound,
        LookIdTaken, TooManyReveals, ActorUnknown.
        """
        by = party_store.hand_of(work)
        require_person(work, asked.party_id)
        # One count at a time for whoever asks; two at once must not both be the twentieth.
        party_store.lock_party(work, by.party_id)
        value = store.find_values(work, asked.party_id).get(asked.field)
        if value is None:
            raise refusals.PersonalFieldNotFound
        day = civil_day(work.now)
        look = Look(
            look_id=asked.look_id,
            party_id=asked.party_id,
            field=asked.field,
            kind=LookKind.REVEAL,
            by=by.party_id,
            at=work.now,
            day=day,
            reason=asked.reason,
        )
        known = store.find_look(work, look.look_id)
        if known is None:
            check_reveals(store.revealed_today(work, by=by.party_id, day=day))
            store.add_looks(work, [look])
        elif not known.same_as(look):
            raise refusals.LookIdTaken
        return answers.Revealed(
            community=work.community,
            look_id=look.look_id,
            party_id=look.party_id,
            field=look.field,
            value=value.sealed,
            by=look.by,
            at=(known or look).at,
        )

    @command(requests.FindPersons, may=STAFF)
    def find_persons(self, work: Work, asked: requests.FindPersons) -> answers.PersonsFound:
        """Find persons by their whole telephone or identity number; each of them sees that somebody looked, and why.

        Refuses NotLookedUpBy, PhoneInvalid, IdentityNumberInvalid, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if asked.field not in INDEXED:
            raise refusals.NotLookedUpBy
        blinds = self.keys.blinds(standard(asked.field, asked.value), community=work.community, field=asked.field.value)
        found = party_store.find_parties(work, store.found_by(work, asked.field, blinds))
        store.add_looks(work, [_lookup(work, party_id, asked.field, asked.reason, by.party_id) for party_id in found])
        return answers.PersonsFound(
            items=tuple(
                answers.PersonFound(party_id=party_id, public_name=party.public_name)
                for party_id, party in sorted(found.items())
            )
        )

    @query(requests.ListLooks, may=EVERYBODY)
    def list_looks(self, work: Work, asked: requests.ListLooks) -> answers.LookPage:
        """Who looked at one's own or one's ward's data, or, for auditors, at anybody's. Refuses PartyNotFound."""
        _require_sees_looks(work, asked.party_id)
        found, next_key = store.looks_page(work, asked.party_id, after=asked.after, limit=asked.limit)
        return answers.LookPage(items=tuple(answers.Look(**_public(look)) for look in found), next_key=next_key)

    @query(requests.ListPersonalChanges, may=EVERYBODY)
    def list_personal_changes(self, work: Work, asked: requests.ListPersonalChanges) -> answers.PersonalChangePage:
        """Who wrote or removed what of one's own or one's ward's data, or, for auditors, anybody's. Refuses PartyNotFound."""
        _require_sees_looks(work, asked.party_id)
        found, next_key = store.changes_page(work, asked.party_id, after=asked.after, limit=asked.limit)
        items = tuple(answers.PersonalChange(**vars(change)) for change in found)
        return answers.PersonalChangePage(items=items, next_key=next_key)


def _lookup(work: Work, party_id: str, field: PersonalField, reason: str, by: str) -> Look:
    return Look(
        look_id=new_id("lok"),
        party_id=party_id,
        field=field,
        kind=LookKind.LOOKUP,
        by=by,
        at=work.now,
        day=civil_day(work.now),
        reason=reason,
    )


def _public(look: Look) -> dict[str, Any]:
    return {name: value for name, value in vars(look).items() if name != "day"}


def _require_sees_looks(work: Work, party_id: str) -> None:
    if not speaks_for(work, party_id) and not work.actor.is_any(Role.AUDITOR):
        raise PartyNotFound
    require_person(work, party_id)
