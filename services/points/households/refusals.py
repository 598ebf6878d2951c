"""Why people do not come to live together, or part (rulebook §1)."""

from __future__ import annotations

from contracts.refused import Kind, NotFound, Refused


class HouseholdProposalNotFound(NotFound):
    """There is no such proposal, or it does not concern the caller."""

    code = "points.household_proposal_not_found"
    zh = "没有找到这份住户提议。"
    en = "There is no such proposal of a household."


class HouseholdProposalIdTaken(Refused):
    """The id belongs to a proposal with other content."""

    code = "points.household_proposal_id_taken"
    zh = "这个编号已用于另一份住户提议。"
    en = "This id is taken by another proposal of a household."


class HouseholdProposalOver(Refused):
    """It is in effect, was declined or overtaken, or its thirty days are over."""

    code = "points.household_proposal_over"
    zh = "这份住户提议已结束，请重新提出。"
    en = "This proposal of a household is over; make a new one."


class HouseholdUnfit(Refused):
    """No registered household was named, or somebody who is no person, or nobody, or somebody twice."""

    code = "points.household_unfit"
    kind = Kind.INVALID
    zh = "请填写已登记的住户，以及要加入的个人：每人一次，至少一人，最多 {most} 人。"
    en = "Name a registered household and the persons who join it: each once, one at least, {most} at most."


class LivesAlready(Refused):
    """Nobody is in two households: who lives in one leaves it first."""

    code = "points.lives_already"
    zh = "有成员已属于某一住户；请本人先退出，再加入。"
    en = "Somebody named belongs to a household already, and leaves it first."


class GuardianMissing(Refused):
    """A minor is entered by a guardian who lives there or joins too, and is never named as an adult."""

    code = "points.guardian_missing"
    kind = Kind.FORBIDDEN
    zh = "未成年人须由同住或一同加入的监护人带入，不能作为成年人列入。"
    en = "A minor is entered by a guardian who lives there or joins too, and is never named as an adult."


class HouseholdBeginsAtDesk(Refused):
    """Where nobody lives nobody can agree: somebody else, of the staff, looks at the papers."""

    code = "points.household_begins_at_desk"
    kind = Kind.FORBIDDEN
    zh = "尚无人居住的住户，须由社区工作人员核对后提出；工作人员不能为自己提出。"
    en = "Where nobody lives yet, staff propose after a look at the papers, and never for themselves."


class NotOfHousehold(Refused):
    """Neither the caller nor a child of theirs belongs to a household."""

    code = "points.not_of_household"
    kind = Kind.FORBIDDEN
    zh = "只能由本人退出住户，或由监护人为孩子退出；此人须属于某一住户。"
    en = "One leaves a household for oneself or for one's own child, and belongs to one."
