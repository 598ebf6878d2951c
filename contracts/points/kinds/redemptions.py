"""The closed lists of the catalogue and of redemptions."""

from __future__ import annotations

from enum import StrEnum


class ItemState(StrEnum):
    """A catalogue item waits for a second person, then is offered."""

    PROPOSED = "proposed"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"


class ItemKind(StrEnum):
    """Goods are fetched within the quarter of an hour of the hold; services at an agreed time."""

    GOODS = "goods"
    SERVICE = "service"


class LimitPeriod(StrEnum):
    """Within which civil period so many pieces may be had; EVER: for as long as the item is offered."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    EVER = "ever"


class EligibilityKind(StrEnum):
    """Who may have an item, as a closed list that is published with it. There is no rule by donation or contribution value (rulebook §7).

    SECTORS: parties of these sectors; BUILDINGS: residents whose household's address begins so; REGISTERED_DAYS: registered for at least
    so many days; MUTUAL_AID: who was given points from the mutual-aid pool in the last twelve months.
    """

    SECTORS = "sectors"
    BUILDINGS = "buildings"
    REGISTERED_DAYS = "registered_days"
    MUTUAL_AID = "mutual_aid"


class RedemptionState(StrEnum):
    """The steps of the saga and its ends (rulebook §8).

    QUOTED, POINTS_HELD, RESERVED, ASKED lead to HELD: points and stock are set aside, the provider has accepted, the code opens it.
    It ends FULFILLED, CANCELLED, LAPSED or DECLINED; what was fulfilled may be DISPUTED, and is then FULFILLED again or REFUNDED.
    """

    QUOTED = "quoted"
    POINTS_HELD = "points_held"
    RESERVED = "reserved"
    ASKED = "asked"
    HELD = "held"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    DECLINED = "declined"
    DISPUTED = "disputed"
    REFUNDED = "refunded"


class DisputeState(StrEnum):
    """A complaint is open until somebody who is not involved decides it."""

    OPEN = "open"
    UPHELD = "upheld"
    REJECTED = "rejected"


class OfflineOutcome(StrEnum):
    """What became of a code that a shop took without network, at its upload.

    FULFILLED: the points are spent. USED_BEFORE: another device was first; LATE: it had lapsed or was given up, and the points had gone
    back: nobody is charged, the agreed cost is the reserve's loss. WRONG_CODE, UNKNOWN: no such code was ever told; the shop bears it.
    REFUSED: nothing was judged, the same use may be reported again by somebody who may.
    """

    FULFILLED = "fulfilled"
    USED_BEFORE = "used_before"
    LATE = "late"
    WRONG_CODE = "wrong_code"
    UNKNOWN = "unknown"
    REFUSED = "refused"


class LossBearer(StrEnum):
    """Who bears a piece that was handed over without network for nothing."""

    RESERVE = "reserve"
    PROVIDER = "provider"
    NOBODY = "nobody"


class SettlementChoice(StrEnum):
    """How a provider is settled with for a month (rulebook §8).

    REIMBURSE: the agreed cost, in fen, from the reserve; WAIVE: contribution value by G2; RECYCLE: the points become the provider's own.
    """

    REIMBURSE = "reimburse"
    WAIVE = "waive"
    RECYCLE = "recycle"


class SettlementState(StrEnum):
    """A settlement is prepared by one person and approved, or sent back, by another."""

    PREPARED = "prepared"
    APPROVED = "approved"
    REJECTED = "rejected"


class SettlementLineKind(StrEnum):
    """FULFILLED adds a piece that was handed over, REVERSED takes back what a dispute undid later, OFFLINE_LOSS is borne by the reserve."""

    FULFILLED = "fulfilled"
    REVERSED = "reversed"
    OFFLINE_LOSS = "offline_loss"
