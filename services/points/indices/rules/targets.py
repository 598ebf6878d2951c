"""Published targets of the community's indicators: proposed by one person, in force once another approves (rulebook §11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import Indicator, TargetsState
from services.points.indices.refusals import OwnTargets, TargetsIncomplete, TargetsNotNext, TargetsNotProposed
from services.points.parties.rules import Hand, Party


@dataclass(frozen=True, kw_only=True)
class Targets:
    """One version: for every indicator the count that is fully reached."""

    number: int
    targets: Mapping[Indicator, int]
    reason: str
    state: TargetsState
    proposed_by: PartyId
    proposed_at: datetime
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Targets) -> bool:
        """Was the other one proposed with the same content?"""
        return (self.number, self.targets, self.reason) == (other.number, other.targets, other.reason)


def propose(
    number: int, targets: Sequence[tuple[Indicator, int]], reason: str, *, after: Targets | None, by: Hand
) -> Targets:
    """A new version after the latest one. Refuses TargetsIncomplete, TargetsNotNext."""
    given = dict(targets)
    if len(given) < len(targets) or given.keys() != set(Indicator) or any(target <= 0 for target in given.values()):
        raise TargetsIncomplete
    latest = after.number if after else 0
    waits = after is not None and after.state is TargetsState.PROPOSED
    if number != latest + 1 or waits:
        raise TargetsNotNext(number=latest if waits else latest + 1)
    return Targets(
        number=number,
        targets=given,
        reason=reason,
        state=TargetsState.PROPOSED,
        proposed_by=by.party_id,
        proposed_at=by.at,
    )


def approve(targets: Targets, *, by: Hand, proposer: Party) -> Targets:
    """It holds from now on. Refuses TargetsNotProposed, OwnTargets."""
    _open(targets)
    if by.close_to(proposer):
        raise OwnTargets
    return replace(targets, state=TargetsState.APPROVED, decided_by=by.party_id, decided_at=by.at)


def withdraw(targets: Targets, *, by: Hand) -> Targets:
    """It is taken back before it held. Refuses TargetsNotProposed."""
    _open(targets)
    return replace(targets, state=TargetsState.WITHDRAWN, decided_by=by.party_id, decided_at=by.at)


def _open(targets: Targets) -> None:
    if targets.state is not TargetsState.PROPOSED:
        raise TargetsNotProposed
