"""What points says of contributions on their way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.event import Event
from contracts.kinds import (
    CentiPoints,
    Month,
    PartyId,
)
from contracts.points.ids import (
    ContributionId,
    SpentMinutes,
)
from contracts.points.kinds import ContributionType, Evidence, Task


@dataclass(frozen=True, kw_only=True)
class ContributionSubmitted(Event):
    """Something somebody gave was put forward; `minutes` is nought for goods, money and things on loan."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    minutes: SpentMinutes
    performed_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionConfirmed(Event):
    """A second person confirmed it; it is under public notice until `notice_ends_at`."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    evidence: Evidence
    notice_ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class ContributionSettled(Event):
    """A third person approved it after its notice. `minutes` go to the volunteer record unchanged, whatever was granted."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    minutes: SpentMinutes
    cv: CentiPoints
    sp: CentiPoints
    settled_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionRefused(Event):
    """It was returned for better evidence (`final` false) or rejected (`final` true)."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    final: bool
    refused_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionWithdrawn(Event):
    """Whoever gave it took it back before anybody had confirmed it."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    withdrawn_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionChallenged(Event):
    """Somebody objected while its notice ran; who, is told to nobody."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    challenged_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionEscalated(Event):
    """A step was not taken in time: the task is somebody else's now, and nothing was approved by that."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    task: Task
    escalated_on: date


@dataclass(frozen=True, kw_only=True)
class ContributionOverdue(Event):
    """The council has not taken a step in time that was its own: said when it was due, and again after each further time to confirm.

    It stays the council's, and nothing is approved by that.
    """

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    due_on: date
    reminded_on: date


@dataclass(frozen=True, kw_only=True)
class RecheckFailed(Event):
    """A settled contribution was looked at again and does not hold; its reversal is proposed."""

    source = "points"
    subject = "contribution_id"

    contribution_id: ContributionId
    period: Month
    failed_on: date
