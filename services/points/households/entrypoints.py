"""What can be asked about who lives together."""

from __future__ import annotations

from chassis.actor import system
from chassis.clock import civil_day
from chassis.database import Work
from chassis.entrypoints import command, query, sweep
from contracts.points import answers, requests
from contracts.points.events import HouseholdProposalLapsed, HouseholdProposed, PartyHouseholdChanged
from contracts.points.kinds import HouseholdProposalState as State
from contracts.roles import Role
from services.points.households import refusals, rules, store
from services.points.households.rules import Proposal
from services.points.parties import store as party_store
from services.points.parties.rules import Party

PERSONS = (Role.RESIDENT,)
STAFF = (Role.COMMUNITY_STAFF,)
SEES_ALL = (*STAFF, Role.AUDITOR)
LAPSED_AT_ONCE = 200


class Households:
    """Households, with the consent of each adult (rulebook §1)."""

    @command(requests.ProposeHousehold, may=(*PERSONS, *STAFF))
    def propose_household(self, work: Work, asked: requests.ProposeHousehold) -> answers.HouseholdProposal:
        """Propose who joins a household; who proposes and must agree has agreed by it. The same again answers what is there.

        Refuses HouseholdUnfit, PartyNotFound, PartyErased, LivesAlready, GuardianMissing, HouseholdBeginsAtDesk,
        HouseholdProposalNotFound (to a stranger), HouseholdProposalIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work).party_id
        proposal = Proposal(
            proposal_id=asked.proposal_id,
            household_id=asked.household_id,
            adults=tuple(sorted(asked.adults)),
            minors=tuple(sorted(asked.minors)),
            agreed=(),
            state=State.PROPOSED,
            proposed_by=by,
            proposed_at=work.now,
            expires_at=work.now + rules.LASTS,
        )
        home = store.lock_home(work, proposal)
        known = store.find(work, proposal.proposal_id)
        if known is None:
            rules.check_members(proposal, home)
            rules.check_proposer(proposal, home, is_staff=work.actor.is_any(*STAFF))
        kept = store.add(work, proposal)
        if kept is not proposal:
            return _answer(kept)
        work.emit(
            HouseholdProposed(
                community=work.community,
                proposal_id=kept.proposal_id,
                household_id=kept.household_id,
                must_agree=tuple(sorted(home.must_agree(kept) - {by})),
            )
        )
        if by not in home.must_agree(kept):
            return _answer(kept)
        return _answer(_settle(work, rules.agree(kept, home, by=by, at=work.now), home))

    @command(requests.AgreeHousehold, may=PERSONS)
    def agree_household(self, work: Work, asked: requests.AgreeHousehold) -> answers.HouseholdProposal:
        """Agree for oneself, and for the own children in it; agreed before, it is answered.

        Refuses HouseholdProposalNotFound (also to whom it does not concern), HouseholdProposalOver, LivesAlready, GuardianMissing,
        PartyErased, ActorUnknown.
        """
        by = party_store.hand_of(work).party_id
        home = store.lock_home(work, store.require(work, asked.proposal_id))
        proposal = store.require(work, asked.proposal_id, lock=True)
        if by in proposal.agreed and proposal.state is State.IN_EFFECT:
            return _answer(proposal)
        return _answer(_settle(work, rules.agree(proposal, home, by=by, at=work.now), home))

    @command(requests.DeclineHousehold, may=(*PERSONS, *STAFF))
    def decline_household(self, work: Work, asked: requests.DeclineHousehold) -> answers.HouseholdProposal:
        """Decline for oneself, which ends it for all; or take the own proposal back. Declined before, it is answered.

        Refuses HouseholdProposalNotFound, HouseholdProposalOver, ActorUnknown.
        """
        by = party_store.hand_of(work).party_id
        home = store.lock_home(work, store.require(work, asked.proposal_id))
        proposal = store.require(work, asked.proposal_id, lock=True)
        if proposal.state is State.DECLINED and proposal.ended_by == by:
            return _answer(proposal)
        return _answer(store.save(work, rules.decline(proposal, home, by=by, at=work.now)))

    @command(requests.LeaveHousehold, may=PERSONS)
    def leave_household(self, work: Work, asked: requests.LeaveHousehold) -> answers.Household:
        """Leave for oneself, or take the own child out, at once and without a reason. Ends what is proposed for the household.

        Points offered inside the household end too (`moves`); what was had as one household stays had. Refuses PartyNotFound,
        NotOfHousehold, ActorUnknown.
        """
        by = party_store.hand_of(work).party_id
        before = party_store.require_party(work, asked.party_id)
        guardians = party_store.guardians_of(work, {asked.party_id}).get(asked.party_id, frozenset())
        household_id = rules.check_leaving(before, by=by, guardians=guardians)
        locked = party_store.lock_parties(work, {asked.party_id, household_id})
        if locked[asked.party_id].household_id != household_id:
            raise refusals.NotOfHousehold
        _move(work, locked[asked.party_id], None)
        left = [rules.end(one, State.OVERTAKEN, by=by, at=work.now) for one in store.lock_open(work, household_id)]
        store.save_all(work, left)
        return answers.Household(
            household_id=household_id, members=tuple(sorted(party_store.residents_of(work, household_id)))
        )

    @query(requests.GetHouseholdProposal, may=(*PERSONS, *SEES_ALL))
    def get_household_proposal(self, work: Work, asked: requests.GetHouseholdProposal) -> answers.HouseholdProposal:
        """One proposal, for those who join or live there, who proposed it, and staff. Refuses HouseholdProposalNotFound."""
        proposal = store.require(work, asked.proposal_id)
        concerned = {proposal.proposed_by, *proposal.joining, *store.see_home(work, proposal).residents}
        if work.actor.party_id not in concerned and not work.actor.is_any(*SEES_ALL):
            raise refusals.HouseholdProposalNotFound
        return _answer(proposal)

    @query(requests.ListHouseholdProposals, may=(*PERSONS, *SEES_ALL))
    def list_household_proposals(
        self, work: Work, asked: requests.ListHouseholdProposals
    ) -> answers.HouseholdProposalPage:
        """All for staff and auditors, otherwise those that concern oneself."""
        mine = None if work.actor.is_any(*SEES_ALL) else work.actor.party_id or ""
        me = party_store.find_parties(work, [mine]).get(mine or "")
        found, next_key = store.page(
            work, of=mine, household_id=me.household_id if me else None, after=asked.after, limit=asked.limit
        )
        return answers.HouseholdProposalPage(items=tuple(_answer(one) for one in found), next_key=next_key)

    @sweep(seconds=60)
    def lapse_household_proposals(self, work: Work) -> None:
        """Close proposals whose thirty days are over, so that they are not shown as open."""
        for community, proposal_ids in sorted(store.lapsing(work, limit=LAPSED_AT_ONCE).items()):
            own = work.on_behalf(system(community), work.cause)
            waiting = [one for one in store.lock_all(own, proposal_ids) if one.state is State.PROPOSED]
            for one in store.save_all(own, [rules.lapse(one, at=own.now) for one in waiting]):
                own.emit(
                    HouseholdProposalLapsed(
                        community=community,
                        proposal_id=one.proposal_id,
                        household_id=one.household_id,
                        proposed_by=one.proposed_by,
                    )
                )


def _settle(work: Work, proposal: Proposal, home: rules.Home) -> Proposal:
    """Keep who has agreed; once everybody has, they live together."""
    saved = store.save(work, proposal)
    if saved.state is State.IN_EFFECT:
        for member in saved.joining:
            _move(work, home.known[member], saved.household_id)
    return saved


def _move(work: Work, party: Party, household_id: str | None) -> None:
    moved = party_store.house(work, party, household_id)
    work.emit(
        PartyHouseholdChanged(
            community=work.community,
            party_id=moved.party_id,
            former_household_id=party.household_id,
            household_id=moved.household_id,
            changed_on=civil_day(work.now),
            party_version=moved.version,
        )
    )


def _answer(proposal: Proposal) -> answers.HouseholdProposal:
    return answers.HouseholdProposal(**vars(proposal))
