"""What points can be asked about contributions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, Code, Minutes, PartyId, ShortText
from contracts.points.answers import contributions as answers
from contracts.points.answers import evidence
from contracts.points.ids import ContributionId, RoleLevel
from contracts.points.kinds import Channel, ContributionState, Evidence, HoursType
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class SubmitContribution(Command[answers.Contribution]):
    """Put unpaid time forward, one's own or, as an organiser, somebody's. At the latest 14 days after it was done.

    H2, and H3 of skilled work, name a `qualification` that somebody else has verified and that is valid on that day. H3 lies wholly
    between 22:00 and 06:00, or as the council set; emergencies and heavy work are listed with an activity. 30 minutes at least; of a day's hours 8 count,
    and what is beyond, or between two quarters of an hour, stays in the record and earns nothing.

    `level` is the role (rulebook §10), by default 2, contributed, and for H4 4, decided with others. More than that the records of
    the activity must say: its hosts up to 5, whoever drafted it, belongs to or acts for a host up to 3.

    `on_behalf_of`: the person was paid for it by this organisation, whose contribution it is then. `off_duty`: somebody employed by
    the community or another public body gave it outside of what is their job. `channel`: oneself or an organiser unless the office
    types from paper or enters by hand. Both, and more than 7 days late, need an `entry_reason` and a second person, and stand in the
    public list of manual entries. `reference`: serial and line of the sheet; of one that was printed here as `QD-2023-00001:3` and with its
    activity, and two signatures are E2; other paper is a list (E1). `draft`: keep it for oneself, to be put forward
    later under the same id; nothing of it is checked yet, and nobody else sees it. `replaces`: it is put forward again, better proved,
    within 7 days after that one was returned, and counts as submitted when that one was. Days, hours and minutes are the rulebook's
    own; the rate card may say others (GET /v1/rate-parameters).
    """

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: HoursType
    activity: ShortText
    started_at: datetime
    minutes: Minutes
    evidence: Evidence = Evidence.E0
    qualification: Code | None = None
    activity_id: ActivityId | None = None
    level: RoleLevel | None = None
    on_behalf_of: PartyId | None = None
    off_duty: bool = False
    channel: Channel | None = None
    entry_reason: ShortText | None = None
    reference: Code | None = None
    documents: tuple[answers.Document, ...] = ()
    draft: bool = False
    replaces: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class WithdrawContribution(Command[answers.Contribution]):
    """Take back, before anybody has confirmed it, what was put forward wrong. Its time is free again."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class DeleteDraft(Command[answers.Contribution]):
    """Throw away a draft of one's own."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class ConfirmContribution(Command[answers.Contribution]):
    """Say, as a second person, how well it is proved. Below the floor of the rate card it is returned; otherwise its notice begins.

    No better than scans, signatures, documents and the way it came in prove. `as_counterpart`: the confirmer is the other side, whom it was
    for or who held the activity, and says so, which is E2; kept with the confirmer's name.
    """

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    evidence: Evidence
    as_counterpart: bool = False


@dataclass(frozen=True, kw_only=True)
class ReturnContribution(Command[answers.Contribution]):
    """Give it back for better evidence. The time is free again and may be submitted anew."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class ApproveContribution(Command[answers.Contribution]):
    """Accept, as a third person and after the notice, and credit what it earns."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class RejectContribution(Command[answers.Contribution]):
    """Decline it for good, with a reason."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetContribution(Query[answers.Contribution]):
    """One contribution: one's own, or any for those who confirm, approve and audit."""

    service = "points"
    answer = answers.Contribution

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class GetContributionEvidence(Query[evidence.ContributionEvidence]):
    """What proves one contribution: one's own, drafts too, or any for those who may take a step with it and are not concerned, and for auditors."""

    service = "points"
    answer = evidence.ContributionEvidence

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class ListContributions(PageQuery[answers.ContributionPage]):
    """Contributions, one's own (for organisers, what they entered too) or all, perhaps in one state, of one party, or told by another service by this id."""

    service = "points"
    answer = answers.ContributionPage

    party_id: PartyId | None = None
    state: ContributionState | None = None
    told_as: Code | None = None


@dataclass(frozen=True, kw_only=True)
class ListNotices(PageQuery[answers.NoticePage]):
    """What is under public notice now (rulebook §3)."""

    service = "points"
    answer = answers.NoticePage
