"""Why a contribution is not taken (rulebook §2, §3)."""

from __future__ import annotations

from contracts.refused import Kind, Refused


class ContributionIdTaken(Refused):
    """The id belongs to a contribution that was submitted with other content."""

    code = "points.contribution_id_taken"
    zh = "这个编号已用于另一项贡献。"
    en = "This id is taken by a contribution with other content."


class HoursArePersonal(Refused):
    """Unpaid time is a person's; paid time is the organisation's and earns nothing here (rulebook §1)."""

    code = "points.hours_are_personal"
    kind = Kind.INVALID
    zh = "志愿时长只能记在个人名下。"
    en = "Unpaid time belongs to a person."


class QualificationMissing(Refused):
    """Skilled service names a verified qualification."""

    code = "points.qualification_missing"
    kind = Kind.INVALID
    zh = "专业服务须填写已核验的资格。"
    en = "Skilled service names a verified qualification."


class NotListed(Refused):
    """H3 is night work by the clock, or what an activity listed beforehand as emergency or heavy (rulebook §2)."""

    code = "points.not_listed"
    kind = Kind.INVALID
    zh = "H3 须是全程在 {begins}:00 至 {ends}:00 之间的夜间服务，或活动岗位事先列明的应急、重体力服务；其他按 H1 或 H2 提交。"
    en = "H3 lies wholly between {begins}:00 and {ends}:00, or is a task that an activity listed as emergency or heavy; submit other time as H1 or H2."


class ActivityUnknown(Refused):
    """Named is an act of charity that two persons made known here; who holds it may be the other side (rulebook §3)."""

    code = "points.activity_unknown"
    kind = Kind.INVALID
    zh = "没有这个已发布的活动，请核对活动编号，或不填。"
    en = "There is no published activity with this id; check it, or name none."


class RoleNotHeld(Refused):
    """Whoever organised, decided or was steward stands in the records of the act (rulebook §10): its drafter, its hosts, their people."""

    code = "points.role_not_held"
    kind = Kind.INVALID
    zh = "按所填活动的记录，角色最多记为 {most} 级；更高的须是该活动的发起人、主办方或其人员，或由活动岗位给出。"
    en = "By the records of the activity the role is at most {most}; more has its drafter, its hosts and their people, or who took such a task."


class SheetNotPrinted(Refused):
    """A serial of ours was printed for an act; its line is typed as `serial:line`, and with that act (rulebook §3, paper path)."""

    code = "points.sheet_not_printed"
    kind = Kind.INVALID
    zh = "没有为所填活动打印过这张编号的签到表，或未写明行号；请按“编号:行号”填写，如 QD-2023-00001:3。"
    en = "No sheet of this serial was printed for the named activity, or its line is missing: write serial:line, as QD-2023-00001:3."


class TooShort(Refused):
    """Less than half an hour, or what the council has set, is thanked, not counted."""

    code = "points.too_short"
    kind = Kind.INVALID
    zh = "每次服务至少 {least} 分钟。"
    en = "A contribution lasts at least {least} minutes."


class TooLong(Refused):
    """One entry is of one day. How many of its hours count says the rulebook: eight."""

    code = "points.too_long"
    kind = Kind.INVALID
    zh = "每次服务不超过 {hours} 小时，请按天分别填报。"
    en = "An entry is of at most {hours} hours; enter each day by itself."


class NotYetPerformed(Refused):
    """It ends in the future."""

    code = "points.not_yet_performed"
    kind = Kind.INVALID
    zh = "服务尚未结束，请在结束后提交。"
    en = "Submit it when it is over."


class TooLate(Refused):
    """It was done too long ago."""

    code = "points.submitted_too_late"
    zh = "须在服务之后 {days} 天内提交。"
    en = "Submit it within {days} days."


class NotReplaceable(Refused):
    """Only one's own contribution of the same type, day and activity, returned at most a week ago, is put forward again, and once."""

    code = "points.not_replaceable"
    zh = "只有本人被退回的、同一类型、同一天、同一活动的贡献，可在退回后 {days} 天内重新提交一次。"
    en = "What was returned of one's own is put forward again within {days} days, of the same type, day and activity, and once."


class TimeOverlaps(Refused):
    """The person's time at that hour counts already."""

    code = "points.time_overlaps"
    zh = "这段时间与已提交的另一项贡献重叠，只计第一项。"
    en = "This time overlaps another contribution; only the first counts."


class TooManyAtOnce(Refused):
    """So many are taken in several goes."""

    code = "points.too_many_contributions"
    kind = Kind.INVALID
    zh = "一次最多提交 {most} 项贡献。"
    en = "At most {most} contributions at once."


class ChannelNotYours(Refused):
    """The office keys in paper and enters by hand; codes and files come by themselves."""

    code = "points.channel_not_yours"
    kind = Kind.FORBIDDEN
    zh = "您的角色不能用这个渠道录入贡献。"
    en = "Your role does not enter contributions by this channel."


class EntryReasonMissing(Refused):
    """What is entered by hand, typed from paper, or late, says why (rulebook §3)."""

    code = "points.entry_reason_missing"
    kind = Kind.INVALID
    zh = "后台录入、纸质单据录入、批量导入以及超过 {days} 天的补录须填写理由。"
    en = "What is entered by hand or from paper, imported, or more than {days} days late says why."


class SecondPersonMissing(Refused):
    """Nobody has stood up as a second person for what was entered by hand or late (rulebook §3)."""

    code = "points.second_person_missing"
    zh = "这项手工录入的贡献还没有第二人复核。"
    en = "No second person has stood up for this manual entry yet."


class SecondPersonNotNeeded(Refused):
    """It is not a manual entry, or somebody did before."""

    code = "points.second_person_not_needed"
    zh = "这项贡献不需要第二人复核，或已复核过。"
    en = "This contribution needs no second person, or has one."


class ReferenceTaken(Refused):
    """The bank line, or the line of the paper sheet, counts already."""

    code = "points.reference_taken"
    zh = "这个凭证号已用于另一项贡献，只计一次。"
    en = "This reference stands for another contribution; it counts once."


class NotOfThisOrganisation(Refused):
    """Paid time is the organisation's that pays the person, or for which the person acted at that time."""

    code = "points.not_of_this_organisation"
    kind = Kind.INVALID
    zh = "带薪时间只能记在本人所属，或当时获授权代表的组织名下。"
    en = "Paid time belongs to the organisation the person works for, or acted for at that time."


class StaffEarnNothing(Refused):
    """Community staff whose job is the activity earn nothing for it (rulebook §1)."""

    code = "points.staff_earn_nothing"
    zh = "社区工作人员的本职工作不计贡献；业余时间的服务请注明。"
    en = "Community staff earn nothing for their job; say so if it was given off duty."


class LoanUnknown(Refused):
    """The table of things on loan of that month does not know it."""

    code = "points.loan_unknown"
    kind = Kind.INVALID
    zh = "出借标准表里没有“{item}”。"
    en = "The table of things on loan does not know {item}."


class NothingCounts(Refused):
    """After the factors nothing is left: food on its last day, goods of no price."""

    code = "points.nothing_counts"
    kind = Kind.INVALID
    zh = "折算后没有可计的价值。"
    en = "Nothing is left that counts."


class ReceiptMeansG1(Refused):
    """R-0 [law]: whatever carries a donation receipt is G1 or F1 and mints no spendable points."""

    code = "points.receipt_means_no_points"
    kind = Kind.INVALID
    zh = "开具捐赠票据的只能按 G1 或 F1 记录，不产生可兑积分。"
    en = "What carries a donation receipt is G1 or F1 and earns no spendable points."


class BetterSourceExists(Refused):
    """An invoice goes before a published price list, that before two quotations (rulebook §2)."""

    code = "points.better_source_exists"
    kind = Kind.INVALID
    zh = "估价须依次采用发票、公开价目表、两份报价；请用材料中更可靠的一种。"
    en = "Appraise by the invoice, else a published price list, else two quotations: the better one is among the documents."


class DocumentMissing(Refused):
    """What is claimed needs a document that is not there."""

    code = "points.document_missing"
    kind = Kind.INVALID
    zh = "缺少证明材料：{kind}。"
    en = "A document is missing: {kind}."


class AtCostOnly(Refused):
    """A merchant's own goods count at cost or wholesale, not at the shelf price (rulebook §2)."""

    code = "points.at_cost_only"
    kind = Kind.INVALID
    zh = "商户自有商品按进价或批发价计，不按零售价。"
    en = "A merchant's own goods count at cost or wholesale, not at the shelf price."


class OwnGoods(Refused):
    """The donor never appraises what they give, nor does anybody close to them, nor twice the same person (rulebook §2)."""

    code = "points.own_goods"
    kind = Kind.FORBIDDEN
    zh = "捐赠人及其亲近的人不能为该物品估价，同一人也不能估价两次。"
    en = "Neither the donor nor anybody close appraises these goods, and nobody does so twice."


class NotAppraised(Refused):
    """Goods are appraised before they are confirmed; over ¥2,000 a piece by two persons (rulebook §2)."""

    code = "points.not_appraised"
    zh = "还需要 {missing} 人估价后才能确认。"
    en = "It needs {missing} more appraisal before it can be confirmed."


class MoneyComesWithItsPayment(Refused):
    """Gifts of money are credited when their payment is told; by hand only as the office does it, by a bank line (rulebook §2)."""

    code = "points.money_comes_with_its_payment"
    kind = Kind.INVALID
    zh = "捐款随到账记录自动计入；手工补录只能由工作人员凭银行流水（E3）办理。"
    en = "Money is credited with its payment; by hand only as the office enters it by a bank line (E3)."
