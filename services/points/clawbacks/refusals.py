"""Why a suspension of earning is not proposed, decided or appealed (rulebook §5)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class SuspensionNotFound(NotFound):
    """There is no such suspension, or it is not the caller's to see."""

    code = "points.suspension_not_found"
    zh = "没有找到这项暂停。"
    en = "There is no such suspension."


class SuspensionIdTaken(Refused):
    """The id belongs to a suspension that was proposed with other content."""

    code = "points.suspension_id_taken"
    zh = "这个编号已用于另一项暂停。"
    en = "This id is taken by a suspension with other content."


class SuspensionNeedsFraud(Refused):
    """Earning is suspended for fraud only: name a reversal of the party's for that reason."""

    code = "points.suspension_needs_fraud"
    kind = Kind.INVALID
    zh = "只有因弄虚作假而冲正的，才可以提议暂停。"
    en = "Earning is suspended only after a reversal for fraud."


class SuspensionLength(Refused):
    """Three to twelve months."""

    code = "points.suspension_length"
    kind = Kind.INVALID
    zh = "暂停期限为 {least} 至 {most} 个月。"
    en = "A suspension lasts {least} to {most} months."


class SuspensionState(Refused):
    """It is past the step that was asked for."""

    code = "points.suspension_state"
    zh = "这项暂停目前为 {state}，不能这样处理。"
    en = "This suspension is {state}."


class AppealTooLate(Refused):
    """The time for an appeal is over."""

    code = "points.appeal_too_late"
    zh = "申诉须在 {until} 之前提出。"
    en = "An appeal was possible until {until}."


class OwnSuspension(Refused):
    """Nobody decides twice, or about themselves and their own household or organisation."""

    code = "points.own_suspension"
    kind = Kind.FORBIDDEN
    zh = "当事人及其同住户、同组织者，以及此前经手的人，不能作出决定。"
    en = "Nobody decides who is concerned, close to who is, or has decided or proposed before."
