"""Takes grants back: any number of them, all or none, with their postings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sqlalchemy import text

import ledger
from chassis.clock import civil_day
from chassis.database import Work
from chassis.ids import new_id
from contracts.kinds import PartyId
from contracts.points.kinds import ProposalState, ReversalReason
from contracts.refused import NotYet
from services.points import rows
from services.points.accounts import rules as accounts
from services.points.accounts import store as accounts_store
from services.points.accounts.rules import CV, SP
from services.points.grants import store as grant_store
from services.points.grants.rules import Grant, Taken
from services.points.reversals import refusals, rules
from services.points.reversals.rules import Proposal, Reversal, Reversed
from services.points.reversals.tables import proposals

INVOLVED = text("""
SELECT hand FROM contributions
 CROSS JOIN LATERAL unnest(ARRAY[performed_by, submitted_by, seconded_by, confirmed_by, second_confirmed_by, decided_by]) AS had (hand)
 WHERE community = :community AND contribution_id = :source AND hand IS NOT NULL
UNION
SELECT appraised_by FROM appraisals WHERE community = :community AND contribution_id = :source
""")


def reverse(work: Work, wanted: Sequence[Reversal]) -> list[Reversed]:
    """Take back what was granted for these sources, in part or whole, and tell; all or none (rulebook §5).

    Contribution value falls by its part. Spendable points are taken from the party's lots, the grant's own first; what is spent
    already is kept as a clawback and repaid out of later earnings. The same key again is answered alike and changes nothing.
    Refuses GrantNotFound, ReversalIsFinal, ReversalKeyTaken, ReversesMoreThanIsLeft, ReversedInWholeOnly.
    """
    named = grant_store.find_by_source(work, {one.source_id for one in wanted})
    for one in wanted:
        if one.source_id not in named:
            raise refusals.ReversalIsFinal if one.source_id.startswith("rvs_") else refusals.GrantNotFound
    wanted, granted = _by_source(wanted, named)
    # Under the same lock under which is earned and spent: nobody takes back the same thing meanwhile.
    parties = {grant.party_id for grant in granted.values()}
    accounts_store.lock_earners(work, parties)
    decided = _decide(work, wanted, granted)
    new = [one.taken for one in decided if not one.repeated]
    posted = _post(work, new)
    grant_store.add_taken(work, posted)
    _tell(work, posted, granted)
    by_id = {one.reversal_id: one for one in posted}
    return [one if one.repeated else replace(one, taken=by_id[one.taken.reversal_id]) for one in decided]


def reverse_if_granted(work: Work, wanted: Sequence[Reversal]) -> list[Reversed]:
    """As `reverse`, for what another service says: of what is left, each a turn of its own, and nothing where nothing is left.

    By hand something may have been taken back before, for the same reason even. Said twice, it is heard once: by the inbox.
    Refuses NotYet while nothing has been granted for a source: its grant may still be on the way.
    """
    named = grant_store.find_by_source(work, {one.source_id for one in wanted})
    if any(one.source_id not in named for one in wanted):
        raise NotYet
    wanted, granted = _by_source(wanted, named)
    accounts_store.lock_earners(work, {grant.party_id for grant in granted.values()})
    before = grant_store.taken_of(work, {grant.grant_id for grant in granted.values()})
    return reverse(work, rules.of_what_is_left(wanted, granted, before=before))


def next_sequence(work: Work, source_id: str, reason: ReversalReason) -> int:
    """The next turn of this reason for the source; the party's accounts are locked."""
    granted = grant_store.find_by_source(work, [source_id])
    taken = grant_store.taken_of(work, {grant.grant_id for grant in granted.values()})
    return 1 + max((one.sequence for one in taken if one.reason is reason), default=0)


def involved(work: Work, source_id: str) -> set[PartyId]:
    """Who gave, entered, stood up for, appraised, confirmed or decided a contribution; empty for what other services said.

    Of contributions, which build on this, only their tables are known here.
    """
    found = work.connection.execute(INVOLVED, {"community": work.community, "source": source_id})
    return set(found.scalars())


def add_proposal(work: Work, proposal: Proposal) -> Proposal:
    """Keep a new proposal; the same again answers what is there. Refuses ReversalProposalIdTaken."""
    if rows.add(work, proposals, proposal):
        return proposal
    known = rows.find(work, proposals, Proposal, proposal.proposal_id)
    if known is None or not known.same_as(proposal):
        raise refusals.ReversalProposalIdTaken
    return known


def add_proposals(work: Work, new: Sequence[Proposal]) -> None:
    """Keep many new proposals, under ids made here, in one statement."""
    rows.add_all(work, proposals, new)


def lock_proposal(work: Work, proposal_id: str) -> Proposal:
    """The proposal, locked. Refuses ReversalProposalNotFound."""
    proposal = rows.find(work, proposals, Proposal, proposal_id, lock=True)
    if proposal is None:
        raise refusals.ReversalProposalNotFound
    return proposal


def save_proposal(work: Work, proposal: Proposal) -> Proposal:
    """Write a proposal that was locked."""
    return rows.save(work, proposals, proposal)


def proposals_page(
    work: Work, *, state: ProposalState | None, after: str | None, limit: int
) -> tuple[list[Proposal], str | None]:
    """Proposals, the newest first, and where the next page begins."""
    where = [] if state is None else [proposals.c.state == state.value]
    return rows.page(work, proposals, Proposal, *where, after=after, limit=limit, newest_first=True)


def _by_source(wanted: Sequence[Reversal], named: Mapping[str, Grant]) -> tuple[list[Reversal], dict[str, Grant]]:
    """With the source's own id, by whichever it was named, and the grants by that."""
    own = [replace(one, source_id=named[one.source_id].source_id) for one in wanted]
    return own, {grant.source_id: grant for grant in named.values()}


def _decide(work: Work, wanted: Sequence[Reversal], granted: dict[str, Grant]) -> list[Reversed]:
    before = grant_store.taken_of(work, {grant.grant_id for grant in granted.values()})
    decided = []
    for one in wanted:
        of_this = [taken for taken in before if taken.source_id == one.source_id]
        grant = granted[one.source_id]
        made = rules.take(grant, one, before=of_this, reversal_id=new_id("rvs"), on=civil_day(work.now), at=work.now)
        if not made.repeated:
            before.append(made.taken)
        decided.append(made)
    return decided


def _post(work: Work, new: Sequence[Taken]) -> list[Taken]:
    """Compensate in the books; what was taken back, with what of it the party had spent."""
    accounts_store.open_clawbacks(work, sorted({one.party_id for one in new if one.sp}))
    wanted = [_compensation(one, unit) for one in new for unit in (CV, SP) if (one.cv if unit == CV else one.sp)]
    done = ledger.reverse_all(work, wanted) if wanted else []
    owed = {(one.transfer_id, one.reason, one.sequence): one.owed for one in done}
    return [
        replace(one, sp_owed=owed.get((grant_store.transfer_id(one.grant_id, SP), one.reason.value, one.sequence), 0))
        for one in new
    ]


def _compensation(taken: Taken, unit: str) -> ledger.Reversal:
    return ledger.Reversal(
        transfer_id=grant_store.transfer_id(taken.grant_id, unit),
        amount=taken.cv if unit == CV else taken.sp,
        reason=taken.reason.value,
        sequence=taken.sequence,
        owed_by=accounts.clawback_of(taken.party_id) if unit == SP else None,
        kind=f"taken-back-{taken.reason.value}",
        reference=taken.source_id,
        on=taken.reversed_on,
    )


def _tell(work: Work, posted: Sequence[Taken], granted: dict[str, Grant]) -> None:
    owing = [one for one in posted if one.sp_owed]
    debts = accounts_store.debts(work, {one.party_id for one in owing}) if owing else {}
    for one in posted:
        work.emit(rules.told(one, granted[one.source_id], community=work.community))
        if one.sp_owed:
            work.emit(rules.owing(one, debt=debts[one.party_id], community=work.community))
