"""Which period a statement covers, who may read it, and how its lines read (rulebook §0, §4; edge 1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ReversalReason
from services.points.statements import refusals

ACCESS_HOURS = 24
SHORTEST = timedelta(microseconds=1)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
KEY = re.compile(r"(\d{1,16})\.(\d{1,19})", re.ASCII)

TYPES = {
    "H1": "普通志愿服务",
    "H2": "专业志愿服务",
    "H3": "夜间、应急或重体力服务",
    "H4": "议事与评审服务",
    "G1": "捐赠新物品（有票据）",
    "G2": "捐赠新物品或服务（无票据）",
    "G3": "捐赠二手物品",
    "G4": "捐赠临期食品",
    "V1": "出借场地、车辆、设备",
    "F1": "捐款（有票据）",
    "F1w": "社区内互助捐款（放弃票据）",
    "F2": "月捐",
    "F3": "商户让利",
    "F4": "消费零头捐",
    "FR": "物业费优惠",
}
"""The words for each type of contribution."""

TAKEN_BACK = {
    ReversalReason.ERROR: "记录有误",
    ReversalReason.DUPLICATE: "重复计入",
    ReversalReason.FRAUD: "弄虚作假",
    ReversalReason.DISPUTE_LOST: "争议裁定退回",
    ReversalReason.RETURNED_GOODS: "物品已退回",
    ReversalReason.DONATION_REFUNDED: "捐款已退回",
    ReversalReason.EVIDENCE_WITHDRAWN: "证明已撤回",
}
"""The words for each reason of a reversal (rulebook §5)."""

REASONS = (
    ("grant-", "获得："),
    *((f"taken-back-{reason.value}", f"冲正：{words}") for reason, words in TAKEN_BACK.items()),
    ("taken-back-", "冲正"),
    ("clawback-repaid", "偿还已冲正的积分"),
    ("redemption-refund", "兑换退回"),
    ("redemption", "兑换"),
    ("fee-reward-undo", "物业费奖励撤销退回"),
    ("fee-reward", "物业费奖励"),
    ("lapse", "到期"),
    ("pool-grant", "互助池发放"),
    ("pool-gift", "赠予互助池"),
    ("settlement-reimburse", "商户结算：补偿"),
    ("settlement-waive", "商户结算：放弃补偿"),
    ("settlement-recycle", "商户结算：转为商户积分"),
    ("settlement-reversed", "商户结算：争议裁定冲回"),
    ("settlement-", "商户结算"),
    ("household-move", "家庭内转移"),
)
"""The words for each kind of posting: the first that it begins with, so the longer stand first."""

COUNTERPARTS = (
    ("mint:", "积分发放："),
    ("redeemed:", "兑换商户"),
    ("owed:", "兑换商户"),
    ("pool:", "互助池"),
    ("expired", "到期"),
    ("burned:fee-reward", "物业费奖励核销"),
    ("clawback:", "待冲回"),
    ("hold:", "冻结"),
    ("party:", "另一成员"),
)
OTHER = "其他"


@dataclass(frozen=True, kw_only=True)
class Period:
    """Civil days from one to another, as known at an instant; all of it in Asia/Shanghai."""

    from_day: date
    until_day: date
    as_of: datetime
    opens: datetime
    closes: datetime

    @property
    def last_day(self) -> date:
        """The last civil day of which anything was known."""
        return min(self.until_day, self.as_of.astimezone(self.opens.tzinfo).date())


@dataclass(frozen=True, kw_only=True)
class Access:
    """That somebody of the staff may read a party's statement for a while."""

    access_id: str
    party_id: PartyId
    reader_id: PartyId
    reason: str
    opened_at: datetime
    expires_at: datetime

    def same_as(self, other: Access) -> bool:
        """Was the other one opened with the same content?"""
        return (self.party_id, self.reader_id, self.reason) == (other.party_id, other.reader_id, other.reason)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a page of a statement begins: after this position in the books, as known at this instant."""

    as_of: datetime
    position: int


def period(*, from_day: date | None, until_day: date | None, as_of: datetime, now: datetime) -> Period:
    """The period asked for; `as_of` and `now` in the civil time zone. Refuses NotKnownYet, PeriodBackwards."""
    if as_of > now:
        raise refusals.NotKnownYet
    until = until_day or as_of.date()
    first = from_day or until.replace(day=1)
    if first > until:
        raise refusals.PeriodBackwards
    opens = datetime(first.year, first.month, first.day, tzinfo=as_of.tzinfo) - SHORTEST
    after = until + timedelta(days=1) if until < date.max else until
    ends = datetime(after.year, after.month, after.day, tzinfo=as_of.tzinfo) - SHORTEST
    # Nothing is known of what was booked after `as_of`, and a period may begin after it.
    return Period(from_day=first, until_day=until, as_of=as_of, opens=min(opens, as_of), closes=min(ends, as_of))


def is_final(*, as_of: datetime, now: datetime, settled_seconds: int) -> bool:
    """Can nothing that was begun until `as_of` still be under way?"""
    return now - as_of > timedelta(seconds=settled_seconds)


def reason_words(kind: str) -> str:
    """What happened, in words."""
    found = _words(kind, REASONS)
    return f"{found}{type_words(kind.removeprefix('grant-'))}" if kind.startswith("grant-") else found


def counterpart_words(code: str, *, name: str | None = None) -> str:
    """The account on the other side, in words; `name`: of the party that it belongs to, if everybody may see it."""
    if code.startswith("mint:"):
        return f"积分发放：{type_words(code.split(':')[1])}"
    found = _words(code, COUNTERPARTS)
    return f"{found}：{name}"[:120] if name else found


def party_in(code: str) -> PartyId | None:
    """The party that an account belongs to, if it belongs to one."""
    return next((part for part in code.split(":") if part.startswith("pty_")), None)


def type_words(code: str) -> str:
    """What a type of contribution is called."""
    return TYPES.get(code, code)


def key_of(place: Place) -> str:
    """A place as it travels between pages; exact to the microsecond, which a float would not be."""
    return f"{(place.as_of - EPOCH) // SHORTEST}.{place.position}"


def place_of(key: str | None, *, like: datetime) -> Place | None:
    """The place that a key names, in the time zone of `like`; None where a statement begins. Refuses PlaceUnknown."""
    if key is None:
        return None
    found = KEY.fullmatch(key)
    if found is None:
        raise refusals.PlaceUnknown
    at = (EPOCH + int(found[1]) * SHORTEST).astimezone(like.tzinfo)
    return Place(as_of=at, position=min(int(found[2]), 2**62))


def _words(code: str, table: tuple[tuple[str, str], ...]) -> str:
    return next((words for prefix, words in table if code.startswith(prefix)), OTHER)
