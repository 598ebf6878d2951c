"""Contributions and their public notices, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import ActivityId, CentiPoints, Code, Count, Fen, PageKey, PartyId, Sha256, ShortText, Version
from contracts.points.ids import ContributionId, RoleLevel, SpentMinutes
from contracts.points.kinds import (
    Channel,
    ContributionState,
    ContributionType,
    DocumentKind,
    Evidence,
)


@dataclass(frozen=True, kw_only=True)
class Document:
    """A document that proves something, by the fingerprint of its file, which may be uploaded or lie elsewhere."""

    sha256: Sha256
    kind: DocumentKind


@dataclass(frozen=True, kw_only=True)
class Contribution:
    """What somebody gave and what became of it. Until it is settled, `cv` and `sp` are what it would earn now.

    `minutes` is the raw time of the volunteer record and never rewritten; nought for goods and money, whose `value` counts.
    `due_at` is when the next step should be taken: an unanswered step is never approved by itself, it escalates.
    `performed_by` differs from `party_id` for paid time, which is the organisation's. `loan_table`: for things on loan, the number of the
    table that priced them. `manual`: it stands in the public list of
    manual entries, and waits for a second person (`seconded_by`) before it can be confirmed. `as_counterpart`: its grade stands on the word
    of `confirmed_by`, who said to be the other side. `counted_minutes`: what of the raw time earns, because so many hours of a day
    count (rulebook §2); it may grow until it is settled, when others of that day fall away. `told_as`: the id by which another service told
    of it, e.g. of goods in donations.
    """

    contribution_id: ContributionId
    party_id: PartyId
    contribution_type: ContributionType
    activity: ShortText
    qualification: Code | None
    started_at: datetime
    minutes: SpentMinutes
    evidence: Evidence
    state: ContributionState
    rate_card: Version
    cv: CentiPoints
    sp: CentiPoints
    submitted_by: PartyId
    confirmed_by: PartyId | None
    decided_by: PartyId | None
    notice_ends_at: datetime | None
    due_at: datetime | None
    reason: ShortText | None
    version: Version
    performed_by: PartyId | None = None
    channel: Channel = Channel.SELF
    activity_id: ActivityId | None = None
    level: RoleLevel | None = None
    value: Fen = 0
    manual: bool = False
    seconded_by: PartyId | None = None
    second_confirmed_by: PartyId | None = None
    held: bool = False
    escalation: Count = 0
    reversed_cv: CentiPoints = 0
    reversed_sp: CentiPoints = 0
    loan_table: Version | None = None
    as_counterpart: bool = False
    counted_minutes: SpentMinutes = 0
    told_as: Code | None = None


@dataclass(frozen=True, kw_only=True)
class ContributionPage:
    """Contributions, the newest id first."""

    items: tuple[Contribution, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A confirmed contribution under public notice: who (masked), what, how long, and until when anybody may object."""

    contribution_id: ContributionId
    public_name: ShortText
    contribution_type: ContributionType
    activity: ShortText
    minutes: SpentMinutes
    notice_ends_at: datetime
    value: Fen = 0


@dataclass(frozen=True, kw_only=True)
class NoticePage:
    """Notices that run now, the newest id first."""

    items: tuple[Notice, ...]
    next_key: PageKey | None
