"""What points can be asked about the mutual-aid pool."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import LongText, PartyId, PositiveCentiPoints
from contracts.points.answers import pool as answers
from contracts.points.ids import PoolGiftId, PoolGrantId
from contracts.points.kinds import PoolReason
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class GetPool(Query[answers.Pool]):
    """What is in the mutual-aid pool."""

    service = "points"
    answer = answers.Pool


@dataclass(frozen=True, kw_only=True)
class GiveToPool(Command[answers.PoolGift]):
    """Give points to the pool, one's own or an organisation's, those first that lapse first."""

    service = "points"
    answer = answers.PoolGift

    gift_id: PoolGiftId
    sp: PositiveCentiPoints
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class GiveLapsing(Command[answers.PoolGift]):
    """Give to the pool, with one tap, all points that lapse within 30 days (the days of the first notice), one's own or an organisation's."""

    service = "points"
    answer = answers.PoolGift

    gift_id: PoolGiftId
    party_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ProposePoolGrant(Command[answers.PoolGrant]):
    """Staff ask for points from the pool for a person who cannot earn; the reason is a class, and nothing else is kept."""

    service = "points"
    answer = answers.PoolGrant

    grant_id: PoolGrantId
    party_id: PartyId
    sp: PositiveCentiPoints
    reason: PoolReason


@dataclass(frozen=True, kw_only=True)
class ApprovePoolGrant(Command[answers.PoolGrant]):
    """Somebody else grants what was proposed: the points can be used for six months, or as many as the council set."""

    service = "points"
    answer = answers.PoolGrant

    grant_id: PoolGrantId


@dataclass(frozen=True, kw_only=True)
class DeclinePoolGrant(Command[answers.PoolGrant]):
    """Somebody else declines what was proposed, with a reason."""

    service = "points"
    answer = answers.PoolGrant

    grant_id: PoolGrantId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class GetPoolGrant(Query[answers.PoolGrant]):
    """One grant: one's own once it is granted, or any for staff and council."""

    service = "points"
    answer = answers.PoolGrant

    grant_id: PoolGrantId


@dataclass(frozen=True, kw_only=True)
class ListPoolGrants(PageQuery[answers.PoolGrantPage]):
    """One's own grants, or all for staff and council."""

    service = "points"
    answer = answers.PoolGrantPage
