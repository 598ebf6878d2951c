"""How well points are covered, and what follows from it (rulebook §6). Money in fen, points in centi-points, 1 point for ¥1."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from contracts.kinds import PartyId
from contracts.points import answers
from contracts.points.events import ReserveStateChanged
from contracts.points.kinds import Band, ReserveKind
from contracts.points.kinds import ReserveSourceState as State
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import Rulebook
from services.points.reserve import refusals

ONE = 10_000
"""Rates and coverage are whole hundredths of a percent."""

PERCENT = ONE // 100
MONTHS_OF_DATA = 12

PLEDGES = (ReserveKind.PLEDGED_GOODS, ReserveKind.PLEDGED_SERVICE)


@dataclass(frozen=True, kw_only=True)
class Source:
    """Value that may be used for redemptions. A pledge (`provider_id`) pays for what is redeemed at its giver, money for anything."""

    source_id: str
    kind: ReserveKind
    provider_id: PartyId | None
    title: str
    amount: int
    left: int
    usable_until: date | None
    document: str
    state: State
    recorded_by: PartyId
    decided_by: PartyId | None = None
    reason: str | None = None
    version: int = 1

    def same_as(self, other: Source) -> bool:
        """Was the other one recorded with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        said = (self.source_id, self.kind, self.provider_id, self.title, self.amount)
        return (*said, self.usable_until, self.document, self.recorded_by)


@dataclass(frozen=True, kw_only=True)
class Draw:
    """What one settlement took out of one source; negative when it was given back."""

    reference: str
    source_id: str
    given_back: bool
    amount: int


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What the books say on a day: reserve, points outstanding; of those granted 6 to 24 months ago, how many, and how many redeemed."""

    reserve: int
    outstanding: int
    granted: int
    redeemed: int
    months_of_data: int


def check_source(source: Source) -> None:
    """Refuse PledgeNamesItsGiver."""
    if (source.kind in PLEDGES) != (source.provider_id is not None):
        raise refusals.PledgeNamesItsGiver


def decide(
    source: Source, *, by: Hand, giver: Party | None, recorder: Party | None, approve: bool, reason: str | None
) -> Source:
    """Approved or rejected by a second person, close neither to the giver nor to who recorded it. Refuses ReserveSourceDecided, OwnReserveSource."""
    if source.state is not State.RECORDED:
        raise refusals.ReserveSourceDecided(state=source.state.value)
    near = any(one is not None and by.close_to(one) for one in (giver, recorder))
    if near or by.concerned(source.recorded_by):
        raise refusals.OwnReserveSource
    state = State.APPROVED if approve else State.REJECTED
    return replace(source, state=state, decided_by=by.party_id, reason=reason)


def end(source: Source, *, reason: str) -> Source:
    """It counts no longer. Refuses ReserveSourceDecided unless it is approved."""
    if source.state is not State.APPROVED:
        raise refusals.ReserveSourceDecided(state=source.state.value)
    return replace(source, state=State.ENDED, reason=reason)


def draw(sources: Sequence[Source], *, reference: str, provider_id: PartyId, amount: int, on: date) -> list[Draw]:
    """Out of which sources the amount is taken: the provider's own pledges first, then money; what ends soonest first.

    Refuses ReserveExhausted.
    """
    usable = [one for one in sources if counts(one, on=on) and one.provider_id in {provider_id, None}]
    in_order = sorted(usable, key=lambda one: (one.provider_id is None, one.usable_until or date.max, one.source_id))
    drawn, missing = [], amount
    for source in in_order:
        part = min(source.left, missing)
        if part:
            drawn.append(Draw(reference=reference, source_id=source.source_id, given_back=False, amount=part))
            missing -= part
    if missing:
        raise refusals.ReserveExhausted(missing=missing)
    return drawn


def counts(source: Source, *, on: date) -> bool:
    """Does the source stand behind points on that day?"""
    return source.state is State.APPROVED and (source.usable_until is None or on <= source.usable_until)


def state_of(measured: Measured, *, on: date, rulebook: Rulebook) -> answers.ReserveState:
    """The coverage of that day, announced on it and in force from the next: nothing performed before is minted otherwise.

    Without twelve months of data, or with nothing granted 6 to 24 months ago, by the rulebook 80 % are expected to be redeemed. Where
    nothing is outstanding, or nobody redeems, there is nothing to cover: green, without a ratio.
    """
    rate_measured = measured.months_of_data >= MONTHS_OF_DATA and measured.granted > 0
    expected = rulebook.expected_rate_percent * PERCENT
    rate = min(ONE, measured.redeemed * ONE // measured.granted) if rate_measured else expected
    to_cover = measured.outstanding * rate
    found = band(reserve=measured.reserve, to_cover=to_cover, rulebook=rulebook)
    return answers.ReserveState(
        published_on=on,
        reserve=measured.reserve,
        outstanding=measured.outstanding,
        redemption_rate=rate,
        rate_measured=rate_measured,
        coverage=measured.reserve * ONE * ONE // to_cover if to_cover else None,
        band=found,
        mint_percent=mint_percent(found, rulebook=rulebook),
        in_force_from=on + timedelta(days=1),
    )


def band(*, reserve: int, to_cover: int, rulebook: Rulebook) -> Band:
    """By exact comparison, never by the rounded ratio. `to_cover`: outstanding centi-points × rate in hundredths of a percent."""
    if reserve * ONE * 100 >= to_cover * rulebook.green_percent:
        return Band.GREEN
    return Band.AMBER if reserve * ONE * 100 >= to_cover * rulebook.amber_percent else Band.RED


def mint_percent(found: Band, *, rulebook: Rulebook) -> int:
    """How much of the spendable points earned is minted: by the rulebook all, 75 % while it is amber, 50 % while it is red."""
    return {Band.GREEN: 100, Band.AMBER: rulebook.amber_mint_percent, Band.RED: rulebook.red_mint_percent}[found]


def changed(state: answers.ReserveState, *, community: str) -> ReserveStateChanged:
    """What is said when the band is another than before."""
    return ReserveStateChanged(
        community=community,
        published_on=state.published_on,
        reserve=state.reserve,
        outstanding=state.outstanding,
        redemption_rate=state.redemption_rate,
        coverage=state.coverage,
        band=state.band,
        mint_percent=state.mint_percent,
        in_force_from=state.in_force_from,
    )
