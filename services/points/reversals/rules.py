"""How much of a grant is taken back, and how often (rulebook §5). Minutes, fen, and centi-points, all whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.kinds import PartyId
from contracts.points.events import ClawbackOpened, PointsReversed
from contracts.points.kinds import ProposalState, ReversalReason
from services.points.grants.rules import Grant, Taken
from services.points.parties.rules import Hand, Party
from services.points.reversals import refusals


@dataclass(frozen=True, kw_only=True)
class Reversal:
    """What of a source is to be taken back, and why.

    `amount` is what fell away: minutes of a service, fen of goods or money; None takes all that is left. (source_id, reason, sequence)
    is the key: the same again changes nothing. `because` names what made it necessary, e.g. a refund or a proposal.
    """

    source_id: str
    reason: ReversalReason
    because: str
    amount: int | None = None
    sequence: int = 1

    @property
    def key(self) -> tuple[str, ReversalReason, int]:
        """What is answered alike when it comes again."""
        return (self.source_id, self.reason, self.sequence)


@dataclass(frozen=True, kw_only=True)
class Reversed:
    """A reversal that is in the books. `repeated`: it was there before, and nothing changed."""

    taken: Taken
    repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A reversal by hand: one person proposes it with a reason, another decides."""

    proposal_id: str
    source_id: str
    party_id: PartyId
    reason: ReversalReason
    amount: int | None
    note: str
    state: ProposalState
    proposed_by: PartyId
    decided_by: PartyId | None = None
    answer: str | None = None
    reversal_id: str | None = None
    version: int = 1

    def same_as(self, other: Proposal) -> bool:
        """Was the other one proposed with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        return (self.proposal_id, self.source_id, self.reason, self.amount, self.note, self.proposed_by)


def decide(
    proposal: Proposal,
    *,
    by: Hand,
    party: Party,
    proposer: Party | None,
    involved: Collection[PartyId],
    answer: str | None,
) -> Proposal:
    """As decided by somebody who is not close to the proposer; what follows is for the caller. Refuses ReversalProposalDecided, OwnReversal.

    `involved` had a hand in what was credited: whoever gave, entered, stood up for, appraised, confirmed or approved it, and
    with them every identity that is one with theirs.
    """
    if proposal.state is not ProposalState.PROPOSED:
        raise refusals.ReversalProposalDecided
    near = by.close_to(party) or (proposer is not None and by.close_to(proposer))
    if near or by.concerned(proposal.proposed_by, *involved):
        raise refusals.OwnReversal
    return replace(proposal, state=ProposalState.DECLINED, decided_by=by.party_id, answer=answer)


def accepted(proposal: Proposal, *, reversal_id: str) -> Proposal:
    """The decided proposal, carried out."""
    return replace(proposal, state=ProposalState.DONE, reversal_id=reversal_id)


def of_what_is_left(
    wanted: Sequence[Reversal], granted: Mapping[str, Grant], *, before: Sequence[Taken]
) -> list[Reversal]:
    """These reversals, each of no more than is left of its source and in the next turn of its reason; none where nothing is left.

    One cause takes back once, also where it is told again under another event.
    """
    heard = {(taken.source_id, taken.because) for taken in before}
    left = {source: grant.minutes or grant.fen for source, grant in granted.items()}
    turns: Counter[tuple[str, ReversalReason]] = Counter()
    for taken in before:
        left[taken.source_id] -= taken.minutes or taken.fen
        turns[taken.source_id, taken.reason] = max(turns[taken.source_id, taken.reason], taken.sequence)
    fit = []
    for one in wanted:
        part = min(left[one.source_id], left[one.source_id] if one.amount is None else one.amount)
        if part == 0 or (one.source_id, one.because) in heard:
            continue
        heard.add((one.source_id, one.because))
        left[one.source_id] -= part
        turns[one.source_id, one.reason] += 1
        fit.append(replace(one, sequence=turns[one.source_id, one.reason], amount=None if one.amount is None else part))
    return fit


def take(
    grant: Grant, wanted: Reversal, *, before: Sequence[Taken], reversal_id: str, on: date, at: datetime
) -> Reversed:
    """What falls away with this much of the source; `before` is what of it was taken back already.

    Points follow the source in proportion, rounded down over all that has gone so far: parts add up to the whole, in whatever pieces
    and order they come, and nothing is left over after the last. Refuses ReversalKeyTaken, ReversesMoreThanIsLeft, ReversedInWholeOnly.
    """
    known = next((one for one in before if (one.source_id, one.reason, one.sequence) == wanted.key), None)
    if known is not None:
        if known.asked != wanted.amount:
            raise refusals.ReversalKeyTaken
        return Reversed(taken=known, repeated=True)
    whole = grant.minutes or grant.fen
    gone = sum(one.minutes or one.fen for one in before)
    left = whole - gone
    if wanted.amount is not None and not whole:
        raise refusals.ReversedInWholeOnly
    # Without a measure the first reversal takes all there is.
    if (before and not left) or (wanted.amount is not None and not 0 < wanted.amount <= left):
        raise refusals.ReversesMoreThanIsLeft(left=left)
    part = left if wanted.amount is None else wanted.amount

    def share(total: int, taken: int) -> int:
        return total - taken if part == left else total * (gone + part) // whole - taken

    return Reversed(
        taken=Taken(
            reversal_id=reversal_id,
            grant_id=grant.grant_id,
            source_id=grant.source_id,
            party_id=grant.party_id,
            performed_on=grant.performed_on,
            reason=wanted.reason,
            sequence=wanted.sequence,
            asked=wanted.amount,
            minutes=part if grant.minutes else 0,
            fen=part if not grant.minutes else 0,
            cv=share(grant.cv, sum(one.cv for one in before)),
            sp=share(grant.sp, sum(one.sp for one in before)),
            sp_minutes=share(grant.sp_minutes, sum(one.sp_minutes for one in before)),
            sp_owed=0,
            because=wanted.because,
            reversed_on=on,
            reversed_at=at,
        )
    )


def told(taken: Taken, grant: Grant, *, community: str) -> PointsReversed:
    """What is said of a reversal."""
    return PointsReversed(
        community=community,
        reversal_id=taken.reversal_id,
        grant_id=taken.grant_id,
        party_id=taken.party_id,
        contribution_type=grant.contribution_type,
        source_id=taken.source_id,
        reason=taken.reason,
        sequence=taken.sequence,
        minutes=taken.minutes,
        fen=taken.fen,
        cv=taken.cv,
        sp=taken.sp,
        sp_owed=taken.sp_owed,
        performed_on=taken.performed_on,
        reversed_on=taken.reversed_on,
    )


def owing(taken: Taken, *, debt: int, community: str) -> ClawbackOpened:
    """What is said when something that was taken back had been spent."""
    return ClawbackOpened(
        community=community,
        party_id=taken.party_id,
        reversal_id=taken.reversal_id,
        sp_owed=taken.sp_owed,
        sp_debt=debt,
    )
