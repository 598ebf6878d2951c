"""Why personal data are not recorded, shown or erased. No refusal repeats what was written or tells whether it is known."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class PhoneInvalid(Refused):
    """Not a telephone number that exists."""

    code = "points.phone_invalid"
    kind = Kind.INVALID
    zh = "电话号码不正确。"
    en = "This is not a valid telephone number."


class IdentityNumberInvalid(Refused):
    """Not a resident identity number: its length, date or check digit is wrong."""

    code = "points.identity_number_invalid"
    kind = Kind.INVALID
    zh = "居民身份证号码不正确。"
    en = "This is not a valid resident identity number."


class NothingToRecord(Refused):
    """The request names no value."""

    code = "points.nothing_to_record"
    kind = Kind.INVALID
    zh = "请至少填写一项。"
    en = "Name at least one value."


class PersonsOnly(Refused):
    """Households and organisations have no personal data."""

    code = "points.persons_only"
    kind = Kind.INVALID
    zh = "只有个人有个人信息。"
    en = "Only persons have personal data."


class PersonalFieldNotFound(NotFound):
    """Nothing is recorded there."""

    code = "points.personal_field_not_found"
    zh = "没有记录这一项。"
    en = "Nothing is recorded there."


class ReasonNeeded(Refused):
    """Staff who change somebody's data say why."""

    code = "points.reason_needed"
    kind = Kind.INVALID
    zh = "请说明理由。"
    en = "Say why."


class TooManyReveals(Refused):
    """Whoever asks has revealed as much today as one person may."""

    code = "points.too_many_reveals"
    zh = "每人每天最多查看 {most} 项，今天已用完。"
    en = "One person reveals at most {most} values a day; today's are used up."


class ErasureNotFound(NotFound):
    """There is no such erasure, or it is not the caller's to see."""

    code = "points.erasure_not_found"
    zh = "没有找到这项删除申请。"
    en = "There is no such erasure."


class ErasureIdTaken(Refused):
    """The id belongs to another erasure."""

    code = "points.erasure_id_taken"
    zh = "这个编号已用于另一项删除申请。"
    en = "This id belongs to another erasure."


class ErasureAsked(Refused):
    """An erasure of the same person waits already."""

    code = "points.erasure_asked"
    zh = "此人的删除申请已在办理。"
    en = "An erasure of this person has been asked for already."


class ErasureDecided(Refused):
    """The erasure was executed or withdrawn."""

    code = "points.erasure_decided"
    zh = "这项删除申请已执行或已撤回。"
    en = "This erasure has been executed or withdrawn."


class LookIdTaken(Refused):
    """The id belongs to another look."""

    code = "points.look_id_taken"
    zh = "这个编号已用于另一次查看。"
    en = "This id belongs to another look."


class NotLookedUpBy(Refused):
    """Persons are found by a telephone or identity number only: a name or an address would list neighbours."""

    code = "points.not_looked_up_by"
    kind = Kind.INVALID
    zh = "只能按电话或身份证号码查找。"
    en = "Persons are found by a telephone or identity number only."
