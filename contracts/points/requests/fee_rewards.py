"""What points can be asked about property-fee rewards."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import (
    Code,
    LongText,
    PartyId,
    PositiveCentiPoints,
    PositiveFen,
    Sha256,
    ShortText,
)
from contracts.points.answers import fee_rewards as answers
from contracts.points.ids import (
    BillingPeriod,
    Percent,
    ProgrammeId,
    RewardId,
)
from contracts.points.kinds import ArrearsRule, HoursType, UndoReason
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class DraftProgramme(Command[answers.Programme]):
    """Write down what a property company would give: budget, cap per household, periods, criteria (rulebook §9)."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId
    company_id: PartyId
    name: ShortText
    budget: PositiveFen
    cap_percent: Percent
    billing_periods: tuple[BillingPeriod, ...]
    criteria: LongText
    work_types: tuple[HoursType, ...] = tuple(HoursType)
    arrears: ArrearsRule = ArrearsRule.WAITS


@dataclass(frozen=True, kw_only=True)
class SignProgramme(Command[answers.Programme]):
    """The company's officer signs: it pays from its own account."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class ActivateProgramme(Command[answers.Programme]):
    """The council opens a signed programme to residents."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class CloseProgramme(Command[answers.Programme]):
    """The company or the council ends a programme: no more requests, what was accepted stands."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class GetRewardOptions(Query[answers.RewardOptions]):
    """What could my household get from a programme, period by period, and what bounds it or stands in the way. `annual_fee` as in RequestReward."""

    service = "points"
    answer = answers.RewardOptions

    programme_id: ProgrammeId
    household_id: PartyId
    annual_fee: PositiveFen


@dataclass(frozen=True, kw_only=True)
class GetProgramme(Query[answers.Programme]):
    """One programme with its published criteria."""

    service = "points"
    answer = answers.Programme

    programme_id: ProgrammeId


@dataclass(frozen=True, kw_only=True)
class ListProgrammes(PageQuery[answers.ProgrammePage]):
    """The programmes of the community."""

    service = "points"
    answer = answers.ProgrammePage


@dataclass(frozen=True, kw_only=True)
class RequestReward(Command[answers.Reward]):
    """Ask for a discount on one's household's fee, for own points, and consent that household number, period and amount are told.

    The discount is the least of the cap, what is available, what is left of the budget, and `at_most` where it is given. `annual_fee` is the
    fee as it was shown: it must be what the company has told. `text_version` and `text_sha256`: which words were read, as the options have them.
    """

    service = "points"
    answer = answers.Reward

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    annual_fee: PositiveFen
    consent: bool
    at_most: PositiveCentiPoints | None = None
    text_version: Code | None = None
    text_sha256: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class OfferReward(Command[answers.Reward]):
    """Have a discount worked out and offered for seven days, or as many as the council set; nothing is held and nothing leaves the platform yet.

    `annual_fee` as in RequestReward.
    """

    service = "points"
    answer = answers.Reward

    reward_id: RewardId
    programme_id: ProgrammeId
    household_id: PartyId
    billing_period: BillingPeriod
    annual_fee: PositiveFen
    at_most: PositiveCentiPoints | None = None


@dataclass(frozen=True, kw_only=True)
class AcceptReward(Command[answers.Reward]):
    """Take an offer, and consent that household number, period and amount are told to the company; for a child under 14 its guardian does.

    `text_version` and `text_sha256`: which words were read, as the options have them.
    """

    service = "points"
    answer = answers.Reward

    reward_id: RewardId
    consent: bool
    text_version: Code | None = None
    text_sha256: Sha256 | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawReward(Command[answers.Reward]):
    """Take a reward back before the batch is sealed, and the consent with the last that waits; the points are free again."""

    service = "points"
    answer = answers.Reward

    reward_id: RewardId


@dataclass(frozen=True, kw_only=True)
class ConfirmReward(Command[answers.Reward]):
    """The resident has seen the discount on the bill."""

    service = "points"
    answer = answers.Reward

    reward_id: RewardId


@dataclass(frozen=True, kw_only=True)
class UndoReward(Command[answers.Reward]):
    """Have a discount taken back: a negative line in the next batch, for the company to acknowledge."""

    service = "points"
    answer = answers.Reward

    reward_id: RewardId
    reason: UndoReason


@dataclass(frozen=True, kw_only=True)
class GetReward(Query[answers.Reward]):
    """One reward: one's own, or any for staff."""

    service = "points"
    answer = answers.Reward

    reward_id: RewardId


@dataclass(frozen=True, kw_only=True)
class ListRewards(PageQuery[answers.RewardPage]):
    """One's own rewards, or all for staff."""

    service = "points"
    answer = answers.RewardPage
