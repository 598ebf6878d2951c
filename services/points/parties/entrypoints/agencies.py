"""What can be asked about who acts for an organisation: granted by it, agreed by the person, ended by either (rulebook §1)."""

from __future__ import annotations

from chassis.actor import system
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.kinds import AgencyState as State
from contracts.roles import Role
from services.points.parties import store
from services.points.parties.rules import Agency, agencies
from services.points.parties.rules.guardians import check_adult
from services.points.parties.store import agencies as agency_store

AGENTS = (Role.ORGANISATION_AGENT, Role.MERCHANT_AGENT, Role.VILLAGE_AGENT, Role.PROPERTY_BILLING_OFFICER)
STAFF = (Role.COMMUNITY_STAFF,)
PERSONS = (Role.RESIDENT, *AGENTS)
SEES_ALL = (*STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 200


class Agencies:
    """Who acts for whom: no organisation is spoken for without its grant, and nobody speaks for one without having agreed."""

    @command(requests.GrantAgency, may=(*AGENTS, *STAFF))
    def grant_agency(self, work: Work, asked: requests.GrantAgency) -> answers.Agency:
        """Let a person act for the own organisation; as staff, propose it to both. The same again answers what is there.

        What staff proposed is granted by asking for the same under the same id. Refuses AgencyNotYours, PartyNotFound, PartyErased,
        AgencyUnfit, ChildMayNot, SecondPersonNeeded, AgencyKnown, AgencyIdTaken, AgencyOver, ActorUnknown.
        """
        by = store.hand_of(work)
        own = _own(work, asked.organisation_id)
        if not own and not work.actor.is_any(*STAFF):
            raise agencies.AgencyNotYours
        # Locked, so that an erasure ends this agency too or is seen by it.
        agent = store.lock_party(work, asked.agent_id)
        check_adult(agent.party_id, children=store.children(work, [agent.party_id]))
        agencies.check_sides(store.find_parties(work, [asked.organisation_id]).get(asked.organisation_id), agent)
        wanted = agencies.propose(
            agency_id=asked.agency_id,
            organisation_id=asked.organisation_id,
            agent_id=asked.agent_id,
            by=by,
            own=own,
        )
        kept = agency_store.add_agency(work, wanted)
        if kept is wanted:
            work.emit(agencies.proposed(kept, community=work.community))
        elif own and kept.granted_at is None:
            work.expect_version(kept.version)
            kept = _saved(work, agencies.grant(kept, by=by))
        return answer_of(kept)

    @command(requests.AgreeAgency, may=PERSONS)
    def agree_agency(self, work: Work, asked: requests.AgreeAgency) -> answers.Agency:
        """Agree to act for the organisation; agreed before, it is answered.

        Refuses AgencyNotFound (also to whom it does not concern), AgencyOver, ChildMayNot, PartyErased, ActorUnknown.
        """
        by = store.hand_of(work)
        store.lock_party(work, by.party_id)
        check_adult(by.party_id, children=store.children(work, [by.party_id]))
        agency = agency_store.require_agency(work, asked.agency_id)
        work.expect_version(agency.version)
        if agency.agent_id == by.party_id and agency.agreed_at is not None:
            return answer_of(agency)
        return answer_of(_saved(work, agencies.agree(agency, by=by)))

    @command(requests.EndAgency, may=(*PERSONS, *STAFF))
    def end_agency(self, work: Work, asked: requests.EndAgency) -> answers.Agency:
        """End it at once and without a reason, as the person or the organisation; before it began also as who proposed it.

        What was given until then stays the organisation's. Over before, it is answered. Refuses AgencyNotFound, ActorUnknown.
        """
        by = store.hand_of(work)
        agency = agency_store.require_agency(work, asked.agency_id)
        sides = agency.agent_id == by.party_id or _own(work, agency.organisation_id)
        if not sides and (agency.began_at is not None or agency.proposed_by != by.party_id):
            raise agencies.AgencyNotFound
        work.expect_version(agency.version)
        if agency.ended_at is not None:
            return answer_of(agency)
        over = agency_store.save_agency(work, agencies.end(agency, by=by.party_id, at=work.now))
        work.emit(agencies.ended(over, community=work.community))
        return answer_of(over)

    @query(requests.ListAgencies, may=(*PERSONS, *SEES_ALL))
    def list_agencies(self, work: Work, asked: requests.ListAgencies) -> answers.AgencyPage:
        """All for staff and auditors; otherwise those of oneself and of the organisation that one's key is of."""
        of = None
        if not work.actor.is_any(*SEES_ALL):
            of = set(work.actor.parties) if work.actor.is_any(*AGENTS) else {work.actor.party_id or ""}
        found, next_key = agency_store.page(work, of=of, party_id=asked.party_id, after=asked.after, limit=asked.limit)
        return answers.AgencyPage(items=tuple(answer_of(agency) for agency in found), next_key=next_key)

    @sweep(seconds=60)
    def lapse_agencies(self, work: Work) -> None:
        """Close what one side has not answered within thirty days, so that it is not shown as open."""
        for community, agency_ids in sorted(agency_store.unanswered(work, limit=LAPSED_AT_ONCE).items()):
            own = work.on_behalf(system(community), work.cause)
            waiting = [one for one in agency_store.lock_agencies(own, agency_ids) if one.state is State.PROPOSED]
            lapsed = agency_store.save_agencies(own, [agencies.lapse(one, at=own.now) for one in waiting])
            own.emit(*(agencies.ended(one, community=community) for one in lapsed))


def answer_of(agency: Agency) -> answers.Agency:
    """The agency as it is answered."""
    return answers.Agency(**vars(agency))


def _own(work: Work, organisation_id: str) -> bool:
    # The role was given for the organisation of the key; where somebody is employed gives no right to speak for it.
    return work.actor.is_any(*AGENTS) and work.actor.organisation_id == organisation_id


def _saved(work: Work, agency: Agency) -> Agency:
    saved = agency_store.save_agency(work, agency)
    if saved.state is State.IN_FORCE:
        work.emit(agencies.began(saved, at=work.now, community=work.community))
    return saved
