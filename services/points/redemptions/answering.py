"""Items and redemptions as they are answered and made known."""

from __future__ import annotations

from contracts.points import answers
from contracts.points.events import PointsHeld, PointsHoldReleased, PointsRedeemed, RedemptionFulfilled
from contracts.points.kinds import RedemptionState
from services.points.redemptions.rules import Item, Redemption


def item_of(item: Item) -> answers.Item:
    """The item as everybody sees it."""
    return answers.Item(
        item_id=item.item_id,
        provider_id=item.provider_id,
        name=item.name,
        kind=item.kind,
        price=item.price,
        stock=item.stock,
        state=item.state,
        version=item.version,
    )


def answer_of(redemption: Redemption) -> answers.Redemption:
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
    )


def held(redemption: Redemption, *, community: str) -> PointsHeld:
    """Points and a piece of stock were set aside."""
    return PointsHeld(
        community=community,
        redemption_id=redemption.redemption_id,
        party_id=redemption.party_id,
        item_id=redemption.item_id,
        sp=redemption.price,
        expires_at=redemption.expires_at,
    )


def released(redemption: Redemption, *, community: str) -> PointsHoldReleased:
    """They are free again."""
    return PointsHoldReleased(
        community=community,
        redemption_id=redemption.redemption_id,
        party_id=redemption.party_id,
        item_id=redemption.item_id,
        sp=redemption.price,
        lapsed=redemption.state is RedemptionState.LAPSED,
    )


def fulfilled(redemption: Redemption, *, community: str) -> tuple[RedemptionFulfilled, PointsRedeemed]:
    """The item was handed over, and the points were spent."""
    return (
        RedemptionFulfilled(
            community=community,
            redemption_id=redemption.redemption_id,
            party_id=redemption.party_id,
            item_id=redemption.item_id,
            provider_id=redemption.provider_id,
            fulfilled_at=redemption.ended_at or redemption.held_at,
        ),
        PointsRedeemed(
            community=community,
            redemption_id=redemption.redemption_id,
            party_id=redemption.party_id,
            provider_id=redemption.provider_id,
            sp=redemption.price,
        ),
    )
