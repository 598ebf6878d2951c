"""The closed lists of contributions and rate cards."""

from __future__ import annotations

from enum import StrEnum


class ContributionType(StrEnum):
    """What was given (rulebook §2): H human effort in hours, G goods, V venue on loan, F money."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"
    V1 = "V1"
    F1 = "F1"
    F1W = "F1w"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    FR = "FR"  # A property company's discount, §9: recognition of the company, never points.


class HoursType(StrEnum):
    """The kinds of unpaid time: ordinary, skilled, at night or in an emergency or heavy, governance (rulebook §2)."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"


class Measure(StrEnum):
    """By what a line of the rate card counts: the hour, or ten yuan of value."""

    HOUR = "hour"
    TEN_YUAN = "ten_yuan"


class Unit(StrEnum):
    """The two balances of a party (rulebook §0): contribution value is recognition, spendable points can be redeemed."""

    CV = "CV"
    SP = "SP"


class Evidence(StrEnum):
    """How a contribution is proved (rulebook §3): own word, organiser's list, counterpart or system, independent document."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


class ContributionState(StrEnum):
    """The way of a contribution (rulebook §3). A draft is its writer's own; who gave it withdraws what nobody has confirmed; confirmed ones wait for a second confirmer or a review."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"
    UNDER_NOTICE = "under_notice"
    CHALLENGED = "challenged"
    APPROVED = "approved"
    SETTLED = "settled"
    REJECTED = "rejected"
    REVERSED = "reversed"


class Channel(StrEnum):
    """How a contribution came in (rulebook §3): oneself, an organiser's list, codes read on arrival and leaving, office, file, paper sheet, another service of the platform."""

    SELF = "self"
    ORGANISER = "organiser"
    ACTIVITY = "activity"
    BACK_OFFICE = "back_office"
    IMPORT = "import"
    PAPER = "paper"
    SERVICE = "service"


class GoodsType(StrEnum):
    """The kinds of goods: with a donation receipt, new without one, second-hand, near expiry (rulebook §2)."""

    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"


class MoneyType(StrEnum):
    """Gifts of money that the office may enter: with a receipt, or inside the community with the receipt waived (rulebook §2)."""

    F1 = "F1"
    F1W = "F1w"


class GoodsCondition(StrEnum):
    """How good second-hand things are: they count half, four tenths, three tenths of their price (rulebook §2)."""

    LIKE_NEW = "like_new"
    GOOD = "good"
    WORN = "worn"


class PriceSource(StrEnum):
    """Where an appraised price comes from, the better source first (rulebook §2)."""

    INVOICE = "invoice"
    PRICE_LIST = "price_list"
    QUOTATIONS = "quotations"


class DocumentKind(StrEnum):
    """What a document that proves something is. A donation receipt rules spendable points out (R-0)."""

    INVOICE = "invoice"
    PRICE_LIST = "price_list"
    QUOTATION = "quotation"
    DONATION_RECEIPT = "donation_receipt"
    RECEIPT_WAIVER = "receipt_waiver"
    BANK_LINE = "bank_line"
    WEIGHBRIDGE_SLIP = "weighbridge_slip"
    SIGNED_SHEET = "signed_sheet"
    PHOTO = "photo"
    OTHER = "other"


class ChallengeState(StrEnum):
    """What became of an objection: it waits for the council, which upholds or dismisses it; it lapses when nothing is left to object to."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


class Task(StrEnum):
    """What somebody on duty does with contributions: confirm, confirm again where one confirmer is not enough, approve, decide as council."""

    CONFIRM = "confirm"
    SECOND_CONFIRM = "second_confirm"
    APPROVE = "approve"
    DECIDE = "decide"


class DutyState(StrEnum):
    """A duty is proposed by one person, agreed by another, and ends."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    ENDED = "ended"


class PassedOverReason(StrEnum):
    """Why somebody whose turn it was did not get a contribution: they had a hand in it, or are close to whose matter it is (rulebook §3)."""

    INVOLVED = "involved"
    CLOSE = "close"


class Limit(StrEnum):
    """What keeps something from earning all its spendable points: nothing, the hours of the day (rulebook §2), the hours of the month or the party's cap (§4), the state of the reserve (§6), or that earning is suspended (§5)."""

    NONE = "none"
    HOURS = "hours"
    CAP = "cap"
    RESERVE = "reserve"
    SUSPENDED = "suspended"
    DAY = "day"


class RecheckState(StrEnum):
    """What became of something that was drawn to be looked at again; failed, a second person agrees that it is taken back."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"
    AGREED = "agreed"
