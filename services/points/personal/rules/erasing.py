"""Erasing a person: asked for by one, executed by another; what they gave and earned stays in the books under a pseudonym."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ErasureGround, ErasureState
from services.points.parties.rules import Hand
from services.points.parties.rules.links import SecondPersonNeeded
from services.points.personal.refusals import ErasureDecided


@dataclass(frozen=True, kw_only=True)
class Erasure:
    """The wish to be forgotten, and what became of it. The ground is one of a closed list: free text would name somebody."""

    erasure_id: str
    party_id: PartyId
    ground: ErasureGround
    state: ErasureState
    asked_by: PartyId
    asked_at: datetime
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    version: int = 1

    def same_as(self, other: Erasure) -> bool:
        """Was the other one asked for with the same content, by the same person?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.erasure_id, self.party_id, self.ground, self.asked_by)


def execute(erasure: Erasure, *, by: Hand) -> Erasure:
    """Executed. Refuses ErasureDecided, SecondPersonNeeded (who asked for it, or is concerned).

    There is no waiting time: a person may withdraw the wish until somebody else has carried it out, and PIPL art. 47 asks for no delay.
    """
    if erasure.state is not ErasureState.ASKED:
        raise ErasureDecided
    if by.concerned(erasure.asked_by, erasure.party_id):
        raise SecondPersonNeeded
    return replace(erasure, state=ErasureState.EXECUTED, ended_by=by.party_id, ended_at=by.at)


def withdraw(erasure: Erasure, *, by: Hand) -> Erasure:
    """Not wanted any more. Refuses ErasureDecided."""
    if erasure.state is not ErasureState.ASKED:
        raise ErasureDecided
    return replace(erasure, state=ErasureState.WITHDRAWN, ended_by=by.party_id, ended_at=by.at)
