"""Why a choice about points that lapse is not taken."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ChannelChosen(Refused):
    """The party has said itself how it wants to be told; the office does not change that."""

    code = "points.channel_chosen"
    zh = "本人已自行选择提醒方式，请由本人更改。"
    en = "They have chosen themselves how they are told; only they change it."


class PaperNoticeNotFound(NotFound):
    """There is no such notice, or it does not go on paper."""

    code = "points.paper_notice_not_found"
    zh = "没有找到这份纸质提醒。"
    en = "There is no such notice on paper."


class BroughtUnfit(Refused):
    """One to 200 notices, each once, brought on a day that is not before the notice and not to come."""

    code = "points.brought_unfit"
    kind = Kind.INVALID
    zh = "每次 1–200 份，不得重复；送达日期不能早于提醒日期，也不能晚于今天。"
    en = "1 to 200 notices at a time, each once; they are brought neither before their day nor in days to come."


class BroughtBefore(Refused):
    """Somebody else brought it, or it was on another day."""

    code = "points.notice_brought_before"
    zh = "其中一份已登记由他人或在其他日期送达。"
    en = "One of them was marked as brought by somebody else or on another day."
