"""How the alliance says no."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class LicenceInvalid(Refused):
    """The unified social credit code does not check."""

    code = "merchants.licence_invalid"
    kind = Kind.INVALID
    zh = "统一社会信用代码不正确，请核对18位代码。"
    en = "The unified social credit code is not valid; compare its 18 characters."


class AlreadyMember(Refused):
    """The shop or the party is with the alliance already."""

    code = "merchants.already_member"
    zh = "这家商户或这个营业执照已经申请或加入。"
    en = "This merchant or this licence has applied or joined already."


class MemberIdTaken(Refused):
    """The id belongs to another application."""

    code = "merchants.member_id_taken"
    zh = "这个编号已用于另一份申请。"
    en = "This id is used by another application."


class RowTwice(Refused):
    """The same id, party or licence stands in an earlier row."""

    code = "merchants.row_twice"
    zh = "编号、商户或营业执照与前面的行重复。"
    en = "The id, party or licence repeats an earlier row."


class RowCountWrong(Refused):
    """A bulk application has no rows, or too many."""

    code = "merchants.row_count"
    kind = Kind.INVALID
    zh = "一次可以录入 1 至 {most} 行。"
    en = "Enter between 1 and {most} rows at a time."


class WrongStatus(Refused):
    """The member's standing does not allow this step."""

    code = "merchants.wrong_status"
    zh = "商户现在的状态是“{status}”，不能这样做。"
    en = "The member is {status}; this step is not possible."


class CheckedByEnterer(Refused):
    """Whoever entered an application may not verify it."""

    code = "merchants.same_person"
    zh = "录入和核验须由不同的人完成。"
    en = "An application is verified by someone other than who entered it."


class PermitMissing(Refused):
    """A paper this category needs was not shown."""

    code = "merchants.permit_missing"
    zh = "缺少证照：{kind}。"
    en = "A paper is missing: {kind}."


class PermitExpired(Refused):
    """A paper is no longer valid."""

    code = "merchants.permit_expired"
    zh = "证照已过期：{kind}。"
    en = "A paper has expired: {kind}."


class SuspensionTooLong(Refused):
    """A suspension ends in the future and within 90 days."""

    code = "merchants.suspension_length"
    kind = Kind.INVALID
    zh = "暂停须在 {days} 天以内，且到期日在今天之后。"
    en = "A suspension ends after today and within {days} days."


class VoteNotCarried(Refused):
    """The alliance's vote does not expel (quorum one half, two thirds of the votes)."""

    code = "merchants.vote_not_carried"
    zh = "表决未达到除名的条件（过半数成员参加，三分之二赞成）。"
    en = "The vote does not carry an expulsion (half of the members vote, two thirds of them in favour)."


class PlaqueSerialTaken(Refused):
    """Another plaque has this serial."""

    code = "merchants.plaque_serial_taken"
    zh = "这个牌匾编号已被使用。"
    en = "This plaque serial is in use."
