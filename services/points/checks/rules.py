"""What patterns of confirming and of counting twice are (rulebook §7), in time that grows with the confirmations and not with their square."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.kinds import FindingKind, FindingState
from contracts.refused import Kind, NotFound, Refused
from services.points.parties.rules import Hand
from services.points.rate_cards.rules import Rulebook

RING_LENGTHS = (3, 4)
TWICE_DAYS = 7
"""A bank's day, the day on a list and the day of a receipt may differ by so much and still mean one gift."""

Edges = Mapping[tuple[PartyId, PartyId], int]
"""(confirmer, giver) → how often, after identities that are one were made one."""


class FindingNotFound(NotFound):
    """There is no such finding."""

    code = "points.finding_not_found"
    zh = "没有找到这条线索。"
    en = "There is no such finding."


class FindingDecided(Refused):
    """The council has decided about it."""

    code = "points.finding_decided"
    zh = "这条线索已有结论。"
    en = "The council has decided about this finding."


class PartOfFinding(Refused):
    """Nobody decides about a pattern they, or somebody they are one with, are a part of."""

    code = "points.part_of_finding"
    kind = Kind.FORBIDDEN
    zh = "涉及本人或关联人的线索不能由本人决定。"
    en = "Nobody decides about a finding they are a part of."


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A pattern, and what the council made of it. `parties` are sorted; of a share, giver then confirmer. `count`: times, or percent."""

    finding_id: str
    kind: FindingKind
    parties: tuple[PartyId, ...]
    month: str
    count: int
    state: FindingState
    found_on: date
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    version: int = 1


@dataclass(frozen=True)
class Pattern:
    """What was seen."""

    kind: FindingKind
    parties: tuple[PartyId, ...]
    count: int


def collapsed_edges(confirmed: Iterable[tuple[PartyId, PartyId, int]], same: Mapping[PartyId, PartyId]) -> Edges:
    """Who confirmed whom how often, each group of identities as one."""
    edges: dict[tuple[PartyId, PartyId], int] = defaultdict(int)
    for confirmer, giver, times in confirmed:
        pair = (same.get(confirmer, confirmer), same.get(giver, giver))
        if pair[0] != pair[1]:
            edges[pair] += times
    return edges


def mutual(edges: Edges, *, rulebook: Rulebook) -> list[Pattern]:
    """Two who confirm each other, each at least once, more than three times (or what the council set), both ways counted."""
    found = []
    for (one, other), times in sorted(edges.items()):
        back = edges.get((other, one), 0)
        if one < other and back and times + back > rulebook.mutual_most:
            found.append(Pattern(FindingKind.MUTUAL, (one, other), times + back))
    return found


def rings(edges: Edges) -> list[Pattern]:
    """Closed rings of three or four, each once: a confirms b confirms c (confirms d) confirms a."""
    follows: dict[PartyId, set[PartyId]] = defaultdict(set)
    # Whoever only confirms, or is only confirmed, is in no ring: without them few are left.
    both = {confirmer for confirmer, _ in edges} & {giver for _, giver in edges}
    for confirmer, giver in edges:
        if confirmer in both and giver in both:
            follows[confirmer].add(giver)
    found: set[tuple[PartyId, ...]] = set()
    for first in sorted(follows):
        # Begun at the smallest id, so that a ring is walked once and not once for each of its members.
        paths: list[tuple[PartyId, ...]] = [(first,)]
        for length in range(2, max(RING_LENGTHS) + 1):
            paths = [
                (*path, follower)
                for path in paths
                for follower in follows.get(path[-1], ())
                if follower > first and follower not in path
            ]
            if length in RING_LENGTHS:
                found |= {tuple(sorted(path)) for path in paths if first in follows.get(path[-1], ())}
    return [Pattern(FindingKind.RING, ring, len(ring)) for ring in sorted(found)]


def shares(credited: Iterable[tuple[PartyId, PartyId, int, int]], *, rulebook: Rulebook) -> list[Pattern]:
    """Parties of whose value one confirmer stands for more than 40 %, or what the council set.

    `credited`: (party, confirmer, value, number of contributions) in the days that are counted.
    """
    totals: dict[PartyId, int] = defaultdict(int)
    numbers: dict[PartyId, int] = defaultdict(int)
    theirs: dict[tuple[PartyId, PartyId], int] = defaultdict(int)
    for party, confirmer, cv, number in credited:
        totals[party] += cv
        numbers[party] += number
        theirs[party, confirmer] += cv
    return [
        Pattern(FindingKind.SHARE, pair, cv * 100 // totals[pair[0]])
        for pair, cv in sorted(theirs.items())
        if totals[pair[0]] >= rulebook.share_least
        and numbers[pair[0]] > rulebook.share_least_count
        and cv * 100 > totals[pair[0]] * rulebook.share_percent
    ]


def twice(doubles: Iterable[PartyId]) -> list[Pattern]:
    """Parties, each as often as one of their contributions looks like something that was credited to them another way."""
    return [Pattern(FindingKind.TWICE, (party,), times) for party, times in sorted(Counter(doubles).items())]


def decide(finding: Finding, *, by: Hand, upheld: bool, reason: str) -> Finding:
    """The council clears or upholds it. Refuses FindingDecided, PartOfFinding."""
    if finding.state is not FindingState.OPEN:
        raise FindingDecided
    if by.concerned(*finding.parties):
        raise PartOfFinding
    state = FindingState.UPHELD if upheld else FindingState.CLEARED
    return replace(finding, state=state, decided_by=by.party_id, decided_at=by.at, reason=reason)
