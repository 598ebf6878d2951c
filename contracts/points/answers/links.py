"""Links between identities, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import LongText, PageKey, PartyId, Version
from contracts.points.ids import LinkId
from contracts.points.kinds import LinkKind, LinkState


@dataclass(frozen=True, kw_only=True)
class IdentityLink:
    """Two parties that are one identity, `one_id` the smaller id; it counts while it is confirmed."""

    link_id: LinkId
    one_id: PartyId
    other_id: PartyId
    kind: LinkKind
    reason: LongText
    state: LinkState
    recorded_by: PartyId
    recorded_at: datetime
    confirmed_by: PartyId | None
    confirmed_at: datetime | None
    ended_by: PartyId | None
    ended_at: datetime | None
    end_reason: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class IdentityLinkPage:
    """Links in the order of their ids."""

    items: tuple[IdentityLink, ...]
    next_key: PageKey | None
