"""A property company's promise, from draft to close (rulebook §9)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from contracts.kinds import PartyId
from contracts.points.kinds import ArrearsRule, HoursType, ProgrammeState
from services.points.fee_rewards import refusals
from services.points.parties.rules import Hand

YEAR = len("2023")
ENDABLE = {ProgrammeState.SIGNED, ProgrammeState.ACTIVE, ProgrammeState.EXHAUSTED}


@dataclass(frozen=True, kw_only=True)
class Programme:
    """A company's promise: a budget in fen of which `committed` is promised or given, and a cap in percent of a household's fee.

    `work_types`: the kinds of unpaid work whose points count. `arrears`: whether the discount waits until the oldest bill is paid.
    """

    programme_id: str
    company_id: PartyId
    name: str
    budget: int
    committed: int
    cap_percent: int
    billing_periods: tuple[str, ...]
    criteria: str
    state: ProgrammeState
    drafted_by: PartyId
    work_types: tuple[str, ...] = tuple(HoursType)
    arrears: ArrearsRule = ArrearsRule.WAITS
    signed_by: PartyId | None = None
    activated_by: PartyId | None = None
    closed_by: PartyId | None = None
    version: int = 1

    @property
    def left(self) -> int:
        """What is neither promised nor given, in fen."""
        return self.budget - self.committed

    def same_as(self, other: Programme) -> bool:
        """Was the other one drafted with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        terms = (self.budget, self.cap_percent, self.billing_periods, self.criteria, self.work_types, self.arrears)
        return (self.programme_id, self.company_id, self.name, *terms)


def check_terms(programme: Programme, *, organisation: bool) -> None:
    """Refuse TermsUnfit unless an organisation promises at most the whole fee for some kind of work.

    It names each period once, and no month of a year that it names as a whole: nobody is rewarded twice for the same fee.
    """
    periods, types = programme.billing_periods, programme.work_types
    months = {period[:YEAR] for period in periods if len(period) > YEAR}
    apart = len(set(periods)) == len(periods) and not months & set(periods)
    if not (organisation and programme.cap_percent <= 100 and periods and apart and types):
        raise refusals.TermsUnfit


def sign(programme: Programme, *, by: PartyId) -> Programme:
    """Signed by the company that pays. Refuses ProgrammeNotDraft."""
    if programme.state is not ProgrammeState.DRAFT:
        raise refusals.ProgrammeNotDraft
    return replace(programme, state=ProgrammeState.SIGNED, signed_by=by)


def activate(programme: Programme, *, by: Hand) -> Programme:
    """Opened to residents by somebody close neither to its other hands nor to the company. Refuses ProgrammeNotSigned, OwnProgramme."""
    if programme.state is not ProgrammeState.SIGNED:
        raise refusals.ProgrammeNotSigned
    if by.concerned(programme.drafted_by, programme.signed_by, programme.company_id):
        raise refusals.OwnProgramme
    return replace(programme, state=ProgrammeState.ACTIVE, activated_by=by.party_id)


def close(programme: Programme, *, by: PartyId) -> Programme:
    """No more requests. What was accepted stands: it is sealed and answered as promised. Refuses ProgrammeNotOpen."""
    if programme.state not in ENDABLE:
        raise refusals.ProgrammeNotOpen
    return replace(programme, state=ProgrammeState.CLOSED, closed_by=by)


def commit(programme: Programme, *, fen: int) -> Programme:
    """More (or, negative, less) of the budget is promised. What is used up is EXHAUSTED, what is given back ACTIVE again."""
    committed = programme.committed + fen
    state = programme.state
    if state in {ProgrammeState.ACTIVE, ProgrammeState.EXHAUSTED}:
        state = ProgrammeState.EXHAUSTED if committed >= programme.budget else ProgrammeState.ACTIVE
    return replace(programme, committed=committed, state=state)


def too_close(by: Hand, *, company_id: PartyId) -> frozenset[PartyId]:
    """Whose lines somebody of the company says nothing of: their own household's, and those of whoever is one identity with them.

    Not those of all that work for the company: then nobody of it could answer for a colleague's household.
    """
    return (by.ties | by.linked) - {company_id}
