"""One household's discount: what it may be, and its way from offer to bill (rulebook §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import Confirmation, ProgrammeState, RewardLimit, RewardState
from services.points.fee_rewards import refusals
from services.points.fee_rewards.rules.programmes import YEAR, Programme
from services.points.parties.rules import Party

MONTHS = 12
CONSENT_TEXT = "fee-reward-1"
CONSENT_WORDS = (
    "我同意社区把本户的房屋编号、计费周期和抵扣金额告知物业公司，用于抵扣物业费，不告知其他信息。"
    "我可以随时撤回；撤回后不再提供，已经提供的无法收回。"
)
"""The words that a resident consents to where the community has published none of its own, and their version."""
CONSENT_FIELDS = ("household_number", "billing_period", "amount")
"""All that leaves the platform (rulebook §9)."""
CONSENT_WITHDRAWN = "CONSENT_WITHDRAWN"


@dataclass(frozen=True, kw_only=True)
class Reward:
    """One household's discount for one billing period. `discount` fen are held as centi-points until the company answers."""

    reward_id: str
    programme_id: str
    party_id: PartyId
    household_id: PartyId
    billing_period: str
    annual_fee: int
    discount: int
    state: RewardState
    requested_at: datetime
    at_most: int | None = None
    offered_until: datetime | None = None
    consented_at: datetime | None = None
    consent_text: str | None = None
    consent_id: str | None = None
    batch_number: str | None = None
    line_number: int | None = None
    applied: int | None = None
    credit_note: str | None = None
    reason: str | None = None
    confirmed_at: datetime | None = None
    confirmation: Confirmation | None = None
    version: int = 1

    def same_as(self, other: Reward) -> bool:
        """Was the other one asked for with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        whose = (self.programme_id, self.party_id, self.household_id, self.billing_period)
        return (self.reward_id, *whose, self.annual_fee, self.at_most)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What bounds a discount, in fen: the cap of the period's fee, points from work, the budget, the wish."""

    fee: int
    cap: int
    points: int
    budget: int
    wish: int | None = None

    @property
    def discount(self) -> int:
        """The least of them."""
        return max(0, min(self.cap, self.points, self.budget, self.cap if self.wish is None else self.wish))

    @property
    def limit(self) -> RewardLimit:
        """Which of them it is; of equal ones the first."""
        bounds = {RewardLimit.CAP: self.cap, RewardLimit.POINTS: self.points, RewardLimit.BUDGET: self.budget}
        if self.wish is not None:
            bounds[RewardLimit.WISH] = self.wish
        return min(bounds, key=lambda limit: bounds[limit])


def year_of(billing_period: str) -> str:
    """The year of a year or a month."""
    return billing_period[:YEAR]


def fee_of(billing_period: str, *, annual_fee: int) -> int:
    """The fee of the period in fen: the year's, or a twelfth of it for a month."""
    return annual_fee if len(billing_period) == YEAR else annual_fee // MONTHS


def offer_of(
    programme: Programme, *, billing_period: str, annual_fee: int, points: int, at_most: int | None = None
) -> Offer:
    """What a household may get. `points`: available centi-points that stem from the work that counts.

    Worked: ¥2,592 a year at 10 % and 300 points → ¥259.20, and 40.80 points remain (rulebook §9).
    """
    fee = fee_of(billing_period, annual_fee=annual_fee)
    return Offer(
        fee=fee, cap=fee * programme.cap_percent // 100, points=points, budget=max(0, programme.left), wish=at_most
    )


def check_request(programme: Programme, *, resident: Party, household_id: PartyId, billing_period: str) -> None:
    """Refuse BudgetUsedUp, ProgrammeNotActive, PeriodNotOffered, NotOwnHousehold."""
    if programme.state is ProgrammeState.EXHAUSTED:
        raise refusals.BudgetUsedUp
    if programme.state is not ProgrammeState.ACTIVE:
        raise refusals.ProgrammeNotActive
    if billing_period not in programme.billing_periods:
        raise refusals.PeriodNotOffered
    if resident.household_id != household_id:
        raise refusals.NotOwnHousehold


def give(offer: Offer) -> int:
    """The discount of an offer. Refuses NothingToGive if that is nothing."""
    if offer.discount <= 0:
        raise refusals.NothingToGive
    return offer.discount


def accept(reward: Reward, *, consent: bool, at: datetime, left: int) -> Reward:
    """Accepted with consent to what leaves the platform. `left`: what could be given at this moment.

    Refuses ConsentMissing, RewardNotOffered, OfferOver (also when it could not be given in full any more).
    """
    if not consent:
        raise refusals.ConsentMissing
    if reward.state is not RewardState.OFFERED:
        raise refusals.RewardNotOffered
    if (reward.offered_until is not None and at >= reward.offered_until) or left < reward.discount:
        raise refusals.OfferOver
    return replace(reward, state=RewardState.ACCEPTED, consented_at=at, consent_text=CONSENT_TEXT)


def withdraw(reward: Reward) -> Reward:
    """Consent is taken back before anything left the platform. Refuses RewardSealed from then on."""
    if reward.state is not RewardState.ACCEPTED:
        raise refusals.RewardSealed
    return replace(reward, state=RewardState.WITHDRAWN)


def leave_out(reward: Reward) -> Reward:
    """The accepted reward whose consent no longer stood when its batch was sealed: it ends, and nothing of it leaves."""
    return replace(reward, state=RewardState.WITHDRAWN, reason=CONSENT_WITHDRAWN)


def submit(reward: Reward, *, batch_number: str, line_number: int) -> Reward:
    """The reward once it stands in a batch."""
    return replace(reward, state=RewardState.SUBMITTED, batch_number=batch_number, line_number=line_number)


def confirm(reward: Reward, *, how: Confirmation, at: datetime) -> Reward:
    """Seen on the bill. Refuses RewardNotApplied."""
    if reward.state is not RewardState.APPLIED:
        raise refusals.RewardNotApplied
    return replace(reward, state=RewardState.CONFIRMED, confirmed_at=at, confirmation=how)
