"""Items and redemptions as they are answered and made known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from contracts.event import Event
from contracts.points import answers
from contracts.points.events import (
    PointsHeld,
    PointsHoldReleased,
    PointsRedeemed,
    ProviderAccepted,
    ProviderAsked,
    ProviderDeclined,
    RedemptionCancelled,
    RedemptionFulfilled,
    RedemptionLapsed,
    RedemptionQuoted,
    StockReleased,
    StockReserved,
)
from contracts.points.kinds import EligibilityKind, RedemptionState
from contracts.sectors import Sector
from services.points.accounts.rules import RULEBOOK
from services.points.redemptions import rules
from services.points.redemptions.offers import Item
from services.points.redemptions.rules import WITH_POINTS, WITH_STOCK, Redemption


def item_of(item: Item, *, terms: bool = False) -> answers.Item:
    """The item as everybody sees it; with `terms` as its provider and those who decide do."""
    limits = answers.ItemLimits(per_person=item.per_person, per_household=item.per_household, period=item.limit_period)
    agreed = None
    if terms and item.cost is not None:
        agreed = answers.ItemTerms(cost=item.cost, settlement=item.settlement, agreement=item.agreement)
    return answers.Item(
        item_id=item.item_id,
        provider_id=item.provider_id,
        name=item.name,
        kind=item.kind,
        price=item.price,
        stock=item.stock,
        state=item.state,
        version=item.version,
        slotted=item.slotted,
        asks_provider=item.asks_provider,
        offered_from=item.offered_from,
        offered_until=item.offered_until,
        limits=limits if item.limited else None,
        eligibility=_eligibility(item),
        terms=agreed,
        replaces=item.replaces,
    )


def answer_of(redemption: Redemption, *, taken_in_vain_at: datetime | None = None) -> answers.Redemption:
    """The redemption without its code, which is told and not stored."""
    return answers.Redemption(
        redemption_id=redemption.redemption_id,
        item_id=redemption.item_id,
        provider_id=redemption.provider_id,
        party_id=redemption.party_id,
        price=redemption.price,
        state=redemption.state,
        expires_at=redemption.expires_at,
        code=None,
        version=redemption.version,
        slot_at=redemption.slot_at,
        refunded=redemption.refunded,
        taken_in_vain_at=taken_in_vain_at,
    )


def quote_of(redemption: Redemption, lots: Iterable[tuple[date, int]], *, rate_card: int) -> answers.Quote:
    """The price as it holds; `lots` are what is free, as (last day, centi-points) in the order of lapsing."""
    taken, missing = rules.paid_from(lots, redemption.price)
    return answers.Quote(
        redemption=answer_of(redemption),
        valid_until=redemption.expires_at,
        rulebook=RULEBOOK,
        rate_card=rate_card,
        lots=tuple(answers.QuotedLot(expires_on=day, amount=amount) for day, amount in taken),
        missing=missing,
    )


def quoted(quote: answers.Quote, *, community: str) -> RedemptionQuoted:
    """A price was quoted."""
    return RedemptionQuoted(
        community=community,
        redemption_id=quote.redemption.redemption_id,
        party_id=quote.redemption.party_id,
        item_id=quote.redemption.item_id,
        sp=quote.redemption.price,
        rulebook=quote.rulebook,
        valid_until=quote.valid_until,
        lots=quote.lots,
    )


def held(redemption: Redemption, *, community: str) -> PointsHeld:
    """Points were set aside."""
    return PointsHeld(
        community=community,
        redemption_id=redemption.redemption_id,
        party_id=redemption.party_id,
        item_id=redemption.item_id,
        sp=redemption.price,
        expires_at=redemption.expires_at,
    )


def reserved(redemption: Redemption, *, community: str) -> StockReserved:
    """A piece, and a place at its time, was set aside."""
    return StockReserved(
        community=community,
        redemption_id=redemption.redemption_id,
        item_id=redemption.item_id,
        provider_id=redemption.provider_id,
        slot_at=redemption.slot_at,
    )


def asked(redemption: Redemption, *, community: str, automatic: bool) -> ProviderAsked | ProviderAccepted:
    """The provider was asked, or has accepted: by itself, or because the item is listed."""
    if redemption.state is RedemptionState.ASKED:
        return ProviderAsked(
            community=community,
            redemption_id=redemption.redemption_id,
            item_id=redemption.item_id,
            provider_id=redemption.provider_id,
            answer_by=redemption.expires_at,
        )
    return ProviderAccepted(
        community=community,
        redemption_id=redemption.redemption_id,
        item_id=redemption.item_id,
        provider_id=redemption.provider_id,
        automatic=automatic,
        valid_until=redemption.expires_at,
    )


def ended(before: Redemption, after: Redemption, *, community: str) -> list[Event]:
    """What is free again, and why."""
    told: list[Event] = []
    if before.state in WITH_POINTS:
        told.append(
            PointsHoldReleased(
                community=community,
                redemption_id=after.redemption_id,
                party_id=after.party_id,
                item_id=after.item_id,
                sp=after.price,
                lapsed=after.state is RedemptionState.LAPSED,
            )
        )
    if before.state in WITH_STOCK:
        told.append(
            StockReleased(
                community=community,
                redemption_id=after.redemption_id,
                item_id=after.item_id,
                provider_id=after.provider_id,
                slot_at=after.slot_at,
            )
        )
    named = {
        "community": community,
        "redemption_id": after.redemption_id,
        "item_id": after.item_id,
        "provider_id": after.provider_id,
        "party_id": after.party_id,
    }
    if after.state is RedemptionState.LAPSED:
        told.append(RedemptionLapsed(**named, state_before=before.state))
    if after.state is RedemptionState.CANCELLED:
        told.append(RedemptionCancelled(**named, state_before=before.state))
    if after.state is RedemptionState.DECLINED:
        told.append(ProviderDeclined(**named))
    return told


def fulfilled(redemption: Redemption, *, community: str) -> tuple[RedemptionFulfilled, PointsRedeemed]:
    """The item was handed over, and the points were spent."""
    return (
        RedemptionFulfilled(
            community=community,
            redemption_id=redemption.redemption_id,
            party_id=redemption.party_id,
            item_id=redemption.item_id,
            provider_id=redemption.provider_id,
            fulfilled_at=redemption.ended_at or redemption.moved_at,
        ),
        PointsRedeemed(
            community=community,
            redemption_id=redemption.redemption_id,
            party_id=redemption.party_id,
            provider_id=redemption.provider_id,
            sp=redemption.price,
        ),
    )


def _eligibility(item: Item) -> tuple[answers.Eligibility, ...]:
    found = []
    if item.sectors:
        sectors = tuple(Sector(sector) for sector in item.sectors)
        found.append(answers.Eligibility(kind=EligibilityKind.SECTORS, sectors=sectors))
    if item.buildings:
        found.append(answers.Eligibility(kind=EligibilityKind.BUILDINGS, buildings=item.buildings))
    if item.registered_days:
        found.append(answers.Eligibility(kind=EligibilityKind.REGISTERED_DAYS, days=item.registered_days))
    if item.mutual_aid:
        found.append(answers.Eligibility(kind=EligibilityKind.MUTUAL_AID))
    return tuple(found)
