"""A look at somebody's data, and a change of them: facts that are never changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.kinds import ChangeKind, LookKind, PersonalField


@dataclass(frozen=True, kw_only=True)
class Look:
    """Somebody saw a value in clear, or found a person by one. `day`: the civil day, for the daily limit."""

    look_id: str
    party_id: PartyId
    field: PersonalField
    kind: LookKind
    by: PartyId
    at: datetime
    day: date
    reason: str

    def same_as(self, other: Look) -> bool:
        """Was it the same look, by the same person?"""
        mine = (self.look_id, self.party_id, self.field, self.by, self.reason)
        return mine == (other.look_id, other.party_id, other.field, other.by, other.reason)


@dataclass(frozen=True, kw_only=True)
class Change:
    """Somebody wrote or removed a value; which value, nobody can tell any more."""

    change_id: str
    party_id: PartyId
    field: PersonalField
    change: ChangeKind
    by: PartyId
    at: datetime
    reason: str | None
