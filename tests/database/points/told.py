"""What other services tell was given, and the way of it to the books, which many tests share."""

from __future__ import annotations

from chassis.clock import civil_day
from chassis.ids import new_id
from contracts.donations.events import InKindAccepted, InKindReturned
from contracts.donations.kinds import AppraisalBasis, GoodsKind
from contracts.donations.removal_kinds import RemovalCause
from contracts.event import Event
from contracts.merchants.events import PanelServiceRendered
from contracts.points import answers, requests
from contracts.points.kinds import ContributionState
from tests.database.points.town import Town
from tests.support.bench import COMMUNITY


def goods(town: Town, name: str = "anna", fen: int = 100_00, **changes: object) -> InKindAccepted:
    """New goods without a receipt, appraised by the organiser and counted by the confirmer today."""
    plain = {
        "community": COMMUNITY,
        "gift_id": new_id("gds"),
        "donor_id": town.ids[name],
        "goods_kind": GoodsKind.NEW,
        "appraised": fen,
        "receipted": False,
        "accepted_on": civil_day(town.now),
        "title": "大米",
        "recorded_by": town.ids["staff"],
        "appraised_by": (town.ids["organiser"],),
        "received_by": town.ids["confirmer"],
        "basis": AppraisalBasis.PRICE_LIST,
    }
    return InKindAccepted(**(plain | changes))


def went_back(told: InKindAccepted, fen: int) -> InKindReturned:
    """So much of them."""
    return InKindReturned(
        community=told.community,
        gift_id=told.gift_id,
        removal_id=new_id("grm"),
        donor_id=told.donor_id,
        cause=RemovalCause.FAULTY,
        quantity=1,
        appraised=fen,
        returned_on=told.accepted_on,
    )


def service(town: Town, name: str = "anna", minutes: int = 120, **changes: object) -> PanelServiceRendered:
    """A judge's time today, on a panel that the confirmer closed."""
    plain = {
        "community": COMMUNITY,
        "panel_id": new_id("pnl"),
        "judge_id": town.ids[name],
        "minutes": minutes,
        "served_on": civil_day(town.now),
        "closed_by": town.ids["confirmer"],
    }
    return PanelServiceRendered(**(plain | changes))


def told_as(event: Event) -> str:
    """The id by which the other service knows it."""
    return event.gift_id if isinstance(event, InKindAccepted) else f"{event.panel_id}:{event.judge_id}"


def claim_of(town: Town, event: Event) -> answers.Contribution:
    """The one contribution that came of it."""
    [claim] = town.ask(requests.ListContributions(told_as=told_as(event)), "approver").items
    return claim


def credited(town: Town, *events: Event) -> list[answers.Contribution]:
    """Told, their notice over, and approved."""
    town.bench.tell(*events)
    claims = [_confirmed_again(town, claim_of(town, event)) for event in events]
    town.bench.clock.advance(days=7)
    return [town.approve(claim.contribution_id) for claim in claims]


def _confirmed_again(town: Town, claim: answers.Contribution) -> answers.Contribution:
    """The confirmer of most of what a party gives is not enough (rulebook §7)."""
    if claim.state is not ContributionState.CONFIRMED:
        return claim
    again = requests.ConfirmContribution(contribution_id=claim.contribution_id, evidence=claim.evidence)
    return town.ask(again, "second_confirmer")
