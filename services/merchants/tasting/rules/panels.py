"""How a panel proceeds, and who may do what at which point."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.merchants.ids import PanelId, PanelState
from services.merchants.parties.rules import KnownParty, circle
from services.merchants.tasting.rules.refusals import (
    CardSizeWrong,
    PanelInOtherState,
    PanelTooShort,
    PublishedByParty,
    TallyStillSealed,
    TooManyDishes,
    VolunteerIneligible,
)

SEATS_MIN, SEATS_MAX = 2, 60
DISHES_PER_MERCHANT_MAX = 2
TITLE_MONTHS = 12
MINUTES_LEAST = 30
"""Shorter time earns nothing (rulebook §2)."""


@dataclass(frozen=True, kw_only=True)
class Panel:
    """One tasting. Salt and secret stay here: the salt until the result is public, the secret for ever."""

    panel_id: PanelId
    name: str
    held_on: date
    seed_source: str
    seats: int
    card_size: int
    minutes: int
    called_by: PartyId
    called_at: datetime
    state: PanelState = PanelState.CALLED
    public_seed: str | None = None
    volunteers_hash: str | None = None
    code_salt: str | None = None
    code_table_hash: str | None = None
    dealing_secret: str | None = None
    dealt_at: datetime | None = None
    ballots_hash: str | None = None
    closed_by: PartyId | None = None
    closed_at: datetime | None = None
    published_by: PartyId | None = None
    published_at: datetime | None = None
    run: int = 0
    version: int = 1
    activity_id: str | None = None

    def called_with(self) -> tuple[object, ...]:
        """What the call said; a repetition says the same."""
        return (
            self.panel_id,
            self.name,
            self.held_on,
            self.seed_source,
            self.seats,
            self.card_size,
            self.minutes,
            self.activity_id,
        )

    def require(self, *states: PanelState) -> None:
        """Refuse PanelInOtherState unless the panel is in one of the states."""
        if self.state not in states:
            raise PanelInOtherState(state=self.state.value)

    def require_published(self) -> None:
        """Refuse TallyStillSealed before the result is public: the one door that every score passes (rulebook §15)."""
        if self.state is not PanelState.PUBLISHED:
            raise TallyStillSealed


def check_call(panel: Panel) -> None:
    """Refuse CardSizeWrong for a panel too small to compare or too large to seat, PanelTooShort for one whose time would earn nothing."""
    if not SEATS_MIN <= panel.seats <= SEATS_MAX:
        raise CardSizeWrong(least=SEATS_MIN, most=SEATS_MAX)
    if panel.minutes < MINUTES_LEAST:
        raise PanelTooShort(least=MINUTES_LEAST)


def check_enrolled(dishes_before: int) -> None:
    """Refuse TooManyDishes where the merchant has two already."""
    if dishes_before >= DISHES_PER_MERCHANT_MAX:
        raise TooManyDishes(most=DISHES_PER_MERCHANT_MAX)


def check_volunteer(party: KnownParty, panel: Panel) -> None:
    """Refuse VolunteerIneligible for an organisation, a household, or the panel's own chief under any name."""
    if not party.is_person or panel.called_by in {party.party_id, *party.selves}:
        raise VolunteerIneligible


def drawn(panel: Panel, *, seed: str, volunteers_hash: str) -> Panel:
    """The panel with its judges drawn."""
    return replace(panel, state=PanelState.DRAWN, public_seed=seed, volunteers_hash=volunteers_hash)


def dealt(panel: Panel, *, salt: str, table_hash: str, secret: str, at: datetime) -> Panel:
    """The panel with its cards dealt and its code table sealed."""
    sealed = replace(panel, code_salt=salt, code_table_hash=table_hash, dealing_secret=secret)
    return replace(sealed, state=PanelState.DEALT, dealt_at=at)


def closed(panel: Panel, *, by: PartyId, at: datetime, ballots_hash: str) -> Panel:
    """The panel closed: what is in the box will be counted. Refuses PanelInOtherState."""
    panel.require(PanelState.DEALT)
    return replace(panel, state=PanelState.CLOSED, closed_by=by, closed_at=at, ballots_hash=ballots_hash)


def began_at(panel: Panel) -> datetime | None:
    """When a closed panel's judges began, as far as it is known: their time ends with the closing, and does not begin before the dealing."""
    if panel.dealt_at is None or panel.closed_at is None:
        return None
    return max(panel.dealt_at, panel.closed_at - timedelta(minutes=panel.minutes))


def tallied(panel: Panel) -> Panel:
    """The panel counted; the result waits, sealed, for someone else to publish it."""
    return replace(panel, state=PanelState.TALLIED, run=panel.run + 1)


def to_count_again(panel: Panel) -> Panel:
    """The panel after a ballot became void: one that was counted waits to be counted again."""
    return replace(panel, state=PanelState.CLOSED) if panel.state is PanelState.TALLIED else panel


def published(
    panel: Panel, *, by: PartyId, judges: Collection[PartyId], at: datetime, selves: Collection[PartyId]
) -> Panel:
    """The panel with its result public. `selves`: all identities of who publishes. Refuses PanelInOtherState, PublishedByParty."""
    panel.require(PanelState.TALLIED)
    if {by, *selves} & {panel.called_by, panel.closed_by, *judges}:
        raise PublishedByParty
    return replace(panel, state=PanelState.PUBLISHED, published_by=by, published_at=at)


def title_ends(given_on: date) -> date:
    """A title's last day, 12 months on; from 29 February it is 28 February."""
    last = 28 if (given_on.month, given_on.day) == (2, 29) else given_on.day
    return given_on.replace(year=given_on.year + TITLE_MONTHS // 12, day=last)


def tied(judge: KnownParty, *, merchant_id: PartyId, people: Collection[KnownParty]) -> bool:
    """Do the links show a conflict of interest: the judge belongs to the merchant, or shares a home with who acts for it, under any name?"""
    mine = circle(judge)
    if merchant_id in mine:
        return True
    # Of who acts for the merchant not the organisation: one who signs for several shops ties nobody of the other shops.
    return any(mine & {person.party_id, person.household_id, *person.selves} for person in people)
