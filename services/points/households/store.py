"""Every statement about proposals of households."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import or_, select

from chassis.database import Work
from contracts.kinds import PartyId
from contracts.points.kinds import HouseholdProposalState as State
from services.points import rows
from services.points.households import refusals
from services.points.households.rules import Home, Proposal
from services.points.households.tables import household_proposals
from services.points.parties import store as parties
from services.points.parties.rules import Party


def add(work: Work, proposal: Proposal) -> Proposal:
    """Keep a proposal, or answer the one with the same content. Refuses HouseholdProposalIdTaken."""
    if rows.add(work, household_proposals, proposal):
        return proposal
    known = rows.find(work, household_proposals, Proposal, proposal.proposal_id)
    if known is None or not known.same_as(proposal):
        raise refusals.HouseholdProposalIdTaken
    return known


def find(work: Work, proposal_id: str) -> Proposal | None:
    """The proposal, if there is one."""
    return rows.find(work, household_proposals, Proposal, proposal_id)


def require(work: Work, proposal_id: str, *, lock: bool = False) -> Proposal:
    """The proposal, perhaps locked. Refuses HouseholdProposalNotFound."""
    found = rows.find(work, household_proposals, Proposal, proposal_id, lock=lock)
    if found is None:
        raise refusals.HouseholdProposalNotFound
    return found


def lock_home(work: Work, proposal: Proposal) -> Home:
    """Everybody concerned, as they are once nobody else can change it.

    The household's own row is the lock for who lives there; all rows are locked in the order of ids, before any proposal.
    """
    known = parties.lock_parties(work, {proposal.household_id, *proposal.joining})
    return _home(work, proposal, known)


def lock_open(work: Work, household_id: PartyId) -> list[Proposal]:
    """The proposals for the household that are open, locked."""
    wanted = select(household_proposals.c.proposal_id).where(
        household_proposals.c.community == work.community,
        household_proposals.c.household_id == household_id,
        household_proposals.c.state == State.PROPOSED.value,
    )
    found = list(work.connection.execute(wanted).scalars())
    return lock_all(work, found)


def lapsing(work: Work, *, limit: int) -> dict[str, list[str]]:
    """By community, open proposals whose thirty days are over, the oldest first."""
    wanted = (
        select(household_proposals.c.community, household_proposals.c.proposal_id)
        .where(
            household_proposals.c.state == State.PROPOSED.value,
            household_proposals.c.expires_at <= work.now,
        )
        .order_by(household_proposals.c.expires_at)
        .limit(limit)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in work.connection.execute(wanted):
        found[row.community].append(row.proposal_id)
    return found


def lock_all(work: Work, proposal_ids: Sequence[str]) -> list[Proposal]:
    """The proposals with these ids, locked."""
    return list(rows.find_all(work, household_proposals, Proposal, proposal_ids, lock=True).values())


def see_home(work: Work, proposal: Proposal) -> Home:
    """Everybody concerned, without a lock."""
    return _home(work, proposal, parties.find_parties(work, {proposal.household_id, *proposal.joining}))


def save(work: Work, changed: Proposal) -> Proposal:
    """Write a proposal that was locked."""
    return rows.save(work, household_proposals, changed)


def save_all(work: Work, changed: Sequence[Proposal]) -> list[Proposal]:
    """Write proposals that were locked."""
    return rows.save_all(work, household_proposals, changed)


def page(
    work: Work, *, of: PartyId | None, household_id: PartyId | None, after: str | None, limit: int
) -> tuple[list[Proposal], str | None]:
    """Proposals in the order of their ids: all, or those in which a person is named, or which are for the household."""
    table = household_proposals.c
    mine = or_(
        table.adults.contains([of]),
        table.minors.contains([of]),
        table.proposed_by == of,
        table.household_id == household_id,
    )
    return rows.page(work, household_proposals, Proposal, *([] if of is None else [mine]), after=after, limit=limit)


def _home(work: Work, proposal: Proposal, known: dict[PartyId, Party]) -> Home:
    residents = parties.residents_of(work, proposal.household_id)
    children = parties.guardians_of(work, {*proposal.joining, *residents})
    return Home(known=known, residents=residents, guardians=children)
