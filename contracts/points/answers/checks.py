"""Samples that are looked at again, and patterns for the council, as points answers them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import Count, Month, PageKey, PartyId, Sha256, ShortText, Version
from contracts.points.ids import ConsequenceId, ContributionId, FindingId, ReversalProposalId
from contracts.points.kinds import ConsequenceKind, FindingKind, FindingState, RecheckState


@dataclass(frozen=True, kw_only=True)
class RecheckDraw:
    """With what a month's sample was drawn: the ledger's chain at `seal_number`, and the seed made of its hash and the month.

    Of the candidates those are drawn whose SHA-256 of "<seed> <id>" comes first: five per cent, rounded up.
    """

    period: Month
    seal_number: Count
    seal_hash: Sha256
    seed: Sha256
    population: Count
    drawn: Count


@dataclass(frozen=True, kw_only=True)
class RecheckCandidate:
    """A contribution that could be drawn, and whether it was."""

    contribution_id: ContributionId
    drawn: bool


@dataclass(frozen=True, kw_only=True)
class RecheckCandidatePage:
    """Candidates in the order of ids."""

    items: tuple[RecheckCandidate, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Recheck:
    """A contribution that was drawn, and what looking again came to."""

    contribution_id: ContributionId
    period: Month
    state: RecheckState
    checked_by: PartyId | None
    checked_at: datetime | None
    reason: ShortText | None
    agreed_by: PartyId | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class RecheckPage:
    """Re-checks in the order of ids."""

    items: tuple[Recheck, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A pattern for the council to look at, never public. What follows once it is upheld, its consequences say."""

    finding_id: FindingId
    kind: FindingKind
    parties: tuple[PartyId, ...]
    count: Count
    state: FindingState
    found_on: date
    decided_by: PartyId | None
    reason: ShortText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class FindingPage:
    """Findings, the newest id first."""

    items: tuple[Finding, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class Consequence:
    """What follows from an upheld finding for a party and whoever confirmed for it; for these, the council and auditors alone.

    Either contributions of the party that this confirmer confirms need a second one until `until`; or the reversal of a contribution
    was proposed, about which another member of the council decides.
    """

    consequence_id: ConsequenceId
    finding_id: FindingId
    kind: ConsequenceKind
    party_id: PartyId
    confirmer_id: PartyId
    contribution_id: ContributionId | None
    proposal_id: ReversalProposalId | None
    began_at: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class ConsequencePage:
    """Consequences, the newest id first."""

    items: tuple[Consequence, ...]
    next_key: PageKey | None
