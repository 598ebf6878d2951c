"""What a party's indices are computed from, whether it is enough for a number, and what would change if more were given."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from contracts.kinds import PartyId
from contracts.sectors import Sector
from services.points.indices.rules import formulas
from services.points.indices.rules.formulas import Act, Indices, Need, Own
from services.points.parties.rules import Party

ACTS_LEAST = 3
DAYS_LEAST = 30
CENTI = 100
"""Centi-points of a CV."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What one grant still stands for: its CV less what was reversed. `party_id` is the identity after collapsing, `by` who it was."""

    party_id: str
    by: str
    act_id: str
    level: int
    performed_on: date
    cv: float

    @property
    def month(self) -> str:
        """The civil month of the performance."""
        return self.performed_on.strftime("%Y-%m")


@dataclass(frozen=True, kw_only=True)
class Record:
    """One identity: its own entries of the period, every act it shares in with everybody's part, and the sectors of all of them."""

    party_id: str
    entries: tuple[Entry, ...]
    acts: tuple[Act, ...]
    sector_of: Mapping[str, Sector]


@dataclass(frozen=True, kw_only=True)
class Found:
    """A party's record with who is who: the `identities` that count as the party, everybody of the record, the activities' names."""

    record: Record
    party: Party
    identities: frozenset[PartyId]
    known: Mapping[PartyId, Party]
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How much there is to compute an index from."""

    acts: int
    days: int

    @property
    def sufficient(self) -> bool:
        """With fewer than 3 settled activities or fewer than 30 days there is no number (数据不足)."""
        return self.acts >= ACTS_LEAST and self.days >= DAYS_LEAST


@dataclass(frozen=True, kw_only=True)
class Partner:
    """Somebody who would give to an act too."""

    party_id: str
    sector: Sector
    cv: float


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What might be given: to an act that is there, or (its id unknown so far) to a new one, where people would be reached."""

    act_id: str
    cv: float
    level: int
    performed_on: date
    partners: tuple[Partner, ...] = ()
    served: Mapping[str, float] = field(default_factory=dict)


def standing(entries: Sequence[Entry], *, until: date) -> Standing:
    """Distinct activities (a grant without one is one of its own), and the days from the first of them to the period's end, both counted."""
    counting = [entry for entry in entries if entry.cv > 0]
    if not counting:
        return Standing(acts=0, days=0)
    first = min(entry.performed_on for entry in counting)
    return Standing(acts=len({entry.act_id for entry in counting}), days=(until - first).days + 1)


def indices_if_enough(record: Record, needs: Mapping[str, Need], *, until: date) -> Indices | None:
    """All three, or None: too little was given, or the community has not published what it needs."""
    return indices(record, needs) if needs and standing(record.entries, until=until).sufficient else None


def indices(record: Record, needs: Mapping[str, Need]) -> Indices:
    """All three of the record's party."""
    sector = record.sector_of[record.party_id]
    tied = formulas.ties(record.party_id, record.acts)
    return Indices(
        coordination=formulas.coordination(sector, tied, record.sector_of),
        depth=formulas.depth(own(record.entries, sector)),
        breadth=formulas.breadth(record.party_id, record.acts, needs),
    )


def own(entries: Sequence[Entry], sector: Sector) -> Own:
    """The entries as depth sees them."""
    at_level: dict[int, float] = {}
    for entry in entries:
        at_level[entry.level] = at_level.get(entry.level, 0.0) + entry.cv
    return Own(sector=sector, at_level=at_level, months=months_of(entries))


def months_of(entries: Sequence[Entry]) -> Collection[str]:
    """The civil months in which anything was given."""
    return {entry.month for entry in entries if entry.cv > 0}


def added(record: Record, additions: Sequence[Addition]) -> Record:
    """The record as it would be."""
    for addition in additions:
        record = _with(record, addition)
    return record


def _with(record: Record, addition: Addition) -> Record:
    acts = {act.act_id: act for act in record.acts}
    act = acts.get(addition.act_id, Act(act_id=addition.act_id, cv={}, served=addition.served))
    cv = dict(act.cv)
    sectors = dict(record.sector_of)
    for partner in addition.partners:
        cv[partner.party_id] = cv.get(partner.party_id, 0.0) + partner.cv
        sectors.setdefault(partner.party_id, partner.sector)
    cv[record.party_id] = cv.get(record.party_id, 0.0) + addition.cv
    entry = Entry(
        party_id=record.party_id,
        by=record.party_id,
        act_id=addition.act_id,
        level=addition.level,
        performed_on=addition.performed_on,
        cv=addition.cv,
    )
    acts[addition.act_id] = replace(act, cv=cv)
    return replace(record, entries=(*record.entries, entry), acts=tuple(acts.values()), sector_of=sectors)
