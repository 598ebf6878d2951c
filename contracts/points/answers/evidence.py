"""What proves a contribution, as points answers it to those who judge it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import Code, Count, PartyId, PositiveCount, PositiveFen, ShortText
from contracts.points.answers.contributions import Document
from contracts.points.answers.documents import KeptFile
from contracts.points.ids import ContributionId
from contracts.points.kinds import Evidence, GoodsCondition, PriceSource


@dataclass(frozen=True, kw_only=True)
class ContributedGoods:
    """Goods, or a merchant's service, as they were put forward. `own_goods`: a merchant's own, at cost or wholesale."""

    item: ShortText
    quantity: PositiveCount
    unit_price: PositiveFen
    source: PriceSource
    condition: GoodsCondition | None
    best_before: date | None
    own_goods: bool


@dataclass(frozen=True, kw_only=True)
class GoodsAppraisal:
    """What somebody other than the donor says a piece is worth. Who, the donor is not told."""

    unit_price: PositiveFen
    source: PriceSource
    appraised_at: datetime
    appraised_by: PartyId | None


@dataclass(frozen=True, kw_only=True)
class ContributionEvidence:
    """What there is to judge a contribution by. `floor`: below this evidence it is returned (rulebook §2).

    `loan`: the line of the published table. `reference`: the bank line, or serial and line of a paper sheet. `entry_reason`: why it was
    entered by hand or late. `replaces`: which returned one it puts forward again. `off_duty`: somebody employed by a public body says that it was not their job. `appraisals_missing`: how
    many more persons have to appraise the goods before it can be confirmed. `files`: those of the documents whose file can be looked at.
    """

    contribution_id: ContributionId
    evidence: Evidence
    floor: Evidence
    documents: tuple[Document, ...]
    goods: ContributedGoods | None
    loan: Code | None
    reference: ShortText | None
    entry_reason: ShortText | None
    off_duty: bool
    appraisals: tuple[GoodsAppraisal, ...]
    appraisals_missing: Count
    replaces: ContributionId | None = None
    files: tuple[KeptFile, ...] = ()
