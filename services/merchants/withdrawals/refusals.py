"""Why a judge's service is not withdrawn."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ServiceNotRendered(NotFound):
    """Nobody has told a service of this person on this panel: there is nothing to withdraw."""

    code = "merchants.service_not_rendered"
    zh = "此人在这场品鉴中没有已记录的服务。"
    en = "No service of this person on this panel is on record."


class ServiceWithdrawalNotFound(NotFound):
    """There is no such withdrawal."""

    code = "merchants.service_withdrawal_not_found"
    zh = "没有找到这项撤销。"
    en = "There is no such withdrawal."


class ServiceWithdrawalIdTaken(Refused):
    """The id belongs to a withdrawal with other content."""

    code = "merchants.service_withdrawal_id_taken"
    zh = "这个编号已用于另一项撤销。"
    en = "This id is taken by another withdrawal."


class ServiceWithdrawalKnown(Refused):
    """The service is withdrawn already, or that waits to be decided: it is taken back once."""

    code = "merchants.service_withdrawal_known"
    zh = "这项服务已撤销，或正待决定。"
    en = "This service is withdrawn already, or that waits to be decided."


class ServiceWithdrawalDecided(Refused):
    """It was decided before."""

    code = "merchants.service_withdrawal_decided"
    zh = "这项撤销已有决定。"
    en = "This withdrawal has been decided."


class OwnServiceWithdrawal(Refused):
    """Whoever proposed it does not decide it, nor does the judge, nor anybody of the judge's home or organisation."""

    code = "merchants.own_service_withdrawal"
    kind = Kind.FORBIDDEN
    zh = "须由提议人、该评委及其同住或同组织者以外的人决定。"
    en = "Another decides than who proposed it, the judge, and those of the judge's home or organisation."
