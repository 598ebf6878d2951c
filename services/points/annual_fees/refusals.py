"""Why a household's fee is not taken, or a discount not worked out on it (rulebook §9)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class AnnualFeeUntold(NotFound):
    """The company has not said what the household's fee of that year is."""

    code = "points.annual_fee_untold"
    zh = "物业公司尚未告知本户 {year} 年的物业费，暂不能计算优惠；请联系物业公司。"
    en = "The company has not told this household's fee of {year} yet."


class AnnualFeeDiffers(Refused):
    """The fee that was named is not the one that the company has told."""

    code = "points.annual_fee_differs"
    zh = "所填年度物业费与物业公司告知的 {told} 元不符。"
    en = "The company has told another fee for the year: ¥{told}."


class AnnualFeesUnfit(Refused):
    """One to {most} fees at once, each household's of a year once."""

    code = "points.annual_fees_unfit"
    kind = Kind.INVALID
    zh = "一次须告知 1 至 {most} 户，同一户同一年只能出现一次。"
    en = "Tell one to {most} fees, each household's of a year once."


class HouseholdUnknown(Refused):
    """No household of this number is registered, so that nothing is kept of it."""

    code = "points.household_number_unknown"
    kind = Kind.INVALID
    zh = "平台上没有房屋编号为“{number}”的住户，未作保存。"
    en = "No household of the number “{number}” is registered; nothing is kept of it."
