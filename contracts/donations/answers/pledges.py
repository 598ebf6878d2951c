"""What can be read about merchants' pledges: by the parties to them, and by everybody."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.kinds import (
    AgreementNumber,
    BasisPoints,
    GiftId,
    PaymentReference,
    PledgeBasis,
    PledgeId,
    PledgeState,
    SalesBand,
    SettlementState,
)
from contracts.kinds import (
    ActivityId,
    Code,
    Count,
    Fen,
    Month,
    PageKey,
    PartyId,
    PositiveFen,
    Sha256,
    ShortText,
    Version,
)


@dataclasses.dataclass(frozen=True, kw_only=True)
class Pledge:
    """A merchant's promise to give of its sales: `share` in hundredths of a percent, or `per_piece` in fen, whichever `basis` says.

    `least` and `most` bound what is given over the whole period. `publication` says where and when the merchant makes it known.
    """

    pledge_id: PledgeId
    merchant_id: PartyId
    fund_code: Code
    project_code: Code
    items: ShortText
    basis: PledgeBasis
    share: BasisPoints | None
    per_piece: PositiveFen | None
    least: Fen | None
    most: PositiveFen | None
    starts_on: date
    ends_on: date
    publication: ShortText
    terms_sha256: Sha256
    state: PledgeState
    agreement_number: AgreementNumber | None
    signed_at: datetime | None
    agreed_at: datetime | None
    version: Version
    activity_id: ActivityId | None = None
    ended_on: date | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgePage:
    """Pledges, newest first."""

    items: tuple[Pledge, ...]
    next_key: PageKey | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeSettlement:
    """One month of a pledge. `sales` and `pieces` are for the merchant and the federation; everybody else sees `band`."""

    pledge_id: PledgeId
    month: Month
    due_on: date
    state: SettlementState
    sales: Fen | None
    pieces: Count | None
    band: SalesBand | None
    document: ShortText | None
    amount: Fen | None
    gift_id: GiftId | None
    payment_reference: PaymentReference | None
    received: PositiveFen | None
    paid_on: date | None
    published_at: ShortText | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeSettlementPage:
    """The months of one pledge, oldest first."""

    items: tuple[PledgeSettlement, ...]
    next_key: PageKey | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublishedSettlement:
    """What everybody may know of a month that was paid and published: a band of sales, never the sum."""

    month: Month
    band: SalesBand
    received: PositiveFen
    paid_on: date
    published_at: ShortText


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeBanner:
    """What a banner says, and whether it may hang: `shown` is true while the pledge is active and its sale goes on or is to come."""

    agreement_number: AgreementNumber
    merchant_name: ShortText
    fund_code: Code
    project_code: Code
    items: ShortText
    basis: PledgeBasis
    share: BasisPoints | None
    per_piece: PositiveFen | None
    least: Fen | None
    most: PositiveFen | None
    starts_on: date
    ends_on: date
    publication: ShortText
    shown: bool
    settled: tuple[PublishedSettlement, ...]


@dataclasses.dataclass(frozen=True, kw_only=True)
class PledgeBannerPage:
    """Agreed pledges as everybody may see them, by agreement number."""

    items: tuple[PledgeBanner, ...]
    next_key: PageKey | None
