"""What can be read about funds, their projects, and what the public may know of them."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations.kinds import GiftId, Lane, ProjectKind
from contracts.kinds import Code, Count, Fen, PartyId, ShortText, SignedFen, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class Fund:
    """A community fund: a name inside the federation's books, never an account of its own (rulebook §21)."""

    fund_code: Code
    name: ShortText
    host_id: PartyId
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class Project:
    """A purpose inside a fund; money given to it is restricted to it."""

    project_code: Code
    fund_code: Code
    name: ShortText
    kind: ProjectKind
    lane: Lane
    plan_number: Code | None
    starts_on: date
    ends_on: date | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class ProjectPage:
    """Projects of one fund, by code."""

    items: tuple[Project, ...]
    next_key: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PurposeBalance:
    """What is left of the money for one project, or of the unrestricted part (`project_code` empty)."""

    project_code: Code | None
    balance: SignedFen


@dataclasses.dataclass(frozen=True, kw_only=True)
class FundBalance:
    """A fund to the fen: what the bank holds equals what the purposes hold plus what no gift explains yet."""

    fund_code: Code
    bank: SignedFen
    unexplained: SignedFen
    purposes: tuple[PurposeBalance, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class PurposeTotals:
    """What one project (or the unrestricted part) received and gave away. One to four packs are not told: empty."""

    project_code: Code | None
    name: ShortText
    received: Fen
    gifts: Count
    packs_handed_out: Count | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublicTotals:
    """What everybody may know of a fund. Counts of households below five, or from which one could be worked out, are empty."""

    fund_code: Code
    name: ShortText
    received: Fen
    gifts: Count
    packs_handed_out: Count | None
    purposes: tuple[PurposeTotals, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublicGift:
    """One line of the public list: the name as the donor wishes it at this moment."""

    gift_id: GiftId
    shown_as: ShortText
    amount: Fen
    project_code: Code | None
    confirmed_on: date


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublicGiftPage:
    """Confirmed gifts, newest first, never ranked by amount (rulebook §7)."""

    items: tuple[PublicGift, ...]
    next_key: str | None
