"""How places in shifts and doors say no."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class SignUpNotFound(NotFound):
    """There is no such place, or it is not the caller's."""

    code = "points.sign_up_not_found"
    zh = "没有找到这条报名。"
    en = "There is no such place."


class SignUpIdTaken(Refused):
    """The id belongs to another place."""

    code = "points.sign_up_id_taken"
    zh = "这个编号已用于另一条报名。"
    en = "This id is taken by another sign-up."


class AlreadySignedUp(Refused):
    """The person has a place in this shift, or stands in line for one."""

    code = "points.already_signed_up"
    zh = "您已报名或正在候补这个岗位。"
    en = "There is a place or a turn in line for this person already."


class SignUpClosed(Refused):
    """It is too late to sign up, to withdraw, or to take an offer."""

    code = "points.sign_up_closed"
    zh = "报名已截止，或岗位已开始。"
    en = "Sign-up is closed, or the shift has begun."


class PlacesOverlap(Refused):
    """Nobody helps in two places at once: only the first would count (rulebook §7)."""

    code = "points.places_overlap"
    zh = "与您已报名的其他岗位时间重叠。"
    en = "It overlaps with another shift of this person."


class WorkBasisUnfit(Refused):
    """Paid time names the organisation the person works or acts for; unpaid time names none."""

    code = "points.work_basis_unfit"
    kind = Kind.INVALID
    zh = "带薪参加须写明本人所属，或当时获授权代表的组织；无偿参加不填组织。"
    en = "Paid time names an organisation that the person works for, or then acts for; unpaid time names none."


class OfferOver(Refused):
    """The offer lapsed, or there is none."""

    code = "points.offer_over"
    zh = "没有可接受的名额，或已超过接受时限。"
    en = "There is no offer, or its time is over."


class SignUpEnded(Refused):
    """It was given back or lapsed."""

    code = "points.sign_up_ended"
    zh = "这条报名已退出或已失效。"
    en = "It was given back or lapsed before."


class AlreadyCheckedIn(Refused):
    """Who has come does not withdraw."""

    code = "points.already_checked_in"
    zh = "您已签到，不能退出报名。"
    en = "Who has checked in does not withdraw."


class VenueCodeLocked(Refused):
    """Five wrong codes: this door is shut for the person for a while."""

    code = "points.venue_code_locked"
    zh = "签到码输错次数过多，请在 {until} 之后再试，或请组织者登记。"
    en = "Too many wrong codes; try again after {until}, or ask the organiser."


class ShiftNeeded(Refused):
    """Without a place somebody has to say where they want to help."""

    code = "points.shift_needed"
    kind = Kind.INVALID
    zh = "您没有报名，请选择一个岗位。"
    en = "You have no place here; say in which shift you want to help."


class DoorNotOpen(Refused):
    """One checks in from an hour before the shift on."""

    code = "points.door_not_open"
    zh = "还没到签到时间，最早可提前 {minutes} 分钟签到。"
    en = "It is too early: check in from {minutes} minutes before the shift."


class ShiftOver(Refused):
    """Nobody checks in after the end."""

    code = "points.shift_over"
    zh = "岗位时间已过，不能再签到。"
    en = "The shift is over."


class ShiftFull(Refused):
    """There is no room for somebody without a place."""

    code = "points.shift_full"
    zh = "名额已满。"
    en = "There is no room left."


class NotCheckedIn(Refused):
    """Who has not come cannot leave."""

    code = "points.not_checked_in"
    zh = "您还没有签到。"
    en = "You have not checked in."
