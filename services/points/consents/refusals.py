"""Why a consent is not taken."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ConsentNotFound(NotFound):
    """There is no such consent, or it is not the caller's to see."""

    code = "points.consent_not_found"
    zh = "没有找到这项同意。"
    en = "There is no such consent."


class ConsentIdTaken(Refused):
    """The id belongs to another consent."""

    code = "points.consent_id_taken"
    zh = "这个编号已用于另一项同意。"
    en = "This id belongs to another consent."


class ConsentTextUnknown(Refused):
    """Nobody published these words for this purpose, or later ones have replaced them."""

    code = "points.consent_text_unknown"
    zh = "告知文本的版本或内容与现行文本不符，请重新阅读后再同意。"
    en = "These are not the words published now for this purpose; read them again."


class ConsentTextTaken(Refused):
    """The version was published with other words; published words never change."""

    code = "points.consent_text_taken"
    zh = "这个版本的告知文本已发布，内容不能更改。"
    en = "This version has been published with other words."


class RecipientUnknown(Refused):
    """Who is to receive the data has to be a registered organisation."""

    code = "points.recipient_unknown"
    kind = Kind.INVALID
    zh = "接收方须是已登记的组织。"
    en = "The recipient has to be a registered organisation."


class ConsentEmpty(Refused):
    """A consent names what is handed over, each thing once."""

    code = "points.consent_empty"
    kind = Kind.INVALID
    zh = "请写明同意提供哪些信息，每项一次。"
    en = "Say which data the consent is about, each once."


class GuardianNeeded(Refused):
    """For a child under 14 the guardian consents (PIPL art. 31)."""

    code = "points.guardian_needed"
    kind = Kind.FORBIDDEN
    zh = "未满十四周岁，须由监护人同意。"
    en = "For a child under 14 the guardian has to consent."


class ConsentChannelWrong(Refused):
    """Staff only write down what somebody signed on paper; persons consent by themselves."""

    code = "points.consent_channel_wrong"
    kind = Kind.INVALID
    zh = "工作人员只能录入纸质签署的同意；本人在线同意不走纸质渠道。"
    en = "Staff enter what was signed on paper; a person consents without paper."
