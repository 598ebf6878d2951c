"""What points says of acts of charity."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.event import Event
from contracts.kinds import ActivityId, PartyId, ShortText
from contracts.points.kinds import NeedGroup


@dataclass(frozen=True, kw_only=True)
class ActivityPublished(Event):
    """An act of charity was made known and people may sign up for it."""

    source = "points"
    subject = "activity_id"

    activity_id: ActivityId
    name: ShortText
    host_ids: tuple[PartyId, ...]
    needs: tuple[NeedGroup, ...]
    planned_start: datetime
    planned_end: datetime


@dataclass(frozen=True, kw_only=True)
class ActivityCancelled(Event):
    """It was called off."""

    source = "points"
    subject = "activity_id"

    activity_id: ActivityId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class BeneficiariesConfirmed(Event):
    """How many people it reached was confirmed, or corrected; the numbers are asked for, because small ones are not for everybody."""

    source = "points"
    subject = "activity_id"

    activity_id: ActivityId
