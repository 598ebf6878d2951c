"""How qualifications say no."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class QualificationNotVerified(Refused):
    """The task needs a qualification that nobody has verified, or that is no longer valid on that day."""

    code = "points.qualification_not_verified"
    zh = "这项服务需要资格“{code}”，没有经核实且当日有效的证明。"
    en = "This needs the qualification {code}, verified and valid on that day."


class QualificationNotFound(NotFound):
    """There is no such qualification, or it is not the caller's to see."""

    code = "points.qualification_not_found"
    zh = "没有找到这项资格。"
    en = "There is no such qualification."


class QualificationIdTaken(Refused):
    """The id belongs to another qualification."""

    code = "points.qualification_id_taken"
    zh = "这个编号已用于另一项资格。"
    en = "This id is taken by a qualification with other content."


class QualificationVerified(Refused):
    """Somebody has verified it."""

    code = "points.qualification_verified"
    zh = "这项资格已核实。"
    en = "It was verified before."


class OwnQualification(Refused):
    """Nobody verifies their own qualification, one they entered, or that of somebody of their household or organisation."""

    code = "points.own_qualification"
    kind = Kind.FORBIDDEN
    zh = "不能核实自己的、自己录入的，或同户、同单位人员的资格。"
    en = "Nobody verifies their own, what they entered, or that of their household or organisation."
