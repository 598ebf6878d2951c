"""What can be asked about rewards, by the residents whose they are and by staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chassis.database import Work
from chassis.entrypoints import command, query
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points import answers, requests
from contracts.points.kinds import Confirmation, ContributionType, RewardState, UndoState
from contracts.refused import NotAllowed, Refused
from contracts.roles import Role
from ledger import void_hold
from services.points.accounts import rules as account_rules
from services.points.accounts import store as accounts
from services.points.accounts.rules import FEE_REWARD_BURNED, Purpose
from services.points.annual_fees import rules as fee_rules
from services.points.annual_fees import store as fee_store
from services.points.fee_rewards import answering, consenting, refusals, telling
from services.points.fee_rewards.rules import programmes as programme_rules
from services.points.fee_rewards.rules import rewards as rules
from services.points.fee_rewards.rules import undos as undo_rules
from services.points.fee_rewards.rules.programmes import Programme
from services.points.fee_rewards.rules.rewards import Offer, Reward
from services.points.fee_rewards.rules.undos import Undo
from services.points.fee_rewards.store import programmes as programme_store
from services.points.fee_rewards.store import rewards as store
from services.points.parties import store as party_store
from services.points.rate_cards import store as card_store

HELD_FOR = "fee-reward"
SEES_ALL = (Role.COMMUNITY_STAFF, Role.AUDITOR)
RESIDENT = (Role.RESIDENT,)
Asked = requests.RequestReward | requests.OfferReward


class Rewards:
    """Discounts of households, from what is possible to what stood on the bill."""

    @query(requests.GetRewardOptions, may=RESIDENT)
    def get_reward_options(self, work: Work, asked: requests.GetRewardOptions) -> answers.RewardOptions:
        """What the own household could get, and why not more. Refuses ProgrammeNotFound, NotOwnHousehold, ActorUnknown."""
        by = party_store.hand_of(work)
        programme = programme_store.require_programme(work, asked.programme_id)
        resident = party_store.require_party(work, by.party_id)
        if resident.household_id != asked.household_id:
            raise refusals.NotOwnHousehold
        points = sum(_work_lots(work, programme, by.party_id).values())
        rewarded = store.rewarded_periods(work, programme.programme_id, asked.household_id)
        options = []
        for period in programme.billing_periods:
            told = _told(work, programme, asked.household_id, period)
            offer = rules.offer_of(programme, billing_period=period, annual_fee=told or 0, points=points)
            hurdle: Refused | None = refusals.HouseholdRewarded() if period in rewarded else None
            try:
                rules.check_request(
                    programme, resident=resident, household_id=asked.household_id, billing_period=period
                )
                fee_rules.check_shown(told, shown=asked.annual_fee, year=rules.year_of(period))
                rules.give(offer)
            except Refused as refused:
                hurdle = hurdle or refused
            options.append(answering.option_of(offer, billing_period=period, hurdle=hurdle))
        words = consenting.words_of(work)
        return answering.options_of(programme, asked.household_id, points=points, options=options, words=words)

    @command(requests.OfferReward, may=RESIDENT)
    def offer_reward(self, work: Work, asked: requests.OfferReward) -> answers.Reward:
        """Work out a discount and offer it for seven days, or as many as the council set; the same request again answers the reward.

        Refuses ProgrammeNotFound, BudgetUsedUp, ProgrammeNotActive, PeriodNotOffered, NotOwnHousehold, AnnualFeeUntold, AnnualFeeDiffers,
        NothingToGive, HouseholdRewarded, RewardIdTaken, ActorUnknown.
        """
        reward, known = _offered(work, asked)
        if known:
            return _answered(work, reward)
        if store.is_rewarded(work, reward):
            raise refusals.HouseholdRewarded
        store.add_reward(work, reward)
        work.emit(telling.offered(reward, community=work.community))
        return _answered(work, reward)

    @command(requests.AcceptReward, may=RESIDENT)
    def accept_reward(self, work: Work, asked: requests.AcceptReward) -> answers.Reward:
        """Take an offer with consent, which is put on record, and set as many points aside; accepted before, it is answered as it stands.

        Refuses RewardNotFound, ConsentMissing, ConsentTextUnknown, GuardianNeeded, RewardNotOffered, OfferOver (also when the company has told
        a lower fee since), HouseholdRewarded, BudgetUsedUp, ProgrammeNotActive, NotOwnHousehold, PartyErased, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme, reward = _locked(work, asked.reward_id, owner=by.party_id)
        if reward.state is RewardState.ACCEPTED and asked.consent:
            return _answered(work, reward)
        rules.check_request(
            programme,
            resident=party_store.require_party(work, reward.party_id),
            household_id=reward.household_id,
            billing_period=reward.billing_period,
        )
        told = _told(work, programme, reward.household_id, reward.billing_period)
        now = replace(reward, annual_fee=told or 0)
        left = _offer(work, programme, reward.party_id, now, at_most=reward.discount).discount
        accepted = rules.accept(reward, consent=asked.consent, at=work.now, left=left)
        if store.is_rewarded(work, reward):
            raise refusals.HouseholdRewarded
        accepted = consenting.consented(work, programme.company_id, accepted, asked, by=by)
        accepted = store.save_reward(work, accepted)
        _promise(work, programme, accepted)
        return _answered(work, accepted)

    @command(requests.RequestReward, may=RESIDENT)
    def request_reward(self, work: Work, asked: requests.RequestReward) -> answers.Reward:
        """Offer and acceptance in one: ask for a discount on the own household's fee; the same request again answers the reward.

        Refuses ProgrammeNotFound, BudgetUsedUp, ProgrammeNotActive, PeriodNotOffered, ConsentMissing, ConsentTextUnknown, GuardianNeeded,
        NotOwnHousehold, AnnualFeeUntold, AnnualFeeDiffers, NothingToGive, HouseholdRewarded, RewardIdTaken, PartyErased, ActorUnknown.
        """
        reward, known = _offered(work, asked)
        if known:
            return _answered(work, reward)
        programme = programme_store.require_programme(work, asked.programme_id, lock=True)
        accepted = rules.accept(reward, consent=asked.consent, at=work.now, left=reward.discount)
        by = party_store.hand_of(work)
        accepted = consenting.consented(work, programme.company_id, accepted, asked, by=by)
        store.add_reward(work, accepted)
        _promise(work, programme, accepted)
        return _answered(work, accepted)

    @command(requests.WithdrawReward, may=RESIDENT)
    def withdraw_reward(self, work: Work, asked: requests.WithdrawReward) -> answers.Reward:
        """Take the reward back, and with the last that waits for this company the consent: nothing leaves, points and budget are free again.

        Withdrawn before, it is answered.

        Refuses RewardNotFound (another's too), RewardSealed once a batch holds it, ActorUnknown.
        """
        by = party_store.hand_of(work)
        programme, reward = _locked(work, asked.reward_id, owner=by.party_id)
        if reward.state is RewardState.WITHDRAWN:
            return _answered(work, reward)
        withdrawn = store.save_reward(work, rules.withdraw(reward))
        programme_store.save_programme(work, programme_rules.commit(programme, fen=-reward.discount))
        void_hold(work, reward.reward_id)
        if not store.waits_for(work, reward.party_id, programme.company_id):
            consenting.take_back(work, reward.party_id, programme.company_id, by=by)
        work.emit(telling.withdrawn(withdrawn, community=work.community))
        return _answered(work, withdrawn)

    @command(requests.ConfirmReward, may=RESIDENT)
    def confirm_reward(self, work: Work, asked: requests.ConfirmReward) -> answers.Reward:
        """Say that it stood on the bill; confirmed before, it is answered. Refuses RewardNotFound, RewardNotApplied, ActorUnknown."""
        reward = store.require_reward(work, asked.reward_id, lock=True)
        if reward.party_id != party_store.hand_of(work).party_id:
            raise refusals.RewardNotFound
        if reward.state is RewardState.CONFIRMED:
            return _answered(work, reward)
        confirmed = store.save_reward(work, rules.confirm(reward, how=Confirmation.RESIDENT, at=work.now))
        work.emit(telling.confirmed(confirmed.reward_id, Confirmation.RESIDENT, community=work.community))
        return _answered(work, confirmed)

    @command(requests.UndoReward, may=(Role.COMMUNITY_STAFF,))
    def undo_reward(self, work: Work, asked: requests.UndoReward) -> answers.Reward:
        """Ask the company to take a discount back; asked before with the same reason, the reward is answered.

        Staff ask, and the company's officer alone acknowledges. Refuses RewardNotFound, RewardNotApplied, UndoAsked, ActorUnknown.
        """
        by = party_store.hand_of(work)
        _, reward = _locked(work, asked.reward_id, owner=None)
        known = store.undos_of(work, [reward.reward_id]).get(reward.reward_id)
        if known is not None and known.reason is asked.reason and known.state is not UndoState.REFUSED:
            return _answered(work, reward)
        undo = Undo(
            undo_id=new_id("fud"),
            reward_id=reward.reward_id,
            programme_id=reward.programme_id,
            amount=undo_rules.check_undo(reward),
            reason=asked.reason,
            state=UndoState.WAITING,
            asked_by=by.party_id,
            asked_at=work.now,
        )
        store.add_undo(work, undo)
        work.emit(telling.undo_asked(undo, community=work.community))
        return _answered(work, reward)

    @query(requests.GetReward, may=(Role.RESIDENT, *SEES_ALL))
    def get_reward(self, work: Work, asked: requests.GetReward) -> answers.Reward:
        """One's own, or any for staff. Refuses RewardNotFound."""
        reward = store.require_reward(work, asked.reward_id)
        if not work.actor.is_any(*SEES_ALL) and not consenting.is_own(work, reward, work.actor.party_id):
            raise refusals.RewardNotFound
        return _answered(work, reward)

    @query(requests.ListRewards, may=(Role.RESIDENT, *SEES_ALL))
    def list_rewards(self, work: Work, asked: requests.ListRewards) -> answers.RewardPage:
        """One's own, or all for staff."""
        everything = work.actor.is_any(*SEES_ALL)
        if not everything and work.actor.party_id is None:
            raise NotAllowed
        found, next_key = store.reward_page(
            work, party_id=None if everything else work.actor.party_id, after=asked.after, limit=asked.limit
        )
        undone = store.undos_of(work, [one.reward_id for one in found])
        items = tuple(answering.reward_of(one, undo=undone.get(one.reward_id)) for one in found)
        return answers.RewardPage(items=items, next_key=next_key)


def _offered(work: Work, asked: Asked) -> tuple[Reward, bool]:
    """The reward that is offered under the programme's lock, or the one that is known by its id."""
    by = party_store.hand_of(work)
    programme = programme_store.require_programme(work, asked.programme_id, lock=True)
    wanted = Reward(
        reward_id=asked.reward_id,
        programme_id=asked.programme_id,
        party_id=by.party_id,
        household_id=asked.household_id,
        billing_period=asked.billing_period,
        annual_fee=asked.annual_fee,
        discount=0,
        state=RewardState.OFFERED,
        requested_at=work.now,
        at_most=asked.at_most,
        offered_until=work.now + timedelta(days=card_store.rulebook_now(work).reward_offer_days),
    )
    known = store.find_reward(work, asked.reward_id)
    if known is not None:
        if not known.same_as(wanted):
            raise refusals.RewardIdTaken
        return known, True
    rules.check_request(
        programme,
        resident=party_store.require_party(work, by.party_id),
        household_id=asked.household_id,
        billing_period=asked.billing_period,
    )
    # After the household was found to be the asker's own: nobody else's fee is told by a refusal.
    told = _told(work, programme, asked.household_id, asked.billing_period)
    fee_rules.check_shown(told, shown=asked.annual_fee, year=rules.year_of(asked.billing_period))
    offer = _offer(work, programme, by.party_id, wanted, at_most=asked.at_most)
    return replace(wanted, discount=rules.give(offer)), False


def _told(work: Work, programme: Programme, household_id: PartyId, billing_period: str) -> int | None:
    return fee_store.fee_of(work, programme.company_id, household_id, rules.year_of(billing_period))


def _offer(work: Work, programme: Programme, party_id: PartyId, reward: Reward, *, at_most: int | None) -> Offer:
    # The person before the account, as everywhere: an erasure ends a consent that is being given, or is seen by it.
    party_store.lock_party(work, party_id)
    accounts.lock_sp(work, [party_id])
    points = sum(_work_lots(work, programme, party_id).values())
    return rules.offer_of(
        programme,
        billing_period=reward.billing_period,
        annual_fee=reward.annual_fee,
        points=points,
        at_most=at_most,
    )


def _promise(work: Work, programme: Programme, accepted: Reward) -> None:
    programme_store.save_programme(work, programme_rules.commit(programme, fen=accepted.discount))
    accounts.hold_sp(
        work,
        accepted.party_id,
        accepted.discount,
        to=FEE_REWARD_BURNED,
        purpose=Purpose(kind=HELD_FOR, reference=accepted.reward_id, rulebook=card_store.edition_now(work)),
        only=_work_lots(work, programme, accepted.party_id).keys(),
    )
    work.emit(telling.accepted(accepted, community=work.community))


def _work_lots(work: Work, programme: Programme, party_id: PartyId) -> dict[str, int]:
    kinds = [account_rules.grant_kind(ContributionType(each)) for each in programme.work_types]
    return accounts.lots_stemming_from(work, party_id, kinds)


def _locked(work: Work, reward_id: str, *, owner: PartyId | None) -> tuple[Programme, Reward]:
    """A reward under its programme's lock and its own, of that owner or a ward if one is given. Refuses RewardNotFound."""
    seen = store.require_reward(work, reward_id)
    if owner is not None and not consenting.is_own(work, seen, owner):
        raise refusals.RewardNotFound
    programme = programme_store.require_programme(work, seen.programme_id, lock=True)
    return programme, store.require_reward(work, reward_id, lock=True)


def _answered(work: Work, reward: Reward) -> answers.Reward:
    return answering.reward_of(reward, undo=store.undos_of(work, [reward.reward_id]).get(reward.reward_id))
