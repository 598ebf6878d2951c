"""Objections, duties, the queue of work, estimates and the public list of manual entries, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import CentiPoints, Count, Fen, LongText, PageKey, PartyId, ShortText, Version
from contracts.points.answers.contributions import Contribution
from contracts.points.ids import ChallengeId, ContributionId, DutyId, Percent, SpentMinutes
from contracts.points.kinds import (
    ChallengeState,
    Channel,
    ContributionState,
    ContributionType,
    DutyState,
    Limit,
    PassedOverReason,
    Task,
)


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """An objection to a contribution under notice. Who raised it is told to nobody."""

    challenge_id: ChallengeId
    contribution_id: ContributionId
    reason: LongText
    state: ChallengeState
    raised_at: datetime
    decided_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class ChallengePage:
    """Objections, the newest id first."""

    items: tuple[Challenge, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Duty:
    """Who takes which step with contributions: appointed by one person, agreed by another."""

    duty_id: DutyId
    party_id: PartyId
    task: Task
    state: DutyState
    appointed_by: PartyId
    agreed_by: PartyId | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class DutyPage:
    """Duties, the newest id first."""

    items: tuple[Duty, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class PassedOver:
    """Somebody on duty whose turn it was, and who did not get the contribution when it was dealt."""

    contribution_id: ContributionId
    task: Task
    party_id: PartyId
    reason: PassedOverReason
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PassedOverPage:
    """Who was passed over, the newest contribution id first; within a contribution the later of one person's first."""

    items: tuple[PassedOver, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class OverdueStep:
    """A contribution whose step the council was to take by `due_at`: to confirm, review, decide on an objection or approve, by its `state`.

    `reminded` says how often the council was told so since.
    """

    contribution_id: ContributionId
    state: ContributionState
    due_at: datetime
    reminded: Count
    reminded_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class OverdueStepPage:
    """Overdue steps, what was due first first."""

    items: tuple[OverdueStep, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class OverdueCount:
    """How many contributions of a state wait for the council beyond its time, and since which day the oldest does."""

    state: ContributionState
    number: Count
    oldest_due_on: date


@dataclass(frozen=True, kw_only=True)
class OverdueSteps:
    """All that waits for the council beyond its time: none of it is approved by waiting."""

    number: Count
    counts: tuple[OverdueCount, ...]


@dataclass(frozen=True, kw_only=True)
class WorkQueue:
    """The contributions that wait for whoever asks, those that are due first."""

    items: tuple[Contribution, ...]


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """What something would earn if it were settled now, and what keeps it from earning more spendable points (rulebook §4).

    `full_sp` is what the rate card alone would give. The surplus over the hours of the month or the party's cap mints value only.
    `mint_percent` is minted by the reserve's state on the day of performance (§6). Of several limits `limited_by` names the
    suspension first, by which nothing is earned, then the hours of the day, of which `counted_minutes` are left for this, the cap, the hours, and the reserve.
    `warning`: with it the party is at 80 % of its cap or of the month's hours.
    """

    rate_card: Version
    cv: CentiPoints
    sp: CentiPoints
    full_sp: CentiPoints
    limited_by: Limit
    warning: bool
    hours_minutes_left: Count
    cap_left: CentiPoints
    mint_percent: Percent = 100
    counted_minutes: SpentMinutes = 0


@dataclass(frozen=True, kw_only=True)
class ManualEntry:
    """What was entered by hand, imported or entered late, for everybody to see (rulebook §3): masked, with the reason, and whether two stand for it."""

    contribution_id: ContributionId
    public_name: ShortText
    contribution_type: ContributionType
    activity: ShortText
    minutes: SpentMinutes
    value: Fen
    channel: Channel
    entry_reason: ShortText
    entered_at: datetime
    by_two: bool
    state: ContributionState


@dataclass(frozen=True, kw_only=True)
class ManualEntryPage:
    """Manual entries, the newest id first."""

    items: tuple[ManualEntry, ...]
    next_key: PageKey | None
