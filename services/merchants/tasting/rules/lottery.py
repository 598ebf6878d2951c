"""Who gets a seat: a weighted lottery among the volunteers that anybody can repeat from the public seed (rulebook §15)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from contracts.kinds import PartyId
from contracts.merchants.ids import AgeBand
from contracts.refused import Refused
from services.merchants.tasting.rules.chance import Chance

TICKETS = 60  # Of a volunteer whose age band and building have no seat yet; divisible by 2, 3, 4, 5 and 6.
JUDGES_MIN = 2


class TooFewVolunteers(Refused):
    """Nobody can be drawn."""

    code = "merchants.too_few_volunteers"
    zh = "报名的居民太少，不能抽签（至少 {least} 位，且来自不同住户）。"
    en = "Too few residents volunteered for a draw (at least {least}, of different households)."


@dataclass(frozen=True, kw_only=True)
class Volunteer:
    """A resident in the lottery. Someone without a household stands for themselves."""

    party_id: PartyId
    household_id: PartyId | None
    age_band: AgeBand
    building: str

    @property
    def home(self) -> PartyId:
        """At most one of a home is seated."""
        return self.household_id or self.party_id


def one_seat(volunteers: Mapping[Volunteer, Collection[PartyId]]) -> list[Volunteer]:
    """The volunteers, with one home for all between whom there is one seat: those of a household, and the identities of one person.

    Who is one person with somebody of another household joins the two.
    """
    groups: list[tuple[set[PartyId], list[Volunteer]]] = []
    for one, selves in volunteers.items():
        marks, members = {one.home, one.party_id, *selves}, [one]
        apart = [group for group in groups if not group[0] & marks]
        for found, others in [group for group in groups if group[0] & marks]:
            marks, members = marks | found, [*others, *members]
        groups = [*apart, (marks, members)]
    return [
        one if len(members) == 1 else replace(one, household_id=min(other.home for other in members))
        for _, members in groups
        for one in members
    ]


def list_hash(volunteers: Sequence[Volunteer]) -> str:
    """SHA-256 over the sorted list, so that it can be shown that nobody was added once the seed was known."""
    lines = sorted(f"{one.party_id}|{one.home}|{one.age_band}|{one.building}" for one in volunteers)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def draw(volunteers: Sequence[Volunteer], *, seats: int, seed: str) -> list[PartyId]:
    """The judges in the order of the draw, at most `seats`, one of a household. Refuses TooFewVolunteers.

    For every seat each volunteer left holds 60 tickets, divided by one more than the seats that their age band and their building have already.
    """
    chance = Chance(f"lottery|{seed}")
    left = sorted(volunteers, key=lambda one: one.party_id)
    drawn: list[Volunteer] = []
    while left and len(drawn) < seats:
        drawn.append(_draw_one(left, drawn, chance))
        left = [one for one in left if one.home != drawn[-1].home]
    if len(drawn) < JUDGES_MIN:
        raise TooFewVolunteers(least=JUDGES_MIN)
    return [one.party_id for one in drawn]


def _draw_one(left: Sequence[Volunteer], drawn: Sequence[Volunteer], chance: Chance) -> Volunteer:
    tickets = [_tickets(one, drawn) for one in left]
    ticket = chance.below(sum(tickets))
    for one, held in zip(left, tickets, strict=True):
        ticket -= held
        if ticket < 0:
            return one
    raise AssertionError("a ticket belongs to somebody")


def _tickets(one: Volunteer, drawn: Sequence[Volunteer]) -> int:
    alike = sum((other.age_band == one.age_band) + (other.building == one.building) for other in drawn)
    return max(1, TICKETS // (1 + alike))
