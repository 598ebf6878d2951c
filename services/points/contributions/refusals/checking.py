"""Why a sample is not looked at again (rulebook §3)."""

from __future__ import annotations

from contracts.refused import NotFound, Refused


class NotDrawnYet(NotFound):
    """The month has not ended, or nothing was settled in it."""

    code = "points.not_drawn_yet"
    zh = "这个月的抽查样本还没有产生。"
    en = "No sample of that month has been drawn."


class NotDrawn(NotFound):
    """This contribution is in no sample."""

    code = "points.not_drawn"
    zh = "这项贡献没有被抽中复查。"
    en = "This contribution was not drawn."


class AlreadyRechecked(Refused):
    """Somebody looked at it again before."""

    code = "points.already_rechecked"
    zh = "这项贡献已经复查过。"
    en = "This contribution was looked at again before."


class RecheckNotFailed(Refused):
    """Only what failed is taken back, once."""

    code = "points.recheck_not_failed"
    zh = "只有复查未通过的贡献才能提出撤销，且只能一次。"
    en = "Only what failed its re-check is taken back, and once."
