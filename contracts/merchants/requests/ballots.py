"""What a judge can ask, and what anybody can ask of a published result."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText
from contracts.merchants import answers
from contracts.merchants.ids import DishCode, Ground, HalfPoints, PanelId
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class CastBallot(Command[answers.BallotReceipt]):
    """A judge scores one plate dealt to them, once. Scores are whole numbers of half points, 0 to 20.

    `reason` (5 characters or more) is needed where a score is 3 points or less, or 10.
    """

    service = "merchants"
    answer = answers.BallotReceipt

    panel_id: PanelId
    code: DishCode
    colour: HalfPoints
    aroma: HalfPoints
    taste: HalfPoints
    reason: LongText | None = None


@dataclass(frozen=True, kw_only=True)
class NominateDish(Command[answers.Nomination]):
    """A judge nominates a dish they tasted as distinctive, at most three."""

    service = "merchants"
    answer = answers.Nomination

    panel_id: PanelId
    code: DishCode
    ground: Ground


@dataclass(frozen=True, kw_only=True)
class GetCard(Query[answers.Card]):
    """The asking judge's own card."""

    service = "merchants"
    answer = answers.Card

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class GetResult(Query[answers.PanelResult]):
    """A published panel's result; refused before."""

    service = "merchants"
    answer = answers.PanelResult

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class ListBallots(PageQuery[answers.PublishedBallotPage]):
    """A published panel's anonymised ballots; refused before."""

    service = "merchants"
    answer = answers.PublishedBallotPage

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class ListAwards(Query[answers.AwardList]):
    """The titles in force today."""

    service = "merchants"
    answer = answers.AwardList
