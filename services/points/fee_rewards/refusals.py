"""Why a property-fee reward does not go on (rulebook §9)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class ProgrammeNotFound(NotFound):
    """There is no such programme, or it is another company's."""

    code = "points.programme_not_found"
    zh = "没有找到这个物业费奖励计划。"
    en = "There is no such programme."


class ProgrammeIdTaken(Refused):
    """The id belongs to a programme with other content."""

    code = "points.programme_id_taken"
    zh = "这个编号已用于另一个计划。"
    en = "This id is taken by a programme with other content."


class TermsUnfit(Refused):
    """A programme is an organisation's, gives at most the whole fee, and covers each period of a year or its months once."""

    code = "points.programme_terms_unfit"
    kind = Kind.INVALID
    zh = "计划须由组织出资，比例不超过 100%，至少包括一个计费周期（各周期不重叠）和一类志愿服务。"
    en = "A programme is funded by an organisation, gives at most 100 %, and covers billing periods that do not overlap, for some work."


class ProgrammeNotDraft(Refused):
    """It was signed before."""

    code = "points.programme_not_draft"
    zh = "这个计划已签署。"
    en = "This programme was signed before."


class ProgrammeNotSigned(Refused):
    """The company has not signed it, or it is open already."""

    code = "points.programme_not_signed"
    zh = "这个计划不在已签署待启用的状态。"
    en = "This programme does not wait to be activated."


class ProgrammeNotActive(Refused):
    """It is not open to requests."""

    code = "points.programme_not_active"
    zh = "这个计划目前不接受申请。"
    en = "This programme takes no requests now."


class ProgrammeNotOpen(Refused):
    """It is a draft, or closed already."""

    code = "points.programme_not_open"
    zh = "这个计划尚未签署或已关闭。"
    en = "This programme is a draft or closed already."


class BudgetUsedUp(Refused):
    """All of the budget is promised or given; what is rejected or withdrawn frees it again."""

    code = "points.programme_exhausted"
    zh = "这个计划的预算已用完。"
    en = "The budget of this programme is used up."


class OwnProgramme(Refused):
    """Nobody opens a programme they drafted, signed or pay for."""

    code = "points.own_programme"
    kind = Kind.FORBIDDEN
    zh = "起草人、签署人和出资公司的人不能启用计划。"
    en = "Whoever drafted, signed or funds a programme may not activate it."


class PeriodNotOffered(Refused):
    """The programme does not cover that billing period."""

    code = "points.period_not_offered"
    zh = "这个计划不包括该计费周期。"
    en = "The programme does not cover this billing period."


class ConsentMissing(Refused):
    """Without consent nothing of the household leaves the platform."""

    code = "points.consent_missing"
    kind = Kind.INVALID
    zh = "须同意把户号、周期和金额告知物业公司。"
    en = "Consent that household number, period and amount are told to the company."


class NotOwnHousehold(NotFound):
    """It is not the resident's household."""

    code = "points.household_not_found"
    zh = "没有找到您所在的这个住户。"
    en = "There is no such household of yours."


class NothingToGive(Refused):
    """No points from unpaid work are available, or the fee is too small for a discount."""

    code = "points.nothing_to_give"
    zh = "没有来自志愿服务的可用积分，或物业费太少。"
    en = "No points from unpaid work are available, or the fee is too small."


class RewardNotOffered(Refused):
    """It was accepted before, or is over."""

    code = "points.reward_not_offered"
    zh = "这笔奖励不在待接受的状态。"
    en = "This reward does not wait to be accepted."


class OfferOver(Refused):
    """Seven days have passed, or points or budget no longer suffice: ask for a new offer."""

    code = "points.offer_over"
    zh = "这个报价已失效，请重新查询。"
    en = "This offer no longer holds; ask for a new one."


class RewardSealed(Refused):
    """It stands in a sealed batch, or is over: consent is withdrawn before that."""

    code = "points.reward_sealed"
    zh = "这笔奖励已封存或已结束，不能再撤回。"
    en = "This reward is sealed or over and cannot be withdrawn."


class RewardNotApplied(Refused):
    """The company has not given the discount, or it was taken back."""

    code = "points.reward_not_applied"
    zh = "这笔奖励不在已抵扣的状态。"
    en = "This reward has not been applied."


class UndoAsked(Refused):
    """It is being taken back already."""

    code = "points.undo_already_asked"
    zh = "这笔奖励已在撤销之中。"
    en = "This reward is being taken back already."


class HouseholdRewarded(Refused):
    """A household gets one reward a period and programme."""

    code = "points.household_already_rewarded"
    zh = "该住户在这个计费周期已有一笔奖励。"
    en = "This household has a reward for this billing period."


class RewardNotFound(NotFound):
    """There is no such reward, or it is not the caller's to see."""

    code = "points.reward_not_found"
    zh = "没有找到这笔奖励。"
    en = "There is no such reward."


class RewardIdTaken(Refused):
    """The id belongs to a reward with other content."""

    code = "points.reward_id_taken"
    zh = "这个编号已用于另一笔奖励。"
    en = "This id is taken by a reward with other content."


class BatchNotFound(NotFound):
    """There is no such batch, or it is another company's."""

    code = "points.batch_not_found"
    zh = "没有找到这个批次。"
    en = "There is no such batch."


class NothingToSeal(Refused):
    """No accepted reward waits."""

    code = "points.nothing_to_seal"
    zh = "没有待汇总的奖励。"
    en = "No reward waits to be sealed."


class MonthNotBegun(Refused):
    """A month of the future."""

    code = "points.month_not_begun"
    kind = Kind.INVALID
    zh = "这个月份还没有开始。"
    en = "That month has not begun."


class AcksUnfit(Refused):
    """An answer names no line of the batch, or lacks what its result needs."""

    code = "points.acks_unfit"
    kind = Kind.INVALID
    zh = "第 {line} 行的回执不完整或不对应；每次 1–200 行，每行一次。"
    en = "The answer for line {line} is incomplete or fits no line; 1 to 200 lines at a time, each once."


class LineAnswered(Refused):
    """The line was closed with another answer."""

    code = "points.line_already_acknowledged"
    zh = "第 {line} 行已回执：{result} {credit_note}。"
    en = "Line {line} was acknowledged before: {result} {credit_note}."


class ArrearsDoNotReject(Refused):
    """Arrears bar nobody: where the programme says so the discount waits, otherwise it is given (rulebook §9)."""

    code = "points.arrears_do_not_reject"
    kind = Kind.INVALID
    zh = "第 {line} 行：欠费不能作为拒绝的理由；按计划公布的规则暂缓或照常抵扣。"
    en = "Line {line}: arrears are no reason to reject; defer where the programme says so, otherwise apply."


class SuspenseNotFound(NotFound):
    """There is no such answer in suspense."""

    code = "points.suspense_not_found"
    zh = "没有找到这条待处理的回执。"
    en = "There is no such answer in suspense."


class SuspenseCleared(Refused):
    """It was cleared before."""

    code = "points.suspense_cleared"
    zh = "这条回执已处理。"
    en = "This answer was cleared before."


class OwnDelivery(Refused):
    """Whoever delivered it, belongs to the company or is close to the household of the line does not clear it."""

    code = "points.own_delivery"
    kind = Kind.FORBIDDEN
    zh = "不能处理自己提交的、自己所属公司的或涉及自己住户的回执。"
    en = "Whoever delivered an answer, belongs to the company or to the household concerned may not clear it."


class CaseNotFound(NotFound):
    """There is no such case."""

    code = "points.fee_case_not_found"
    zh = "没有找到这个催办事项。"
    en = "There is no such case."


class CaseClosed(Refused):
    """It was closed before."""

    code = "points.fee_case_closed"
    zh = "这个催办事项已关闭。"
    en = "This case was closed before."


class OwnCase(Refused):
    """Two persons close a case, close neither to each other, nor to the company, nor to a household that waits."""

    code = "points.own_fee_case"
    kind = Kind.FORBIDDEN
    zh = "催办事项须由两人先后处理：须非同一人、非同住户或同组织，且与物业公司及相关住户无关联。"
    en = "Two persons close a case: close neither to each other, nor to the company, nor to a household it is about."


class ClosureNotProposed(Refused):
    """Nothing of the caller's waits for a second person: nobody proposed to close it, or somebody else did."""

    code = "points.fee_closure_not_proposed"
    zh = "这个催办事项没有由您提出、等待另一人确认的关闭提议。"
    en = "No proposal of yours to close this case waits for a second person."


class OwnLine(Refused):
    """Whoever answers for the company says nothing of their own household, or of somebody who is one identity with them (rulebook §3)."""

    code = "points.own_line"
    kind = Kind.FORBIDDEN
    zh = "第 {line} 行涉及本人或关系密切的住户，请由同公司的另一位人员办理。"
    en = "Line {line} is of your own household or somebody close to you; another person of the company takes it."
