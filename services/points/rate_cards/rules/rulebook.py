"""The numbers of the rulebook that the council sets, as one version of them: the rest of its card (rulebook §0).

What the law says is not among them and stays a constant beside its rule: that a receipt earns no spendable points (R-0), that two persons
decide, the wall before fee rewards, the seven days' notice of a volunteer's certificate.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import Any

from contracts.points.kinds import ParameterUnit as Unit
from contracts.points.kinds import PartyKind

PER_WHOLE = 100
"""Fen of a yuan, centi-points of a point."""


def _number(first: int, unit: Unit, least: int, most: int, source: str, zh: str, en: str) -> Any:
    return field(
        default=first, metadata={"unit": unit, "least": least, "most": most, "source": source, "zh": zh, "en": en}
    )


@dataclass(frozen=True, kw_only=True)
class Rulebook:
    """The council's numbers of one version, each in whole units of its own; the defaults are the rulebook's."""

    least_minutes: int = _number(
        30, Unit.MINUTES, 15, 240, "§2", "一次服务至少计多少分钟", "Least minutes of one service"
    )
    day_hours: int = _number(8, Unit.HOURS, 4, 16, "§2", "每人每天最多计多少小时", "Hours of a day that count")
    night_from_hour: int = _number(
        22, Unit.HOURS, 19, 23, "§2", "夜间从几点起（H3）", "Hour at which the night begins, H3"
    )
    night_until_hour: int = _number(6, Unit.HOURS, 4, 8, "§2", "夜间到几点止（H3）", "Hour at which the night ends, H3")
    second_appraiser_yuan: int = _number(
        2_000, Unit.YUAN, 100, 100_000, "§2", "单件超过多少元须第二人评估", "A piece above this is appraised by two"
    )
    independent_yuan: int = _number(
        2_000, Unit.YUAN, 100, 100_000, "§2", "无票据实物超过多少元须独立凭证", "G2 above this needs evidence E3"
    )
    like_new_percent: int = _number(
        50, Unit.PERCENT, 30, 50, "§2", "几乎全新的二手物品按价折算", "Of the price of second-hand goods, like new"
    )
    good_percent: int = _number(
        40, Unit.PERCENT, 30, 50, "§2", "良好的二手物品按价折算", "Of the price of second-hand goods, good"
    )
    worn_percent: int = _number(
        30, Unit.PERCENT, 30, 50, "§2", "有磨损的二手物品按价折算", "Of the price of second-hand goods, worn"
    )
    food_15_days_percent: int = _number(
        50, Unit.PERCENT, 0, 50, "§2", "临期食品剩余 15 天以上折算", "Of the price of food with 15 days left or more"
    )
    food_8_days_percent: int = _number(
        40, Unit.PERCENT, 0, 50, "§2", "临期食品剩余 8 至 14 天折算", "Of the price of food with 8 to 14 days left"
    )
    food_4_days_percent: int = _number(
        30, Unit.PERCENT, 0, 50, "§2", "临期食品剩余 4 至 7 天折算", "Of the price of food with 4 to 7 days left"
    )
    food_2_days_percent: int = _number(
        20, Unit.PERCENT, 0, 50, "§2", "临期食品剩余 2 至 3 天折算", "Of the price of food with 2 or 3 days left"
    )
    food_1_day_percent: int = _number(
        10, Unit.PERCENT, 0, 50, "§2", "临期食品剩余 1 天折算", "Of the price of food with one day left"
    )
    unbroken_months: int = _number(
        6, Unit.MONTHS, 2, 24, "§2", "连续月捐满多少个月起按 F2 计", "Unbroken months from which monthly giving is F2"
    )
    submit_days: int = _number(14, Unit.DAYS, 1, 90, "§3", "完成后多少天内提交", "Days in which it is put forward")
    late_days: int = _number(
        7, Unit.DAYS, 1, 90, "§3", "超过多少天算补录", "An entry after more days needs a second person"
    )
    replace_days: int = _number(
        7, Unit.DAYS, 1, 30, "§3", "退回后多少天内可补正重报", "Days in which what was returned may come again"
    )
    confirm_days: int = _number(7, Unit.DAYS, 1, 30, "§3", "确认期限（天）", "Days to confirm")
    notice_days: int = _number(3, Unit.DAYS, 1, 30, "§3", "公示期（天）", "Days of public notice")
    long_notice_days: int = _number(7, Unit.DAYS, 1, 60, "§3", "较长公示期（天）", "Days of the longer notice")
    long_notice_cv: int = _number(
        200,
        Unit.CV,
        1,
        10_000,
        "§3",
        "贡献值达到多少适用较长公示期",
        "Contribution value from which the notice is longer",
    )
    long_notice_yuan: int = _number(
        2_000, Unit.YUAN, 1, 100_000, "§3", "金额达到多少元适用较长公示期", "Value from which the notice is longer"
    )
    approve_days: int = _number(
        3, Unit.DAYS, 1, 30, "§3", "公示期满后审批期限（天）", "Days to approve after the notice"
    )
    sample_percent: int = _number(
        5, Unit.PERCENT, 1, 100, "§3", "抽样复核比例", "Part of what was approved that is looked at again"
    )
    sp_cap_person: int = _number(
        3_000, Unit.POINTS, 100, 100_000, "§4", "个人可兑积分上限", "Spendable points a person may hold by earning"
    )
    sp_cap_organisation: int = _number(
        20_000,
        Unit.POINTS,
        100,
        1_000_000,
        "§4",
        "组织可兑积分上限",
        "Spendable points an organisation may hold by earning",
    )
    warning_percent: int = _number(
        80, Unit.PERCENT, 1, 100, "§4", "达到上限百分之几时提醒", "Part of a limit at which it warns"
    )
    lot_months: int = _number(24, Unit.MONTHS, 6, 60, "§4", "可兑积分有效期（月）", "Months that spendable points last")
    grace_days: int = _number(
        30, Unit.DAYS, 7, 180, "§4", "退回的积分至少可用多少天", "Days that refunded points can be used at least"
    )
    first_lapse_notice_days: int = _number(
        30, Unit.DAYS, 14, 90, "§4", "到期前多少天首次提醒", "Days before points lapse of the first notice"
    )
    second_lapse_notice_days: int = _number(
        7, Unit.DAYS, 3, 30, "§4", "到期前多少天再次提醒", "Days before points lapse of the second notice"
    )
    last_lapse_notice_days: int = _number(
        1, Unit.DAYS, 1, 7, "§4", "到期前多少天最后提醒", "Days before points lapse of the last notice"
    )
    pool_months: int = _number(
        6, Unit.MONTHS, 1, 24, "§4", "互助积分有效期（月）", "Months that points from the mutual-aid pool last"
    )
    repaid_percent: int = _number(
        50, Unit.PERCENT, 1, 100, "§5", "新获积分用于抵还的比例", "Part of what is earned that repays"
    )
    expected_rate_percent: int = _number(
        80, Unit.PERCENT, 1, 100, "§6", "数据不足一年时的预期兑换率", "Redemption rate expected without a year of data"
    )
    green_percent: int = _number(
        100, Unit.PERCENT, 50, 300, "§6", "覆盖率达到多少为绿色", "Coverage from which it is green"
    )
    amber_percent: int = _number(
        80, Unit.PERCENT, 10, 300, "§6", "覆盖率达到多少为黄色", "Coverage from which it is amber"
    )
    amber_mint_percent: int = _number(
        75, Unit.PERCENT, 1, 100, "§6", "黄色时新增可兑积分比例", "Spendable points minted while it is amber"
    )
    red_mint_percent: int = _number(
        50, Unit.PERCENT, 1, 100, "§6", "红色时新增可兑积分比例", "Spendable points minted while it is red"
    )
    mutual_days: int = _number(
        30, Unit.DAYS, 7, 90, "§7", "互相确认观察期（天）", "Days in which confirmations are counted"
    )
    mutual_most: int = _number(
        3, Unit.TIMES, 1, 50, "§7", "观察期内互相确认最多几次", "Mutual confirmations that are not looked at"
    )
    share_days: int = _number(
        90, Unit.DAYS, 30, 180, "§7", "确认占比观察期（天）", "Days in which a confirmer's share is counted"
    )
    share_percent: int = _number(
        40, Unit.PERCENT, 10, 100, "§7", "单一确认人占比上限", "Share of one confirmer without a second"
    )
    share_least_cv: int = _number(
        100, Unit.CV, 10, 1_000, "§7", "贡献值达到多少才看确认占比", "Value from which a confirmer's share is looked at"
    )
    share_least_count: int = _number(
        3, Unit.TIMES, 1, 20, "§7", "有多少项后才看确认占比", "Contributions after which a share is looked at"
    )
    second_confirmer_days: int = _number(
        90, Unit.DAYS, 7, 365, "§7", "线索成立后须第二确认人的天数", "Days of a second confirmer after a finding"
    )
    sigmas: int = _number(
        3, Unit.SIGMAS, 1, 10, "§7", "超过本人均值几个标准差须复核", "Standard deviations over one's own mean"
    )
    habit_weeks: int = _number(26, Unit.WEEKS, 8, 52, "§7", "本人均值按多少周计算", "Weeks of one's own mean")
    habit_least_weeks: int = _number(
        8, Unit.WEEKS, 2, 26, "§7", "至少有多少周服务才比较均值", "Weeks with something given that make a habit"
    )
    spread_least_minutes: int = _number(
        60, Unit.MINUTES, 15, 480, "§7", "时长标准差至少按多少分钟计", "Least standard deviation of one's own hours"
    )
    spread_least_yuan: int = _number(
        1_000, Unit.YUAN, 50, 10_000, "§7", "价值标准差至少按多少元计", "Least standard deviation of one's own value"
    )
    quote_minutes: int = _number(10, Unit.MINUTES, 1, 60, "§8", "兑换报价有效（分钟）", "Minutes that a quote holds")
    hold_minutes: int = _number(
        15, Unit.MINUTES, 5, 240, "§8", "兑换实物时积分占用（分钟）", "Minutes that points are held for goods"
    )
    stock_minutes: int = _number(15, Unit.MINUTES, 5, 240, "§8", "库存占用（分钟）", "Minutes that a piece waits")
    provider_hours: int = _number(
        24, Unit.HOURS, 1, 168, "§8", "商户应答期限（小时）", "Hours in which the provider answers"
    )
    fetch_hours: int = _number(
        24, Unit.HOURS, 1, 336, "§8", "商户应允后实物保留（小时）", "Hours that goods wait after the provider accepted"
    )
    after_slot_hours: int = _number(
        2, Unit.HOURS, 1, 48, "§8", "服务预约时间过后保留（小时）", "Hours that a service is kept after its time"
    )
    feedback_days: int = _number(7, Unit.DAYS, 1, 60, "§8", "评价与投诉期限（天）", "Days to rate and to complain")
    reward_offer_days: int = _number(
        7, Unit.DAYS, 1, 30, "§9", "物业费奖励报价有效（天）", "Days that an offered fee reward may be accepted"
    )
    ack_days: int = _number(
        5, Unit.DAYS, 1, 30, "§9", "物业回执期限（天）", "Days in which a company acknowledges a batch"
    )

    first_reminder_hours: int = _number(
        1, Unit.HOURS, 1, 168, "§9", "首次提醒物业后等待（小时）", "Hours after a company's first reminder"
    )
    second_reminder_hours: int = _number(
        6, Unit.HOURS, 1, 168, "§9", "第二次提醒物业后等待（小时）", "Hours after a company's second reminder"
    )
    third_reminder_hours: int = _number(
        24, Unit.HOURS, 1, 336, "§9", "第三次提醒物业后等待（小时）", "Hours after the third, until a person takes over"
    )
    asked_again_days: int = _number(
        30,
        Unit.DAYS,
        7,
        90,
        "§9",
        "暂缓或已立案的行多少天后再问",
        "Days until deferred lines and open cases are asked again",
    )

    @property
    def day_minutes(self) -> int:
        """As `day_hours`, in minutes."""
        return self.day_hours * 60

    @property
    def second_appraiser_fen(self) -> int:
        """As `second_appraiser_yuan`, in fen."""
        return self.second_appraiser_yuan * PER_WHOLE

    @property
    def independent_fen(self) -> int:
        """As `independent_yuan`, in fen."""
        return self.independent_yuan * PER_WHOLE

    @property
    def long_notice_least_cv(self) -> int:
        """As `long_notice_cv`, in centi-points."""
        return self.long_notice_cv * PER_WHOLE

    @property
    def long_notice_fen(self) -> int:
        """As `long_notice_yuan`, in fen."""
        return self.long_notice_yuan * PER_WHOLE

    @property
    def share_least(self) -> int:
        """As `share_least_cv`, in centi-points."""
        return self.share_least_cv * PER_WHOLE

    @property
    def spread_least_fen(self) -> int:
        """As `spread_least_yuan`, in fen."""
        return self.spread_least_yuan * PER_WHOLE

    def sp_cap(self, kind: PartyKind) -> int:
        """Up to how many spendable centi-points a party may earn.

        Only earning is capped: what was spent and comes back, or was held and is freed, comes back in full.
        """
        return PER_WHOLE * (self.sp_cap_organisation if kind is PartyKind.ORGANISATION else self.sp_cap_person)

    def sp_room(self, kind: PartyKind, *, balance: int) -> int:
        """How many spendable centi-points may still be earned on top of the balance; zero also where a refund went above the cap."""
        return max(0, self.sp_cap(kind) - balance)


FIRST_RULEBOOK = Rulebook()
"""The rulebook's own numbers: version 1."""

NUMBERS = {one.name: one for one in fields(Rulebook)}

ORDERED = (
    ("worn_percent", "good_percent"),
    ("good_percent", "like_new_percent"),
    ("food_1_day_percent", "food_2_days_percent"),
    ("food_2_days_percent", "food_4_days_percent"),
    ("food_4_days_percent", "food_8_days_percent"),
    ("food_8_days_percent", "food_15_days_percent"),
    ("late_days", "submit_days"),
    ("notice_days", "long_notice_days"),
    ("second_lapse_notice_days", "first_lapse_notice_days"),
    ("last_lapse_notice_days", "second_lapse_notice_days"),
    # What was granted for now never lasts longer than what was earned.
    ("pool_months", "lot_months"),
    ("amber_percent", "green_percent"),
    ("red_mint_percent", "amber_mint_percent"),
    ("habit_least_weeks", "habit_weeks"),
    ("first_reminder_hours", "second_reminder_hours"),
    ("second_reminder_hours", "third_reminder_hours"),
)
"""The first is never more than the second."""
