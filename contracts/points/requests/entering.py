"""What points can be asked about putting goods, things on loan and money forward, and about entries by the office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import ActivityId, Code, Minutes, PartyId, PositiveCount, PositiveFen, ShortText
from contracts.points.answers import contributions as answers
from contracts.points.ids import ContributionId, RoleLevel
from contracts.points.kinds import Channel, Evidence, GoodsCondition, GoodsType, MoneyType, PriceSource
from contracts.request import Command


@dataclass(frozen=True, kw_only=True)
class SubmitGoods(Command[answers.Contribution]):
    """Put goods, or a merchant's service, forward: `quantity` pieces at `unit_price`, from the best `source` there is.

    Second-hand things name their `condition`, food near its expiry its `best_before`. `own_goods`: a merchant's own, at cost or
    wholesale. Unless an organiser or the office enters it, who then appraises it, it waits for somebody to appraise it; over ¥2,000 a
    piece for two. With a donation receipt it is G1. Otherwise as for time.
    """

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: GoodsType
    activity: ShortText
    item: ShortText
    quantity: PositiveCount
    unit_price: PositiveFen
    source: PriceSource
    given_at: datetime
    condition: GoodsCondition | None = None
    best_before: date | None = None
    own_goods: bool = False
    evidence: Evidence = Evidence.E0
    activity_id: ActivityId | None = None
    level: RoleLevel | None = None
    channel: Channel | None = None
    entry_reason: ShortText | None = None
    reference: Code | None = None
    documents: tuple[answers.Document, ...] = ()
    draft: bool = False
    replaces: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class SubmitLoan(Command[answers.Contribution]):
    """Put a venue, a vehicle or equipment on loan forward: `minutes` of an `item` of the published table (V1).

    `activity` names the room or the thing. What is between two quarters of an hour is not counted.
    """

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    party_id: PartyId
    item: Code
    activity: ShortText
    started_at: datetime
    minutes: Minutes
    evidence: Evidence = Evidence.E0
    activity_id: ActivityId | None = None
    level: RoleLevel | None = None
    channel: Channel | None = None
    entry_reason: ShortText | None = None
    reference: Code | None = None
    documents: tuple[answers.Document, ...] = ()
    draft: bool = False
    replaces: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class SubmitMoney(Command[answers.Contribution]):
    """Enter, as the office, a gift of money that no payment told of, by its bank line (E3). All other money comes with its payment.

    `reference` is the bank line's: it counts once. F1w needs the donor's written waiver of a receipt among the documents.
    """

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: MoneyType
    activity: ShortText
    amount: PositiveFen
    given_at: datetime
    entry_reason: ShortText
    reference: Code
    documents: tuple[answers.Document, ...]
    replaces: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class AppraiseContributedGoods(Command[answers.Contribution]):
    """Say what a piece is worth, as somebody else than the donor. Of several prices the lowest counts."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    unit_price: PositiveFen
    source: PriceSource
    documents: tuple[answers.Document, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SecondEntry(Command[answers.Contribution]):
    """Stand up, as a second person, for what somebody entered by hand, from paper or late (rulebook §3)."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
