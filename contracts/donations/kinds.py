"""The words of giving: ids and closed lists that events, requests and answers of donations share (rulebook §12, §13)."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from contracts.kinds import Pattern, Whole, identifier

GiftId = Annotated[str, identifier("gft")]
StatementId = Annotated[str, identifier("stm")]
StatementLineId = Annotated[str, identifier("sln")]
MandateId = Annotated[str, identifier("mdt")]
GoodsId = Annotated[str, identifier("gds")]
RefundId = Annotated[str, identifier("rfd")]
PackRunId = Annotated[str, identifier("pkr")]
PledgeId = Annotated[str, identifier("plg")]
RoundId = Annotated[str, identifier("rnd")]
RoundUpBatchId = Annotated[str, identifier("rub")]

PackSerial = Annotated[str, Pattern(r"[0-9A-Z]{10}-[0-9]{4}", "M2V6BCDEF0-0001")]
HouseholdToken = Annotated[str, Pattern(r"hht_[0-9A-Za-z_-]{16,64}", "hht_9f2c41d07be355aa")]
"""An opaque word for a household, made by whoever keeps the list; donations never learns the name behind it."""

PurposeCode = Annotated[str, Pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", "clp-fund")]
"""The code of a fund or a project; no colon, because colons part the names of accounts."""

PaymentReference = Annotated[str, Pattern(r"G[0-9A-Z]{10}", "GM2V6BCDEF0")]
AgreementNumber = Annotated[str, Pattern(r"CS-20\d\d-[0-9A-Z]{8}", "CS-2023-V6BCDEF0")]
"""The number of a merchant's pledge, which its banner shows; it exists only once the federation has countersigned."""

CustomerToken = Annotated[str, Pattern(r"cst_[0-9A-Za-z_-]{16,64}", "cst_5be1c0a94477d2f0")]
"""An opaque word for a customer who wishes to stay unknown; nobody is credited for it."""

BatchReference = Annotated[str, Pattern(r"R[0-9A-Z]{10}", "RM2V6BCDEF0")]
DayOfMonth = Annotated[int, Whole(1, 28)]
Quantity = Annotated[int, Whole(0, 10**9)]
PositiveQuantity = Annotated[int, Whole(1, 10**9)]
Percent = Annotated[int, Whole(1, 100)]
Permille = Annotated[int, Whole(0, 1000)]
BasisPoints = Annotated[int, Whole(1, 10_000)]


class Lane(StrEnum):
    """Under which law a gift is collected (rulebook §12): the page that asks for it always says which."""

    PUBLIC_FUNDRAISING = (
        "A"  # Only under the federation's filed plan, through a designated platform; never collected here.
    )
    MUTUAL_HELP = "B"  # Among the residents and members of one community.
    DIRECTED = "C"  # To the federation's named fund, by gift or agreement.


class GiftChoice(StrEnum):
    """What the donor asked for beforehand: a receipt, or points. Never both (rulebook §2, rule R-0)."""

    RECEIPT = "receipt"
    POINTS = "points"


class GiftOrigin(StrEnum):
    """How a gift came about: by the giver's own act, or linked to shopping in one of two ways that never mix (rulebook §12)."""

    OWN = "own"
    PLEDGE = "pledge"  # A merchant gives what it promised of its sales (F3).
    ROUND_UP = "round_up"  # A customer gave a little more at the till; the shop only forwarded it (F4).


class GiftState(StrEnum):
    """How far a gift of money has come (rulebook §12)."""

    AWAITING = "awaiting"
    CONFIRMED = "confirmed"
    EXPIRED = "expired"
    REFUNDED = "refunded"


class RefundKind(StrEnum):
    """Why a gift goes back (rulebook §12). A change of mind is not among them: a gift is final once delivered [law]."""

    DUPLICATE = "duplicate"
    WRONG_AMOUNT = "wrong_amount"
    MINOR_PAYER = "minor_payer"
    FRAUD = "fraud"
    PROJECT_CANCELLED = "project_cancelled"
    ILLEGAL_SOURCE = "illegal_source"
    COURT = "court"


class RefundState(StrEnum):
    """A refund is proposed by one person and done or denied by another."""

    PROPOSED = "proposed"
    DONE = "done"
    DENIED = "denied"


class Visibility(StrEnum):
    """Under which name a gift appears in public; the donor may switch it at any time."""

    PUBLIC = "public"
    ALIAS = "alias"
    ANONYMOUS = "anonymous"


class PaymentChannel(StrEnum):
    """How the money is to arrive: an online order expires after 30 minutes, a transfer or cash does not."""

    ONLINE = "online"
    TRANSFER = "transfer"
    CASH = "cash"


class ReceiptState(StrEnum):
    """Where the donation receipt stands; only the federation's own system gives the number (rulebook §12)."""

    NOT_REQUESTED = "not_requested"
    WAIVED = "waived"
    ANONYMOUS = "anonymous"
    REQUESTED = "requested"
    ISSUED = "issued"
    VOIDED = "voided"


class ProjectKind(StrEnum):
    """The projects of the first festival, and any other."""

    MONTHLY_GIVING = "monthly_giving"  # 月月捐
    CHILDREN_CRAFT = "children_craft"  # 小小工匠
    STUDY_CAMP = "study_camp"  # 研学营
    OTHER = "other"


class LineState(StrEnum):
    """What became of one line of the federation's statement (rulebook §21)."""

    MATCHED = "matched"
    OPEN = "open"
    PROPOSED = "proposed"


class MatchKind(StrEnum):
    """Why a line belongs to its gift, or why it waits for two people."""

    EXACT = "exact"  # The reference and the amount are those of one gift that waits.
    PLAN = "plan"  # A public fundraising line: the plan number names the project, and the gift begins here.
    AMOUNT_DIFFERS = "amount_differs"
    PAID_BEFORE = "paid_before"  # The reference belongs to a gift that another line has paid.
    NONE = "none"
    BY_HAND = "by_hand"  # Two people matched it.
    OWN = "own"  # It fits, but who imports it is close to who gave or recorded: two others look at it.
    LARGE = "large"  # It fits, but would earn so many spendable points that two people look at it.


class LineOutcome(StrEnum):
    """What an import did with one line."""

    MATCHED = "matched"
    OPEN = "open"
    DUPLICATE = "duplicate"  # The channel number is known and says the same.
    REFUSED = "refused"


class MandateState(StrEnum):
    """How a monthly promise stands (rulebook §13)."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACTIVE = "active"
    PAUSED = "paused"
    PAUSED_AUTO = "paused_auto"
    CANCELLED = "cancelled"


class CycleState(StrEnum):
    """One month of a mandate; the ledger only knows CHARGED."""

    PLANNED = "planned"
    CHARGED = "charged"
    FAILED = "failed"
    SKIPPED = "skipped"


class PledgeBasis(StrEnum):
    """Of what a merchant gives: a share of its sales, or so much for each piece."""

    SHARE = "share"
    PER_PIECE = "per_piece"


class PledgeState(StrEnum):
    """How a merchant's pledge stands; its banner may show from ACTIVE on, and only then (rulebook §12)."""

    DRAFT = "draft"
    SIGNED = "signed"  # By the merchant.
    COUNTERSIGNED = "countersigned"  # By one person of the federation; a second one makes it active.
    ACTIVE = "active"
    BANNER_OFF = "banner_off"  # Something is 15 days overdue.
    SUSPENDED = "suspended"  # 30 days.
    COMPLETED = "completed"
    DECLINED = "declined"  # By the merchant, before it was agreed.


class SettlementState(StrEnum):
    """One month of a pledge, from the expected statement of sales to the publication."""

    EXPECTED = "expected"
    DUE = "due"
    NOTHING_DUE = "nothing_due"
    PAID = "paid"
    PUBLISHED = "published"
    REFUNDED = "refunded"


class SalesBand(StrEnum):
    """Sales as the public sees them, in yuan: never the exact sum."""

    UNDER_1K = "under_1k"
    UNDER_5K = "1k_to_5k"
    UNDER_20K = "5k_to_20k"
    UNDER_100K = "20k_to_100k"
    FROM_100K = "100k_and_more"


class RoundOutcome(StrEnum):
    """What a report did with one round-up."""

    RECORDED = "recorded"
    DUPLICATE = "duplicate"  # The payment's reference is known and says the same.
    REFUSED = "refused"


class RoundUpBatchState(StrEnum):
    """How far the round-ups that a shop forwards together have come; a late batch is still taken."""

    AWAITING = "awaiting"
    LATE = "late"
    PAID = "paid"


class GoodsKind(StrEnum):
    """What sort of thing was given; it decides the rate in points (rulebook §2: G1 to G4)."""

    NEW = "new"
    SECOND_HAND = "second_hand"
    NEAR_EXPIRY = "near_expiry"
    SERVICE = "service"


class GoodsState(StrEnum):
    """How far goods have come (rulebook §12)."""

    OFFERED = "offered"
    FIRST_APPRAISED = "first_appraised"  # Dear goods wait for a second appraiser.
    APPRAISED = "appraised"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    RECEIVED = "received"
    STORED = "stored"
    ALLOCATED = "allocated"
    RETURNED = "returned"
    WRITTEN_OFF = "written_off"


class Measure(StrEnum):
    """In what the quantity of goods is counted: one measure each, so that a balance is exact."""

    PIECES = "pieces"
    GRAMS = "grams"


class AppraisalBasis(StrEnum):
    """What an appraisal rests on, in this order (rulebook §2)."""

    INVOICE = "invoice"
    PRICE_LIST = "price_list"
    TWO_QUOTATIONS = "two_quotations"


class DeclineReason(StrEnum):
    """Why goods are not taken."""

    UNSAFE = "unsafe"
    EXPIRED = "expired"
    NO_NEED = "no_need"


class PackState(StrEnum):
    """A gift pack waits, or has reached a household."""

    PACKED = "packed"
    HANDED_OUT = "handed_out"
