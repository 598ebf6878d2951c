"""The way of a contribution from its submission to its settlement, and who may take which step (rulebook §2, §3).

SUBMITTED → UNDER_NOTICE (confirmed by a second person) → SETTLED (approved by a third). Below the evidence floor, or by hand: RETURNED.
By an approver's decision: REJECTED. Returned and rejected time is free again: better evidence comes as a new contribution.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType, Evidence, PartyKind
from services.points.contributions import refusals
from services.points.grants.rules import Earning
from services.points.parties.rules import Hand, Party
from services.points.rate_cards.rules import Time, Worth

SUBMIT_DAYS = 14
CONFIRM_DAYS = 7
APPROVE_DAYS = 3
NOTICE_DAYS = 3
LONG_NOTICE_DAYS = 7
LONG_NOTICE_CV = 200_00
LONG_NOTICE_FEN = 2_000_00
LEAST_MINUTES = 30
DAY_MINUTES = 8 * 60

FLOORS = {ContributionType.H4: Evidence.E1}
FLOOR = Evidence.E2
"""The evidence each type needs at least (rulebook §2): E2 for all hours but H4."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One contribution. `performed_on` is the civil day on which it began; `cv` and `sp` are set when it is settled."""

    contribution_id: str
    party_id: PartyId
    contribution_type: ContributionType
    activity: str
    qualification: str | None
    started_at: datetime
    performed_on: date
    minutes: int
    evidence: Evidence
    state: State
    submitted_by: PartyId
    submitted_at: datetime
    confirmed_by: PartyId | None = None
    confirmed_at: datetime | None = None
    notice_ends_at: datetime | None = None
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    rate_card: int = 1
    cv: int = 0
    sp: int = 0
    version: int = 1

    @property
    def time(self) -> Time:
        """What the rate card is asked about."""
        return Time(hours_type=self.contribution_type, minutes=self.minutes, skilled=self.qualification is not None)

    @property
    def ended_at(self) -> datetime:
        """When the work was over."""
        return self.started_at + timedelta(minutes=self.minutes)

    @property
    def due_at(self) -> datetime | None:
        """When the next step should be taken; what is late is shown, never approved by itself."""
        if self.state is State.SUBMITTED:
            return self.submitted_at + timedelta(days=CONFIRM_DAYS)
        if self.state is State.UNDER_NOTICE and self.notice_ends_at:
            return self.notice_ends_at + timedelta(days=APPROVE_DAYS)
        return None

    @property
    def stands(self) -> bool:
        """Does it take up its time of the day?"""
        return self.state not in {State.RETURNED, State.REJECTED}

    def same_as(self, other: Claim) -> bool:
        """Was the other one submitted with the same content?"""
        return self._content() == other._content()

    def _content(self) -> tuple[object, ...]:
        what = (self.contribution_type, self.activity, self.qualification, self.started_at, self.minutes)
        return (self.contribution_id, self.party_id, self.submitted_by, *what)


def check_submission(claim: Claim, *, party: Party, at: datetime, today: date) -> None:
    """Refuse what cannot be submitted, whatever else the person did.

    HoursArePersonal, QualificationMissing, TooShort, TooLong, NotYetPerformed, TooLate.
    """
    if party.kind is not PartyKind.PERSON:
        raise refusals.HoursArePersonal
    if claim.contribution_type is ContributionType.H2 and claim.qualification is None:
        raise refusals.QualificationMissing
    if claim.minutes < LEAST_MINUTES:
        raise refusals.TooShort(least=LEAST_MINUTES)
    if claim.minutes > DAY_MINUTES:
        raise refusals.TooLong(hours=DAY_MINUTES // 60)
    if claim.ended_at > at:
        raise refusals.NotYetPerformed
    if today - claim.performed_on > timedelta(days=SUBMIT_DAYS):
        raise refusals.TooLate(days=SUBMIT_DAYS)


def check_day(claim: Claim, *, others: list[Claim]) -> None:
    """Refuse TimeOverlaps and TooLong, held against the person's other contributions round that day: only the first counts."""
    standing = [other for other in others if other.stands]
    if any(other.started_at < claim.ended_at and claim.started_at < other.ended_at for other in standing):
        raise refusals.TimeOverlaps
    minutes = sum(other.minutes for other in standing if other.performed_on == claim.performed_on)
    if minutes + claim.minutes > DAY_MINUTES:
        raise refusals.TooLong(hours=DAY_MINUTES // 60)


def confirm(claim: Claim, *, by: Hand, party: Party, evidence: Evidence, worth: Worth) -> Claim:
    """Confirmed by a second person: its notice begins, or it is returned because the evidence is below the floor.

    Refuses NotWaitingForConfirmation, OwnContribution, TooClose.
    """
    _check_waiting(claim)
    _check_hand(claim, by=by, party=party)
    confirmed = replace(claim, evidence=evidence, confirmed_by=by.party_id, confirmed_at=by.at)
    floor = FLOORS.get(claim.contribution_type, FLOOR)
    if evidence.value < floor.value:
        return replace(confirmed, state=State.RETURNED, reason=refusals.BELOW_FLOOR.format(floor=floor.value))
    return replace(confirmed, state=State.UNDER_NOTICE, notice_ends_at=by.at + timedelta(days=notice_days(cv=worth.cv)))


def send_back(claim: Claim, *, by: Hand, party: Party, reason: str) -> Claim:
    """Returned for better evidence, instead of being confirmed. Refuses as `confirm` does."""
    _check_waiting(claim)
    _check_hand(claim, by=by, party=party)
    return replace(claim, state=State.RETURNED, confirmed_by=by.party_id, confirmed_at=by.at, reason=reason)


def approve(claim: Claim, *, by: Hand, party: Party) -> Claim:
    """Approved by a third person after the notice; what it earns is added when it is credited.

    Refuses AlreadyDecided, NotConfirmed, NoticeRunning, OwnContribution, ApprovingOwnConfirmation, TooClose.
    """
    _check_decidable(claim)
    _check_third_hand(claim, by=by, party=party)
    if claim.notice_ends_at is None or claim.state is not State.UNDER_NOTICE:
        raise refusals.NotConfirmed
    if by.at < claim.notice_ends_at:
        raise refusals.NoticeRunning(ends=claim.notice_ends_at.isoformat())
    return replace(claim, state=State.SETTLED, decided_by=by.party_id, decided_at=by.at)


def earning_of(claim: Claim) -> Earning:
    """What a contribution earns by: its grant decides how much."""
    return Earning(
        source_id=claim.contribution_id,
        party_id=claim.party_id,
        contribution_type=claim.contribution_type,
        performed_on=claim.performed_on,
        minutes=claim.minutes,
        skilled=claim.time.skilled,
    )


def reject(claim: Claim, *, by: Hand, party: Party, reason: str) -> Claim:
    """Declined for good, at any time before it is settled. Refuses as `approve` does, but needs no notice."""
    _check_decidable(claim)
    _check_third_hand(claim, by=by, party=party)
    return replace(claim, state=State.REJECTED, decided_by=by.party_id, decided_at=by.at, reason=reason)


def notice_days(*, cv: int, fen: int = 0) -> int:
    """3 days, and 7 from 200 CV or ¥2,000 on (rulebook §3)."""
    return LONG_NOTICE_DAYS if cv >= LONG_NOTICE_CV or fen >= LONG_NOTICE_FEN else NOTICE_DAYS


def _check_waiting(claim: Claim) -> None:
    if claim.state is not State.SUBMITTED:
        raise refusals.NotWaitingForConfirmation


def _check_decidable(claim: Claim) -> None:
    if claim.state in {State.SETTLED, State.REJECTED, State.RETURNED}:
        raise refusals.AlreadyDecided


def _check_hand(claim: Claim, *, by: Hand, party: Party) -> None:
    # Claimant, whoever entered it, confirmer and approver are different persons (rulebook §3, §22 invariant 11).
    if by.party_id in {claim.party_id, claim.submitted_by}:
        raise refusals.OwnContribution
    if by.close_to(party):
        raise refusals.TooClose


def _check_third_hand(claim: Claim, *, by: Hand, party: Party) -> None:
    _check_hand(claim, by=by, party=party)
    if by.party_id == claim.confirmed_by:
        raise refusals.ApprovingOwnConfirmation
