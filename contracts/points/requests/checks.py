"""What points can be asked about samples that are looked at again, reviews, and patterns."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Month, ShortText
from contracts.points.answers import checks, contributions
from contracts.points.ids import ContributionId, FindingId
from contracts.points.kinds import FindingState
from contracts.request import Command, PageQuery, Query


@dataclass(frozen=True, kw_only=True)
class ReleaseContribution(Command[contributions.Contribution]):
    """Let a contribution go on that was held for review (rulebook §7), as the council."""

    service = "points"
    answer = contributions.Contribution

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class GetRecheckDraw(Query[checks.RecheckDraw]):
    """With what the sample of a month was drawn (rulebook §3)."""

    service = "points"
    answer = checks.RecheckDraw

    period: Month


@dataclass(frozen=True, kw_only=True)
class ListRecheckCandidates(PageQuery[checks.RecheckCandidatePage]):
    """From what the sample of a month was drawn."""

    service = "points"
    answer = checks.RecheckCandidatePage

    period: Month


@dataclass(frozen=True, kw_only=True)
class ListRechecks(PageQuery[checks.RecheckPage]):
    """What was drawn, of one month or all."""

    service = "points"
    answer = checks.RecheckPage

    period: Month | None = None


@dataclass(frozen=True, kw_only=True)
class RecordRecheck(Command[checks.Recheck]):
    """Say, as somebody who had no hand in it, what looking again came to. Failed, its reversal is proposed."""

    service = "points"
    answer = checks.Recheck

    contribution_id: ContributionId
    passed: bool
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class AgreeReversal(Command[checks.Recheck]):
    """Agree, as a second person, that what failed its re-check is taken back."""

    service = "points"
    answer = checks.Recheck

    contribution_id: ContributionId


@dataclass(frozen=True, kw_only=True)
class ListFindings(PageQuery[checks.FindingPage]):
    """Patterns for the council, perhaps in one state."""

    service = "points"
    answer = checks.FindingPage

    state: FindingState | None = None


@dataclass(frozen=True, kw_only=True)
class DecideFinding(Command[checks.Finding]):
    """Clear or uphold a pattern, as the council and not a part of it.

    Upheld, one confirmer for too much needs a second one for 90 days, or as many as the council set; of those who confirmed each other the
    reversal of what they confirmed is proposed. Nothing is taken back by it.
    """

    service = "points"
    answer = checks.Finding

    finding_id: FindingId
    upheld: bool
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class ListConsequences(PageQuery[checks.ConsequencePage]):
    """What follows from upheld findings: for oneself, or of all, perhaps of one finding, for council and auditors."""

    service = "points"
    answer = checks.ConsequencePage

    finding_id: FindingId | None = None
