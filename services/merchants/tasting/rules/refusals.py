"""How a tasting panel says no."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class PanelIdTaken(Refused):
    """The id belongs to another panel."""

    code = "merchants.panel_id_taken"
    zh = "这个编号已用于另一场品鉴。"
    en = "This id is used by another panel."


class PanelInOtherState(Refused):
    """The panel is not at the point where this is possible."""

    code = "merchants.panel_state"
    zh = "品鉴现在处于“{state}”，不能这样做。"
    en = "The panel is {state}; this is not possible now."


class TallyStillSealed(Refused):
    """Nobody sees a score before the result is public."""

    code = "merchants.tally_sealed"
    zh = "结果公布之前，任何人都看不到评分。"
    en = "Nobody sees a score before the result is public."


class NotAdmitted(Refused):
    """Only merchants with a plaque and in good standing enrol dishes."""

    code = "merchants.not_admitted"
    zh = "只有已挂牌且状态正常的商户可以报名菜品。"
    en = "Only merchants with a plaque and in good standing enrol dishes."


class TooManyDishes(Refused):
    """A merchant enrols at most two dishes."""

    code = "merchants.too_many_dishes"
    zh = "每家商户最多报名 {most} 道菜。"
    en = "A merchant enrols at most {most} dishes."


class DishIdTaken(Refused):
    """The id belongs to another dish."""

    code = "merchants.dish_id_taken"
    zh = "这个编号已用于另一道菜。"
    en = "This id is used by another dish."


class CardSizeWrong(Refused):
    """The cards are to hold a number of dishes that the panel cannot taste fairly."""

    code = "merchants.card_size"
    kind = Kind.INVALID
    zh = "评委席位须在 {least} 至 {most} 之间。"
    en = "A panel has between {least} and {most} seats."


class PanelTooShort(Refused):
    """A judge's time below half an hour earns nothing, so no panel promises less (rulebook §2)."""

    code = "merchants.panel_too_short"
    kind = Kind.INVALID
    zh = "品鉴须安排至少 {least} 分钟，更短的时间不计贡献。"
    en = "A panel takes at least {least} minutes; shorter time earns nothing."


class VolunteerIneligible(Refused):
    """Only persons sit on a panel, and not its own chief."""

    code = "merchants.volunteer_ineligible"
    zh = "只有居民个人可以报名评委，主持人除外。"
    en = "Only persons volunteer, and not the panel's own chief."


class NotDealt(Refused):
    """This plate is not on the judge's card."""

    code = "merchants.not_dealt"
    zh = "您的评分卡上没有这道菜。"
    en = "This plate is not on your card."


class AlreadyCast(Refused):
    """The judge has scored this plate."""

    code = "merchants.already_cast"
    zh = "这道菜您已经评过分，不能再改。"
    en = "You have scored this plate; a ballot is not changed."


class BallotVoid(Refused):
    """The judge has an interest in this plate's merchant."""

    code = "merchants.ballot_void"
    zh = "因利益关系，您不能评这道菜。"
    en = "Because of a tie to its merchant you cannot score this plate."


class ReasonMissing(Refused):
    """An extreme score says why."""

    code = "merchants.reason_missing"
    kind = Kind.INVALID
    zh = "单项 3 分及以下或 10 分时，请写明理由（至少 {least} 个字）。"
    en = "Say why a score is 3 or less, or 10, in at least {least} characters."


class NotTasted(Refused):
    """A judge nominates what they tasted."""

    code = "merchants.not_tasted"
    zh = "只能提名您品尝并评分过的菜品。"
    en = "Nominate only what you have tasted and scored."


class AlreadyNominated(Refused):
    """The judge has nominated this dish."""

    code = "merchants.already_nominated"
    zh = "您已经提名过这道菜。"
    en = "You have nominated this dish."


class TooManyNominations(Refused):
    """A judge nominates at most three dishes."""

    code = "merchants.too_many_nominations"
    zh = "每位评委最多提名 {most} 道菜。"
    en = "A judge nominates at most {most} dishes."


class PublishedByParty(Refused):
    """Whoever called, closed or judged a panel does not publish its result."""

    code = "merchants.published_by_party"
    zh = "主持人和评委不能公布自己这一场的结果。"
    en = "A panel's chief and its judges do not publish its result."


class JudgeMarkedAbsent(Refused):
    """A judge who has scored a plate is not absent."""

    code = "merchants.judge_present"
    zh = "这位评委已经评过分，不能记为缺席。"
    en = "This judge has scored a plate and is not absent."
