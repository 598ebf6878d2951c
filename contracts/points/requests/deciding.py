"""What points can be asked about objections, duties, estimates and manual entries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.kinds import Fen, LongText, PartyId, ShortText
from contracts.points.answers import contributions, deciding
from contracts.points.ids import ChallengeId, ContributionId, DutyId, SpentMinutes
from contracts.points.kinds import ContributionType, Task
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ChallengeContribution(Command[deciding.Challenge]):
    """Object to a contribution while its notice runs (rulebook §3). Nobody, and least of all the claimant, learns who objected."""

    service = "points"
    answer = deciding.Challenge

    challenge_id: ChallengeId
    contribution_id: ContributionId
    reason: LongText


@dataclass(frozen=True, kw_only=True)
class DecideChallenge(Command[contributions.Contribution]):
    """Decide, as the council and not involved, on all objections to a contribution.

    Upheld, it is rejected; dismissed, which is done when its notice is over, it is approved.
    """

    service = "points"
    answer = contributions.Contribution

    contribution_id: ContributionId
    upheld: bool
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class ListChallenges(PageQuery[deciding.ChallengePage]):
    """One's own objections, or all for the council and the auditor."""

    service = "points"
    answer = deciding.ChallengePage

    contribution_id: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class AppointDuty(Command[deciding.Duty]):
    """Propose that somebody takes a step with contributions from now on; a second person agrees."""

    service = "points"
    answer = deciding.Duty

    duty_id: DutyId
    party_id: PartyId
    task: Task


@dataclass(frozen=True, kw_only=True)
class AgreeDuty(Command[deciding.Duty]):
    """Agree, as a second person, to a proposed duty; never to one's own."""

    service = "points"
    answer = deciding.Duty

    duty_id: DutyId


@dataclass(frozen=True, kw_only=True)
class EndDuty(Command[deciding.Duty]):
    """End a duty. What is assigned already stays in the queue until it is done or escalates."""

    service = "points"
    answer = deciding.Duty

    duty_id: DutyId


@dataclass(frozen=True, kw_only=True)
class ListDuties(PageQuery[deciding.DutyPage]):
    """Who is on duty, was, or is proposed."""

    service = "points"
    answer = deciding.DutyPage


@dataclass(frozen=True, kw_only=True)
class ListPassedOver(PageQuery[deciding.PassedOverPage]):
    """Whose turn it was and who was passed over, and why; of one contribution, or of all, the newest id first."""

    service = "points"
    answer = deciding.PassedOverPage

    contribution_id: ContributionId | None = None


@dataclass(frozen=True, kw_only=True)
class ListWork(Query[deciding.WorkQueue]):
    """What waits for whoever asks, up to a hundred."""

    service = "points"
    answer = deciding.WorkQueue


@dataclass(frozen=True, kw_only=True)
class ListOverdueSteps(PageQuery[deciding.OverdueStepPage]):
    """What waits for the council beyond its time, what was due first first."""

    service = "points"
    answer = deciding.OverdueStepPage


@dataclass(frozen=True, kw_only=True)
class CountOverdueSteps(Query[deciding.OverdueSteps]):
    """How many contributions wait for the council beyond its time."""

    service = "points"
    answer = deciding.OverdueSteps


@dataclass(frozen=True, kw_only=True)
class EstimateContribution(Query[deciding.Estimate]):
    """What something would earn, before it is submitted: `minutes` for time, `value` that counts for all else.

    `on_behalf_of`: the person's time is paid by this organisation, which earns; the hours of the day are the person's.
    """

    service = "points"
    answer = deciding.Estimate

    party_id: PartyId
    contribution_type: ContributionType
    performed_on: date
    minutes: SpentMinutes = 0
    skilled: bool = False
    value: Fen = 0
    on_behalf_of: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class ListManualEntries(PageQuery[deciding.ManualEntryPage]):
    """The public list of manual entries (rulebook §3)."""

    service = "points"
    answer = deciding.ManualEntryPage
