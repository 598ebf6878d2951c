"""How volunteer records say no."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class CertificateNotFound(NotFound):
    """There is no such certificate, it is not the caller's, or the check code is not its own: all look the same."""

    code = "points.certificate_not_found"
    zh = "没有找到这份证明，或校验码不符。"
    en = "There is no such certificate, or the check code is not its own."


class CertificateIdTaken(Refused):
    """The id belongs to a certificate with other content."""

    code = "points.certificate_id_taken"
    zh = "这个编号已用于另一份证明。"
    en = "This id is taken by a certificate with other content."


class CertificatePeriodUnfit(Refused):
    """The period is not one that is over."""

    code = "points.certificate_period_unfit"
    kind = Kind.INVALID
    zh = "证明的起止日期须先后有序，且不晚于今天。"
    en = "The period must begin before it ends, and end today at the latest."


class NothingToCertify(Refused):
    """There is no service in the period."""

    code = "points.nothing_to_certify"
    zh = "这段时间内没有已公示并确认的志愿服务记录。"
    en = "There is no confirmed service in this period."


class TooMuchToCertify(Refused):
    """More lines than one certificate may have."""

    code = "points.too_much_to_certify"
    kind = Kind.INVALID
    zh = "一份证明最多 {most} 条记录，请缩短时间分次开具。"
    en = "A certificate has at most {most} lines; ask for a shorter period."


class CertificateNoticeRunning(Refused):
    """The public notice takes seven days."""

    code = "points.certificate_notice_running"
    zh = "公示期到 {ends} 结束，之后才能出具。"
    en = "The public notice runs until {ends}."


class CertificateInOtherState(Refused):
    """It was issued, declined or revoked before."""

    code = "points.certificate_in_other_state"
    zh = "这份证明目前的状态（{state}）不允许这样做。"
    en = "The certificate is {state}; this cannot be done now."


class OwnCertificate(Refused):
    """Nobody issues or revokes what they asked for or issued, or what is their own or of their household or organisation."""

    code = "points.own_certificate"
    kind = Kind.FORBIDDEN
    zh = "不能出具或撤销自己申请的、自己出具的、自己的或同户、同单位人员的证明。"
    en = "Nobody decides on a certificate they asked for or issued, or on that of themselves, their household or organisation."


class RecordChanged(Refused):
    """The record is not what was under notice."""

    code = "points.record_changed"
    zh = "公示后服务记录有变动，请驳回并重新申请。"
    en = "The record has changed since the notice; decline it and ask anew."


class NotAnIssuer(Refused):
    """A certificate is issued in the name of an organisation that the person acts for."""

    code = "points.not_an_issuer"
    kind = Kind.FORBIDDEN
    zh = "只能以本人所属组织的名义出具证明。"
    en = "A certificate is issued in the name of an organisation that one belongs to."
