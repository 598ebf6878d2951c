"""The right to be forgotten (PIPL art. 47): asked for by the person or staff, executed by a second person."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.events import PartyErased, PartyHouseholdChanged
from contracts.points.kinds import ErasureState
from contracts.roles import ACTING, EVERYBODY, Role
from services.points.consents import store as consents
from services.points.parties import store as party_store
from services.points.parties.rules import Party, PartyNotFound
from services.points.parties.rules.agencies import ended
from services.points.personal import refusals, store
from services.points.personal.entrypoints.data import require_person, speaks_for
from services.points.personal.rules import Erasure, erasing

EXECUTES = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER)
SEES_ALL = (*EXECUTES, Role.AUDITOR)


class Erasing:
    """Personal data go, consents end, the name becomes a pseudonym; the books stay as they are."""

    @command(requests.AskErasure, may=ACTING)
    def ask_erasure(self, work: Work, asked: requests.AskErasure) -> answers.Erasure:
        """Ask to be forgotten, oneself, for one's ward, or as staff on somebody's word.

        Refuses PartyNotFound, PersonsOnly, PartyErased, ErasureAsked, ErasureIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        if not speaks_for(work, asked.party_id) and not work.actor.is_any(Role.COMMUNITY_STAFF):
            raise PartyNotFound
        require_person(work, asked.party_id)
        erasure = Erasure(
            erasure_id=asked.erasure_id,
            party_id=asked.party_id,
            ground=asked.ground,
            state=ErasureState.ASKED,
            asked_by=by.party_id,
            asked_at=work.now,
        )
        return answer_of(store.add_erasure(work, erasure))

    @command(requests.ExecuteErasure, may=EXECUTES)
    def execute_erasure(self, work: Work, asked: requests.ExecuteErasure) -> answers.Erasure:
        """Forget the person. Refuses ErasureNotFound, ErasureDecided, SecondPersonNeeded, ActorUnknown."""
        erasure = store.require_erasure(work, asked.erasure_id, lock=True)
        work.expect_version(erasure.version)
        executed = erasing.execute(erasure, by=party_store.hand_of(work))
        party = party_store.lock_party(work, erasure.party_id)
        store.forget_values(work, party.party_id)
        consents.withdraw_all(work, party.party_id, by=executed.ended_by or party.party_id)
        forgotten = party_store.forget_party(work, party, at=work.now)
        if party.household_id is not None:
            work.emit(_moved_out(work, party, forgotten))
        agencies = party_store.end_all(work, party.party_id, by=executed.ended_by or party.party_id)
        work.emit(*(ended(agency, community=work.community) for agency in agencies))
        work.emit(PartyErased(community=work.community, party_id=party.party_id, erased_on=civil_day(work.now)))
        return answer_of(store.save_erasure(work, executed))

    @command(requests.WithdrawErasure, may=ACTING)
    def withdraw_erasure(self, work: Work, asked: requests.WithdrawErasure) -> answers.Erasure:
        """Not wanted any more: by the person, their guardian, or whoever asked. Refuses ErasureNotFound, ErasureDecided, ActorUnknown."""
        erasure = store.require_erasure(work, asked.erasure_id, lock=True)
        by = party_store.hand_of(work)
        if by.party_id != erasure.asked_by and not speaks_for(work, erasure.party_id):
            raise refusals.ErasureNotFound
        work.expect_version(erasure.version)
        return answer_of(store.save_erasure(work, erasing.withdraw(erasure, by=by)))

    @query(requests.ListErasures, may=EVERYBODY)
    def list_erasures(self, work: Work, asked: requests.ListErasures) -> answers.ErasurePage:
        """All for staff, council and auditors, otherwise one's own."""
        of = None if work.actor.is_any(*SEES_ALL) else {work.actor.party_id or ""}
        found, next_key = store.erasure_page(work, of=of, after=asked.after, limit=asked.limit)
        return answers.ErasurePage(items=tuple(answer_of(one) for one in found), next_key=next_key)


def answer_of(erasure: Erasure) -> answers.Erasure:
    """The erasure as it is answered."""
    return answers.Erasure(**vars(erasure))


def _moved_out(work: Work, party: Party, forgotten: Party) -> PartyHouseholdChanged:
    return PartyHouseholdChanged(
        community=work.community,
        party_id=party.party_id,
        former_household_id=party.household_id,
        household_id=None,
        changed_on=civil_day(work.now),
        party_version=forgotten.version,
    )
