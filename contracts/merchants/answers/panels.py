"""What the merchants service answers about a tasting panel while its ballots are sealed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import ActivityId, Code, Count, Minutes, PartyId, Sha256, ShortText, Version
from contracts.merchants.ids import CardSize, DishCode, DishId, MemberId, PanelId, PanelState


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A tasting panel as everybody sees it at any time: how far it is, and the hashes that bind it. Never a score."""

    panel_id: PanelId
    name: ShortText
    held_on: date
    state: PanelState
    seats: Count
    card_size: CardSize
    minutes: Minutes
    seed_source: ShortText
    public_seed: Code | None
    volunteers: Count
    volunteers_hash: Sha256 | None
    dishes: Count
    code_table_hash: Sha256 | None
    ballots_dealt: Count
    ballots_cast: Count
    ballots_hash: Sha256 | None
    version: Version
    activity_id: ActivityId | None = None


@dataclass(frozen=True, kw_only=True)
class PanelPage:
    """One page of panels, newest first."""

    items: tuple[Panel, ...]
    next_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class Dish:
    """A dish enrolled for tasting; `code` is there once the panel's result is public."""

    dish_id: DishId
    panel_id: PanelId
    member_id: MemberId
    shop_name: ShortText
    name: ShortText
    portions: Count
    code: DishCode | None = None


@dataclass(frozen=True, kw_only=True)
class DishList:
    """The dishes of a panel."""

    items: tuple[Dish, ...]


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """A resident who is in the lottery for a panel's seats."""

    panel_id: PanelId
    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class Judge:
    """A seat of the panel by the public name of who holds it; nothing about ballots."""

    party_id: PartyId
    public_name: ShortText


@dataclass(frozen=True, kw_only=True)
class JudgeList:
    """The panel's judges in the order of the draw."""

    items: tuple[Judge, ...]


@dataclass(frozen=True, kw_only=True)
class Interest:
    """A judge's tie to a merchant; `voided` ballots stopped counting because of it."""

    panel_id: PanelId
    judge_id: PartyId
    member_id: MemberId
    voided: Count


@dataclass(frozen=True, kw_only=True)
class Label:
    """What the kitchen sticks under a plate."""

    code: DishCode
    dish_id: DishId
    name: ShortText


@dataclass(frozen=True, kw_only=True)
class Labels:
    """The sealed code table as the kitchen needs it; who opened it is published with the result."""

    panel_id: PanelId
    items: tuple[Label, ...]


@dataclass(frozen=True, kw_only=True)
class CardEntry:
    """One plate a judge is to taste. Says whether it was scored, never how."""

    place: Count
    code: DishCode
    cast: bool
    voided: bool


@dataclass(frozen=True, kw_only=True)
class Card:
    """A judge's own card, in the order of tasting."""

    panel_id: PanelId
    entries: tuple[CardEntry, ...]


@dataclass(frozen=True, kw_only=True)
class BallotReceipt:
    """Proof of a ballot: SHA-256 of `token|panel|code|colour|aroma|taste` (half points) is the fingerprint that will be published with it."""

    panel_id: PanelId
    code: DishCode
    token: Sha256
    fingerprint: Sha256


@dataclass(frozen=True, kw_only=True)
class Nomination:
    """A judge nominated a dish; `left` more are allowed."""

    panel_id: PanelId
    code: DishCode
    left: Count
