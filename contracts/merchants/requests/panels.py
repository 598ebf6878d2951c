"""What can be asked of a tasting panel before and after its ballots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import ActivityId, Code, Minutes, PartyId, PositiveCount, ShortText
from contracts.merchants import answers
from contracts.merchants.ids import AgeBand, CardSize, DishId, InterestKind, MemberId, PanelId
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class CallPanel(Command[answers.Panel]):
    """Call for a tasting: dishes may be enrolled and residents may volunteer.

    `seed_source` names the future public number that will decide the lottery, before anybody can know it. `activity_id` names the shared
    act of charity of which the panel is a part: its judges, too, gave their time together (rulebook §10).
    """

    service = "merchants"
    answer = answers.Panel

    panel_id: PanelId
    name: ShortText
    held_on: date
    seed_source: ShortText
    seats: PositiveCount = 20
    card_size: CardSize = 12
    minutes: Minutes = 120
    activity_id: ActivityId | None = None


@dataclass(frozen=True, kw_only=True)
class EnrolDish(Command[answers.Dish]):
    """An admitted merchant enters a dish, at most two."""

    service = "merchants"
    answer = answers.Dish

    panel_id: PanelId
    dish_id: DishId
    member_id: MemberId
    name: ShortText
    portions: PositiveCount


@dataclass(frozen=True, kw_only=True)
class VolunteerAsJudge(Command[answers.Volunteer]):
    """A resident enters the lottery for a seat; staff may enter those who signed up on paper."""

    service = "merchants"
    answer = answers.Volunteer

    panel_id: PanelId
    party_id: PartyId
    age_band: AgeBand
    building: Code


@dataclass(frozen=True, kw_only=True)
class DrawJudges(Command[answers.JudgeList]):
    """Draw the seats by lottery from the public number that was named when the panel was called."""

    service = "merchants"
    answer = answers.JudgeList

    panel_id: PanelId
    public_seed: Code


@dataclass(frozen=True, kw_only=True)
class DeclareInterest(Command[answers.Interest]):
    """A judge (or the chief who learnt of it) declares a tie to a merchant; ballots already dealt for its dishes are void."""

    service = "merchants"
    answer = answers.Interest

    panel_id: PanelId
    judge_id: PartyId
    member_id: MemberId
    kind: InterestKind


@dataclass(frozen=True, kw_only=True)
class PanelStep(Command[answers.Panel]):
    """The part that all steps of one panel have in common."""

    answer = answers.Panel

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class DealPanel(PanelStep):
    """Seal the code table, publish its hash, and deal every judge a card. From here on ballots may be cast."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class ReportAbsence(PanelStep):
    """A judge did not come: the plates on their card are dealt again to the others."""

    service = "merchants"

    judge_id: PartyId


@dataclass(frozen=True, kw_only=True)
class OpenLabels(Command[answers.Labels]):
    """Open the sealed code table for the kitchen's labels; the opening is recorded."""

    service = "merchants"
    answer = answers.Labels

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class ClosePanel(PanelStep):
    """End the tasting: no ballot comes in any more, and those there are will be counted."""

    service = "merchants"


@dataclass(frozen=True, kw_only=True)
class PublishTally(Command[answers.PanelResult]):
    """Make the result public and give the awards; by someone other than who called, closed or judged."""

    service = "merchants"
    answer = answers.PanelResult

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class GetPanel(Query[answers.Panel]):
    """How far a panel is."""

    service = "merchants"
    answer = answers.Panel

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class ListPanels(PageQuery[answers.PanelPage]):
    """The community's panels, newest first."""

    service = "merchants"
    answer = answers.PanelPage


@dataclass(frozen=True, kw_only=True)
class ListDishes(Query[answers.DishList]):
    """The dishes enrolled for a panel."""

    service = "merchants"
    answer = answers.DishList

    panel_id: PanelId


@dataclass(frozen=True, kw_only=True)
class ListJudges(Query[answers.JudgeList]):
    """Who sits on a panel."""

    service = "merchants"
    answer = answers.JudgeList

    panel_id: PanelId
