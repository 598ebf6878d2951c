"""What the merchants service answers about a tasting panel once its result is public."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import Code, Count, LongText, Sha256, ShortText, Version
from contracts.merchants.answers.panels import Judge
from contracts.merchants.ids import (
    AwardKind,
    DishCode,
    DishId,
    HalfPoints,
    JudgeNumber,
    Marks,
    MemberId,
    PanelId,
    Percent,
)


@dataclass(frozen=True, kw_only=True)
class PanelAward:
    """A title a dish received."""

    dish_id: DishId
    award: AwardKind
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class DishResult:
    """One dish's result. `selection_percent` is how often it is among the first when the panel is drawn anew from its own judges."""

    dish_id: DishId
    member_id: MemberId
    code: DishCode
    name: ShortText
    shop_name: ShortText
    ballots: Count
    plain_mean: Marks
    adjusted: Marks
    rank: Count
    selection_percent: Percent
    nominations: Count
    why: LongText


@dataclass(frozen=True, kw_only=True)
class JudgeResult:
    """How severe a judge was (negative: severe), under a number."""

    judge: JudgeNumber
    ballots: Count
    severity: Marks


@dataclass(frozen=True, kw_only=True)
class PanelResult:
    """All that is published of a panel; with the ballots it lets anybody repeat the tally (rulebook §15)."""

    panel_id: PanelId
    run: Version
    method: ShortText
    public_seed: Code
    quorum_met: bool
    shortfalls: tuple[ShortText, ...]
    judges_dealt: Count
    judges_handed_in: Count
    ballots_counted: Count
    ballots_voided: Count
    code_table_hash: Sha256
    code_salt: Sha256
    labels_opened_by: Count
    ballots_hash: Sha256
    dishes: tuple[DishResult, ...]
    severities: tuple[JudgeResult, ...]
    awards: tuple[PanelAward, ...]
    judges: tuple[Judge, ...]


@dataclass(frozen=True, kw_only=True)
class PublishedBallot:
    """One anonymised ballot, scores in half points."""

    judge: JudgeNumber
    code: DishCode
    colour: HalfPoints
    aroma: HalfPoints
    taste: HalfPoints
    counted: bool
    fingerprint: Sha256


@dataclass(frozen=True, kw_only=True)
class PublishedBallotPage:
    """One page of a published panel's ballots."""

    items: tuple[PublishedBallot, ...]
    next_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Award:
    """A title in force today."""

    panel_id: PanelId
    dish_id: DishId
    dish_name: ShortText
    member_id: MemberId
    shop_name: ShortText
    award: AwardKind
    given_on: date
    valid_until: date


@dataclass(frozen=True, kw_only=True)
class AwardList:
    """The titles in force today."""

    items: tuple[Award, ...]
