"""How rural_link says no about an agreement."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class PartiesWrong(Refused):
    """An agreement is between two to six parties, each named once."""

    code = "rural_link.agreement_parties_wrong"
    kind = Kind.INVALID
    zh = "协议应有 {least} 到 {most} 个不同的参与方。"
    en = "An agreement is between {least} and {most} different parties."


class OwnerNotParty(Refused):
    """Somebody owes something who is no party of the agreement."""

    code = "rural_link.obligation_owner_not_a_party"
    kind = Kind.INVALID
    zh = "第 {number} 项义务的承担方不是协议的参与方。"
    en = "The owner of obligation {number} is no party of the agreement."


class TooManyObligations(Refused):
    """More obligations than anybody will follow."""

    code = "rural_link.too_many_obligations"
    kind = Kind.INVALID
    zh = "一份协议最多 {most} 项义务。"
    en = "An agreement has at most {most} obligations."


class DatesWrong(Refused):
    """An agreement is reviewed after today and before it ends."""

    code = "rural_link.agreement_dates_wrong"
    kind = Kind.INVALID
    zh = "检视日期应晚于今天，且不晚于到期日。"
    en = "The review date must lie after today and not after the end date."


class AgreementIdTaken(Refused):
    """The id names another agreement."""

    code = "rural_link.agreement_id_taken"
    zh = "这个编号已经用于另一份协议。"
    en = "This id is already used for another agreement."


class AlreadySigned(Refused):
    """A party signs once."""

    code = "rural_link.already_signed"
    zh = "贵单位已经签署过这份协议。"
    en = "Your organisation signed this agreement before."


class SignedForAnother(Refused):
    """One person holds the pen for one party only."""

    code = "rural_link.signed_for_another_party"
    zh = "您已代表另一方签署，同一人不能代表两方。"
    en = "You signed for another party; one person signs for one party only."


class TextDiffers(Refused):
    """The signer read another text than the one laid out."""

    code = "rural_link.agreement_text_differs"
    zh = "您阅读的文本与待签署的文本不一致。"
    en = "The text you read is not the text laid out for signature."


class WrongAgreementState(Refused):
    """The agreement is not where this can happen to it."""

    code = "rural_link.wrong_agreement_state"
    zh = "协议现在是“{state}”，不能这样做。"
    en = "The agreement is {state}; this cannot happen to it now."


class ObligationMetBefore(Refused):
    """The obligation was met with other evidence."""

    code = "rural_link.obligation_already_met"
    zh = "这项义务已经登记完成。"
    en = "This obligation was met before."
