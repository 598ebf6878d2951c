"""What can be asked about programmes and rewards."""

from __future__ import annotations

from chassis.database import Work
from chassis.entrypoints import command, query
from contracts.points import answers, requests
from contracts.points.kinds import PartyKind, ProgrammeState, RewardState
from contracts.refused import NotAllowed
from contracts.roles import ANYONE, Role
from services.points.accounts import store as accounts
from services.points.accounts.rules import FEE_REWARD_BURNED
from services.points.fee_rewards import answering, refusals, rules, store
from services.points.fee_rewards.answering import programme_of, reward_of
from services.points.fee_rewards.batches import Batches
from services.points.fee_rewards.rules import Programme, Reward
from services.points.parties import store as party_store

HELD_FOR = "fee-reward"
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)


class FeeRewards(Batches):
    """A property company's discounts for unpaid work (rulebook §9)."""

    @command(requests.DraftProgramme, may=(Role.COMMUNITY_STAFF,))
    def draft_programme(self, work: Work, asked: requests.DraftProgramme) -> answers.Programme:
        """Write down a company's promise. Refuses PartyNotFound, ProgrammeIdTaken, TermsUnfit, ActorUnknown."""
        by = party_store.hand_of(work)
        company = party_store.require_party(work, asked.company_id)
        draft = Programme(
            programme_id=asked.programme_id,
            company_id=company.party_id,
            name=asked.name,
            budget=asked.budget,
            committed=0,
            cap_percent=asked.cap_percent,
            billing_periods=asked.billing_periods,
            criteria=asked.criteria,
            state=ProgrammeState.DRAFT,
            drafted_by=by.party_id,
        )
        rules.check_terms(draft, organisation=company.kind is PartyKind.ORGANISATION)
        return programme_of(store.add_programme(work, draft))

    @command(requests.SignProgramme, may=(Role.PROPERTY_BILLING_OFFICER,))
    def sign_programme(self, work: Work, asked: requests.SignProgramme) -> answers.Programme:
        """Sign for the company that pays. Refuses ProgrammeNotFound (another company's too), ProgrammeNotDraft, ActorUnknown."""
        by = party_store.hand_of(work)
        programme = store.require_programme(work, asked.programme_id, lock=True)
        if programme.company_id not in by.ties:
            raise refusals.ProgrammeNotFound
        work.expect_version(programme.version)
        return programme_of(store.save_programme(work, rules.sign(programme, by=by.party_id)))

    @command(requests.ActivateProgramme, may=(Role.COUNCIL_MEMBER,))
    def activate_programme(self, work: Work, asked: requests.ActivateProgramme) -> answers.Programme:
        """Open a signed programme to residents. Refuses ProgrammeNotFound, ProgrammeNotSigned, OwnProgramme, ActorUnknown."""
        programme = store.require_programme(work, asked.programme_id, lock=True)
        work.expect_version(programme.version)
        active = rules.activate(programme, by=party_store.hand_of(work))
        return programme_of(store.save_programme(work, active))

    @query(requests.GetProgramme, may=ANYONE)
    def get_programme(self, work: Work, asked: requests.GetProgramme) -> answers.Programme:
        """One programme with its published criteria. Refuses ProgrammeNotFound."""
        return programme_of(store.require_programme(work, asked.programme_id))

    @query(requests.ListProgrammes, may=ANYONE)
    def list_programmes(self, work: Work, asked: requests.ListProgrammes) -> answers.ProgrammePage:
        """The programmes of the community."""
        found, next_key = store.programme_page(work, after=asked.after, limit=asked.limit)
        return answers.ProgrammePage(items=tuple(programme_of(one) for one in found), next_key=next_key)

    @command(requests.RequestReward, may=(Role.RESIDENT,))
    def request_reward(self, work: Work, asked: requests.RequestReward) -> answers.Reward:
        """Ask for a discount on the own household's fee and set as many points aside; the same request again answers the reward.

        Refuses ProgrammeNotFound, ProgrammeNotActive, PeriodNotOffered, ConsentMissing, NotOwnHousehold, NothingToGive,
        HouseholdRewarded, RewardIdTaken, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme = store.require_programme(work, asked.programme_id, lock=True)
        known = store.find_reward(work, asked.reward_id)
        if known is not None:
            if not known.same_as(_reward(work, asked, by=by.party_id, discount=0)):
                raise refusals.RewardIdTaken
            return reward_of(known)
        rules.check_request(
            programme,
            resident=party_store.require_party(work, by.party_id),
            household_id=asked.household_id,
            billing_period=asked.billing_period,
            consent=asked.consent,
        )
        available = accounts.available_sp(work, by.party_id)
        discount = rules.discount_of(programme, annual_fee=asked.annual_fee, available=available, at_most=asked.at_most)
        reward = _reward(work, asked, by=by.party_id, discount=discount)
        store.add_reward(work, reward)
        store.save_programme(work, rules.commit(programme, fen=discount))
        accounts.hold_sp(work, by.party_id, discount, to=FEE_REWARD_BURNED, kind=HELD_FOR, reference=reward.reward_id)
        work.emit(answering.accepted(reward, community=work.community))
        return reward_of(reward)

    @query(requests.GetReward, may=(Role.RESIDENT, *SEES_ALL))
    def get_reward(self, work: Work, asked: requests.GetReward) -> answers.Reward:
        """One's own, or any for staff. Refuses RewardNotFound."""
        reward = store.require_reward(work, asked.reward_id)
        if reward.party_id != work.actor.party_id and not work.actor.is_any(*SEES_ALL):
            raise refusals.RewardNotFound
        return reward_of(reward)

    @query(requests.ListRewards, may=(Role.RESIDENT, *SEES_ALL))
    def list_rewards(self, work: Work, asked: requests.ListRewards) -> answers.RewardPage:
        """One's own, or all for staff."""
        everything = work.actor.is_any(*SEES_ALL)
        if not everything and work.actor.party_id is None:
            raise NotAllowed
        found, next_key = store.reward_page(
            work, party_id=None if everything else work.actor.party_id, after=asked.after, limit=asked.limit
        )
        return answers.RewardPage(items=tuple(reward_of(one) for one in found), next_key=next_key)


def _reward(work: Work, asked: requests.RequestReward, *, by: str, discount: int) -> Reward:
    return Reward(
        reward_id=asked.reward_id,
        programme_id=asked.programme_id,
        party_id=by,
        household_id=asked.household_id,
        billing_period=asked.billing_period,
        annual_fee=asked.annual_fee,
        discount=discount,
        state=RewardState.ACCEPTED,
        requested_at=work.now,
        at_most=asked.at_most,
    )
