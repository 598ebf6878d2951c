"""How people come to live together: every adult agrees for themselves (rulebook §1).

A flat is registered by staff, because its number stands on bills and opens offers for a building. Who joins is proposed by somebody
who lives there or joins, or by staff; where nobody lives yet by staff only, and for others than themselves. In effect it comes once
every adult has agreed who joins or who lives there by then; a guardian's agreement is the child's. A child is whoever has a guardian
(under 14, PIPL art. 31): older ones agree for themselves. Declined by one it is over for all.
Whoever leaves ends what is open for the household: it is no longer the one that the others agreed to join.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import HouseholdProposalState as State
from contracts.points.kinds import PartyKind
from services.points.households import refusals
from services.points.parties.rules import Party, PartyErased, PartyNotFound

LASTS = timedelta(days=30)
MEMBERS_MAX = 20


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """Who is to join a household, and who has agreed so far."""

    proposal_id: str
    household_id: PartyId
    adults: tuple[PartyId, ...]
    minors: tuple[PartyId, ...]
    agreed: tuple[PartyId, ...]
    state: State
    proposed_by: PartyId
    proposed_at: datetime
    expires_at: datetime
    ended_by: PartyId | None = None
    ended_at: datetime | None = None
    version: int = 1

    @property
    def joining(self) -> tuple[PartyId, ...]:
        """Everybody who is to join."""
        return (*self.adults, *self.minors)

    def same_as(self, other: Proposal) -> bool:
        """Was the other one proposed by the same person with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.proposal_id, self.household_id, self.proposed_by, set(self.adults), set(self.minors))


@dataclass(frozen=True, kw_only=True)
class Home:
    """Those whom a proposal concerns as they are now. `guardians`: by child, who consents for it."""

    known: Mapping[PartyId, Party]
    residents: frozenset[PartyId]
    guardians: Mapping[PartyId, frozenset[PartyId]]

    def must_agree(self, proposal: Proposal) -> frozenset[PartyId]:
        """The adults who join and those who live there; children agree to nothing."""
        return frozenset(proposal.adults) | (self.residents - self.guardians.keys())


def check_members(proposal: Proposal, home: Home) -> None:
    """Refuse HouseholdUnfit, PartyNotFound, PartyErased, LivesAlready, GuardianMissing."""
    joining = proposal.joining
    household = home.known.get(proposal.household_id)
    if household is None or household.kind is not PartyKind.HOUSEHOLD:
        raise refusals.HouseholdUnfit(most=MEMBERS_MAX)
    if not 0 < len(joining) <= MEMBERS_MAX or len(set(joining)) < len(joining):
        raise refusals.HouseholdUnfit(most=MEMBERS_MAX)
    for member in joining:
        _check_member(home.known.get(member))
    must_agree = home.must_agree(proposal)
    without = any(not home.guardians.get(minor, frozenset()) & must_agree for minor in proposal.minors)
    if without or home.guardians.keys() & set(proposal.adults):
        raise refusals.GuardianMissing


def check_proposer(proposal: Proposal, home: Home, *, is_staff: bool) -> None:
    """Refuse HouseholdBeginsAtDesk; HouseholdProposalNotFound to whoever neither joins, nor lives there, nor is staff."""
    concerned = proposal.proposed_by in home.must_agree(proposal)
    if not home.residents - home.guardians.keys() and (concerned or not is_staff):
        raise refusals.HouseholdBeginsAtDesk
    if not concerned and not is_staff:
        raise refusals.HouseholdProposalNotFound


def agree(proposal: Proposal, home: Home, *, by: PartyId, at: datetime) -> Proposal:
    """Agreed by one; in effect if that was the last who must agree.

    Refuses HouseholdProposalNotFound, HouseholdProposalOver, and what may have changed meanwhile: PartyErased, LivesAlready,
    GuardianMissing.
    """
    must_agree = home.must_agree(proposal)
    if by not in must_agree:
        raise refusals.HouseholdProposalNotFound
    check_open(proposal, at=at)
    check_members(proposal, home)
    agreed = replace(proposal, agreed=tuple(sorted({*proposal.agreed, by})))
    return end(agreed, State.IN_EFFECT, by=by, at=at) if must_agree <= set(agreed.agreed) else agreed


def decline(proposal: Proposal, home: Home, *, by: PartyId, at: datetime) -> Proposal:
    """Over for all, also by who has agreed before or has proposed it. Refuses HouseholdProposalNotFound, HouseholdProposalOver."""
    if by not in home.must_agree(proposal) | {proposal.proposed_by}:
        raise refusals.HouseholdProposalNotFound
    check_open(proposal, at=at)
    return end(proposal, State.DECLINED, by=by, at=at)


def check_open(proposal: Proposal, *, at: datetime) -> None:
    """Refuse HouseholdProposalOver once it has ended or its thirty days are over."""
    if proposal.state is not State.PROPOSED or at >= proposal.expires_at:
        raise refusals.HouseholdProposalOver


def end(proposal: Proposal, state: State, *, by: PartyId, at: datetime) -> Proposal:
    """The proposal at its end."""
    return replace(proposal, state=state, ended_by=by, ended_at=at)


def lapse(proposal: Proposal, *, at: datetime) -> Proposal:
    """The proposal once its thirty days are over; nobody ended it."""
    return replace(proposal, state=State.LAPSED, ended_at=at)


def check_leaving(party: Party, *, by: PartyId, guardians: Collection[PartyId]) -> PartyId:
    """The household that is left. Refuses NotOfHousehold: adults leave for themselves, a guardian takes a child out."""
    may = set(guardians) or {party.party_id}
    if party.household_id is None or by not in may:
        raise refusals.NotOfHousehold
    return party.household_id


def _check_member(party: Party | None) -> None:
    if party is None:
        raise PartyNotFound
    if party.kind is not PartyKind.PERSON:
        raise refusals.HouseholdUnfit(most=MEMBERS_MAX)
    if party.erased_at is not None:
        raise PartyErased
    if party.household_id is not None:
        raise refusals.LivesAlready
