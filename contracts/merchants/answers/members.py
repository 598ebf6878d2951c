"""What the merchants service answers about members of the alliance."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import Code, Count, PartyId, ShortText, Version
from contracts.merchants.ids import Category, LicenceNumber, MemberId, MemberStatus, PermitKind


@dataclass(frozen=True, kw_only=True)
class Permit:
    """A paper and its last valid day; None: valid without limit."""

    kind: PermitKind
    valid_until: date | None = None


@dataclass(frozen=True, kw_only=True)
class Member:
    """A merchant as itself and the community's staff see it."""

    member_id: MemberId
    party_id: PartyId
    shop_name: ShortText
    licence: LicenceNumber
    category: Category
    permits: tuple[Permit, ...]
    status: MemberStatus
    suspended_until: date | None
    plaque_serial: Code | None
    applied_on: date
    version: Version


@dataclass(frozen=True, kw_only=True)
class MemberPage:
    """One page of members."""

    items: tuple[Member, ...]
    next_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class AllianceMember:
    """A merchant as everybody sees it."""

    member_id: MemberId
    shop_name: ShortText
    category: Category
    status: MemberStatus
    plaque_serial: Code | None


@dataclass(frozen=True, kw_only=True)
class AlliancePage:
    """One page of the public list of the alliance."""

    items: tuple[AllianceMember, ...]
    next_key: str | None = None


@dataclass(frozen=True, kw_only=True)
class RowOutcome:
    """What became of one row of a bulk application; `code`, `zh` and `en` say why it was refused."""

    row: Count
    member_id: MemberId
    applied: bool
    code: str | None = None
    zh: str | None = None
    en: str | None = None


@dataclass(frozen=True, kw_only=True)
class BulkOutcome:
    """What became of a bulk application, row by row."""

    applied: Count
    refused: Count
    rows: tuple[RowOutcome, ...]


@dataclass(frozen=True, kw_only=True)
class Plaque:
    """What the QR code on a plaque shows: the current status and nothing of the past (rulebook §17)."""

    plaque_serial: Code
    shop_name: ShortText
    status: MemberStatus
    plaqued_on: date
