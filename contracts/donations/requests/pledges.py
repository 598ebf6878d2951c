"""What can be asked about merchants' pledges (rulebook §12)."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.donations.answers import pledges as answers
from contracts.donations.kinds import AgreementNumber, BasisPoints, PledgeBasis, PledgeId, PledgeState, PurposeCode
from contracts.kinds import ActivityId, Count, Fen, Month, PartyId, PositiveFen, Sha256, ShortText
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class DraftPledge(Command[answers.Pledge]):
    """Prepare a pledge for a sale that has not begun: a share of sales in hundredths of a percent, or fen per piece."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId
    merchant_id: PartyId
    fund_code: PurposeCode
    project_code: PurposeCode
    items: ShortText
    basis: PledgeBasis
    starts_on: date
    ends_on: date
    publication: ShortText
    terms_sha256: Sha256
    share: BasisPoints | None = None
    per_piece: PositiveFen | None = None
    least: Fen | None = None
    most: PositiveFen | None = None
    activity_id: ActivityId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignPledge(Command[answers.Pledge]):
    """Sign, for the merchant, the text with this hash."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId
    terms_sha256: Sha256


@dataclasses.dataclass(frozen=True, kw_only=True)
class DeclinePledge(Command[answers.Pledge]):
    """Do not go on with a pledge that is not agreed yet, for the merchant."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId


@dataclasses.dataclass(frozen=True, kw_only=True)
class EndPledge(Command[answers.Pledge]):
    """End an agreed pledge with today, for the merchant: the banner comes off, and what was sold until then stays due."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId


@dataclasses.dataclass(frozen=True, kw_only=True)
class CountersignPledge(Command[answers.Pledge]):
    """Countersign for the federation: two persons do so one after the other, and the second makes the pledge active."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId
    terms_sha256: Sha256


@dataclasses.dataclass(frozen=True, kw_only=True)
class StateSales(Command[answers.PledgeSettlement]):
    """State a month's sales, and the pieces where so much is given for each; the answer says what is due and how to pay it."""

    service = "donations"
    answer = answers.PledgeSettlement

    pledge_id: PledgeId
    month: Month
    sales: Fen
    document: ShortText
    pieces: Count | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class PublishPledgeSettlement(Command[answers.PledgeSettlement]):
    """Say where what was paid for a month was made known; from then on everybody sees it here too, with a band of sales."""

    service = "donations"
    answer = answers.PledgeSettlement

    pledge_id: PledgeId
    month: Month
    published_at: ShortText


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetPledge(Query[answers.Pledge]):
    """One pledge, for the merchant and for who keeps the fund."""

    service = "donations"
    answer = answers.Pledge

    pledge_id: PledgeId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListPledges(PageQuery[answers.PledgePage]):
    """Pledges, perhaps in one state: own ones for merchants, all for who keeps the fund."""

    service = "donations"
    answer = answers.PledgePage

    state: PledgeState | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListPledgeSettlements(PageQuery[answers.PledgeSettlementPage]):
    """The months of one pledge, for the merchant and for who keeps the fund."""

    service = "donations"
    answer = answers.PledgeSettlementPage

    pledge_id: PledgeId


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetPledgeBanner(Query[answers.PledgeBanner]):
    """What an agreement number on a banner stands for, for everybody who sees it."""

    service = "donations"
    answer = answers.PledgeBanner

    agreement_number: AgreementNumber


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListPledgeBanners(PageQuery[answers.PledgeBannerPage]):
    """Every pledge that was agreed, for everybody."""

    service = "donations"
    answer = answers.PledgeBannerPage
