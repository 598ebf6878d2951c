"""What donations answers: one shape per thing that can be read, and one page per list."""

from contracts.donations.answers.funds import (
    Fund,
    FundBalance,
    Project,
    ProjectPage,
    PublicGift,
    PublicGiftPage,
    PublicTotals,
    PurposeBalance,
    PurposeTotals,
)
from contracts.donations.answers.gifts import DonorSummary, Gift, GiftPage, Receipt, ReceiptImport, ReceiptResult
from contracts.donations.answers.goods import Goods, GoodsPage, Pack, PackContent, PackRun, PackTrace, TracedPack
from contracts.donations.answers.mandates import Cycle, CyclePage, Mandate, MandatePage
from contracts.donations.answers.pledges import (
    Pledge,
    PledgeBanner,
    PledgeBannerPage,
    PledgePage,
    PledgeSettlement,
    PledgeSettlementPage,
    PublishedSettlement,
)
from contracts.donations.answers.refunds import Refund, RefundPage
from contracts.donations.answers.statements import LineResult, Statement, StatementLine, StatementLinePage

__all__ = [
    "Cycle",
    "CyclePage",
    "DonorSummary",
    "Fund",
    "FundBalance",
    "Gift",
    "GiftPage",
    "Goods",
    "GoodsPage",
    "LineResult",
    "Mandate",
    "MandatePage",
    "Pack",
    "PackContent",
    "PackRun",
    "PackTrace",
    "Pledge",
    "PledgeBanner",
    "PledgeBannerPage",
    "PledgePage",
    "PledgeSettlement",
    "PledgeSettlementPage",
    "Project",
    "ProjectPage",
    "PublicGift",
    "PublicGiftPage",
    "PublicTotals",
    "PublishedSettlement",
    "PurposeBalance",
    "PurposeTotals",
    "Receipt",
    "ReceiptImport",
    "ReceiptResult",
    "Refund",
    "RefundPage",
    "Statement",
    "StatementLine",
    "StatementLinePage",
    "TracedPack",
]
