"""What may be put forward, by which way, and what of it is looked at by a second person first (rulebook §1-§3)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from chassis.clock import civil_day
from contracts.points.answers import LoanTable
from contracts.points.kinds import Channel, DocumentKind, Evidence, PartyKind
from contracts.points.kinds import ContributionState as State
from contracts.points.kinds import ContributionType as Type
from contracts.sectors import Sector
from services.points.acts.rules import written
from services.points.contributions import refusals
from services.points.contributions.rules import valuing
from services.points.contributions.rules.claims import GOODS, HOURS, Claim, Document, Wanted
from services.points.contributions.rules.givers import Giver
from services.points.contributions.rules.levels import plain_level
from services.points.contributions.rules.listed import check_listed
from services.points.contributions.rules.paper import check_paper
from services.points.contributions.rules.replacing import lies_within
from services.points.contributions.rules.saying import said
from services.points.parties.rules import Hand, Party
from services.points.qualifications.rules import check_held
from services.points.rate_cards.rules import Rulebook

BY_HAND = frozenset({Channel.BACK_OFFICE, Channel.IMPORT})
MONEY = frozenset({Type.F1, Type.F1W})
AT_ONCE_MAX = 10_000
LONGEST_HOURS = 24
"""One entry is of one day; how much of it counts is another matter."""


class Terms(NamedTuple):
    """What held on a day: the table of what can be lent, and the council's numbers."""

    loans: LoanTable
    rulebook: Rulebook


def claim_of(wanted: Wanted, *, by: Hand, channel: Channel, rulebook: Rulebook) -> Claim:
    """The contribution as it would stand, before anything is checked. `rulebook`: in force now, when confirming begins."""
    level = wanted.level or plain_level(wanted.contribution_type)
    return Claim(
        contribution_id=wanted.contribution_id,
        party_id=wanted.on_behalf_of or wanted.party_id,
        performed_by=wanted.party_id,
        contribution_type=wanted.contribution_type,
        activity=wanted.activity,
        qualification=wanted.qualification,
        started_at=wanted.started_at,
        performed_on=civil_day(wanted.started_at),
        minutes=wanted.minutes,
        evidence=wanted.evidence,
        state=State.SUBMITTED,
        submitted_by=by.party_id,
        submitted_at=by.at,
        channel=channel,
        activity_id=wanted.activity_id,
        level=level,
        off_duty=wanted.off_duty,
        fen=wanted.fen,
        loan=wanted.loan,
        # A line of a sheet counts once, however it is written down.
        reference=None if wanted.reference is None else written(wanted.reference),
        entry_reason=wanted.entry_reason,
        replaces=wanted.replaces,
        said=said(wanted, by=by.party_id, channel=channel, level=level),
        due_at=by.at + timedelta(days=rulebook.confirm_days),
    )


def check_entry(
    claim: Claim,
    wanted: Wanted,
    *,
    giver: Giver,
    then: Terms,
    at: datetime,
    second: Hand | None,
    instead_of: Claim | None = None,
) -> Claim:
    """The contribution with its value, if it may be put forward, whatever else the person did.

    `then`: what held when it was performed. `instead_of`: what it replaces; it counts as put forward on that
    one's day, and its time was listed if that one's was. Refuses what the checks of its kind, its time and its channel refuse.
    """
    today = civil_day(at if instead_of is None else instead_of.submitted_at)
    check_submission(claim, party=giver.person, rulebook=then.rulebook, at=at, today=today)
    # Whatever kind of work: a qualification that is named is one that somebody has seen.
    check_held(claim.qualification, giver.held, on=claim.performed_on)
    listed = wanted.strain is not None or lies_within(claim, instead_of)
    check_listed(claim, listed=listed, rulebook=then.rulebook)
    _check_employment(claim, wanted, giver=giver)
    valued = _valued(claim, wanted, then=then)
    return _by_channel(valued, wanted, rulebook=then.rulebook, today=today, second=_fit(second, claim, giver))


def check_submission(claim: Claim, *, party: Party, rulebook: Rulebook, at: datetime, today: date) -> None:
    """Refuse what cannot be submitted by the rulebook that held when it was performed, whatever else the person did.

    HoursArePersonal, QualificationMissing, TooShort, TooLong, NotYetPerformed, TooLate.
    """
    if claim.is_time:
        _check_hours(claim, party=party, rulebook=rulebook)
    if claim.ended_at > at:
        raise refusals.NotYetPerformed
    if today - claim.performed_on > timedelta(days=rulebook.submit_days):
        raise refusals.TooLate(days=rulebook.submit_days)


def check_day(claim: Claim, *, others: Collection[Claim], rulebook: Rulebook) -> Claim:
    """The contribution with what of it counts, held against the person's others round that day. Refuses TimeOverlaps: only the first counts.

    Paid and unpaid time of one person are one person's time. A thing on loan is lent once at a time; it takes nobody's time.
    """
    if not claim.minutes:
        return claim
    same = [other for other in others if other.stands and other.is_time == claim.is_time]
    if not claim.is_time:
        same = [other for other in same if (other.loan, other.activity) == (claim.loan, claim.activity)]
    if any(other.started_at < claim.ended_at and claim.started_at < other.ended_at for other in same):
        raise refusals.TimeOverlaps
    if not claim.is_time:
        return claim
    minutes = sum(other.minutes for other in same if other.performed_on == claim.performed_on)
    return counted(claim, before=minutes, rulebook=rulebook)


def counted(claim: Claim, *, before: int, rulebook: Rulebook) -> Claim:
    """The time with what of it fits into the day's hours that count, after the `before` minutes that were put forward first (rulebook §2).

    The raw time stays as it is.
    """
    counts = counting_minutes(claim.minutes, before=before, rulebook=rulebook)
    return replace(claim, counted_minutes=None if counts == claim.minutes else counts)


def counting_minutes(minutes: int, *, before: int, rulebook: Rulebook) -> int:
    """How many of the minutes count in a day that has given `before` already."""
    return min(minutes, max(0, rulebook.day_minutes - before))


def _check_hours(claim: Claim, *, party: Party, rulebook: Rulebook) -> None:
    if party.kind is not PartyKind.PERSON:
        raise refusals.HoursArePersonal
    if claim.contribution_type is Type.H2 and claim.qualification is None:
        raise refusals.QualificationMissing
    if claim.minutes < rulebook.least_minutes:
        raise refusals.TooShort(least=rulebook.least_minutes)
    if claim.minutes > LONGEST_HOURS * 60:
        raise refusals.TooLong(hours=LONGEST_HOURS)


def _check_employment(claim: Claim, wanted: Wanted, *, giver: Giver) -> None:
    if wanted.on_behalf_of is not None:
        if not claim.is_time or not giver.acts_for(wanted.on_behalf_of, claim):
            raise refusals.NotOfThisOrganisation
        if giver.credited.sector is Sector.GOV:
            raise refusals.StaffEarnNothing
    # Nobody can tell from here whose job an activity is: whoever is employed by a public body says that it was not theirs, in
    # public view (the notice) and before the confirmer; also who acts for somebody else.
    if claim.is_time and giver.employer is not None and giver.employer.sector is Sector.GOV and not claim.off_duty:
        raise refusals.StaffEarnNothing


def _valued(claim: Claim, wanted: Wanted, *, then: Terms) -> Claim:
    kind = claim.contribution_type
    if kind in HOURS:
        return replace(claim, fen=0)
    if kind in GOODS and wanted.goods is not None:
        fen = valuing.check_goods(
            kind, wanted.goods, wanted.documents, given_on=claim.performed_on, rulebook=then.rulebook
        )
        return replace(claim, fen=fen)
    if kind is Type.V1 and wanted.loan is not None:
        fen = valuing.loan_fen(then.loans, wanted.loan, minutes=claim.minutes)
        return replace(claim, fen=fen, loan_table=then.loans.number)
    return replace(claim, fen=_money(claim, wanted.documents))


def _money(claim: Claim, documents: Sequence[Document]) -> int:
    kinds = {document.kind for document in documents}
    entered = claim.channel in BY_HAND and claim.evidence is Evidence.E3 and claim.reference is not None
    if claim.contribution_type not in MONEY or not entered or claim.fen <= 0:
        raise refusals.MoneyComesWithItsPayment
    if DocumentKind.BANK_LINE not in kinds:
        raise refusals.DocumentMissing(kind=DocumentKind.BANK_LINE.value)
    if claim.contribution_type is Type.F1W:
        # R-0 [law]: points only where the receipt was waived in writing, and never beside one.
        if DocumentKind.DONATION_RECEIPT in kinds:
            raise refusals.ReceiptMeansG1
        if DocumentKind.RECEIPT_WAIVER not in kinds:
            raise refusals.DocumentMissing(kind=DocumentKind.RECEIPT_WAIVER.value)
    return claim.fen


def _fit(second: Hand | None, claim: Claim, giver: Giver) -> Hand | None:
    # A second person who is close to the giver is none: the entry then waits for another one.
    if second is None or second.party_id in claim.entered_by:
        return None
    return None if second.close_to(giver.person) or second.close_to(giver.credited) else second


def _by_channel(claim: Claim, wanted: Wanted, *, rulebook: Rulebook, today: date, second: Hand | None) -> Claim:
    # More than so many days after, an entry needs a second person and is listed.
    late = today - claim.performed_on > timedelta(days=rulebook.late_days)
    # A sheet printed here comes keyed by one and checked by another. A line typed from paper by hand has one person behind it (rulebook §3).
    typed = claim.channel is Channel.PAPER and not wanted.from_sheet
    manual = claim.channel in BY_HAND or typed or late
    if manual and claim.entry_reason is None:
        raise refusals.EntryReasonMissing(days=rulebook.late_days)
    if claim.channel is Channel.PAPER:
        check_paper(claim, wanted)
    seconded_by = second.party_id if manual and second is not None else None
    return replace(claim, manual=manual, seconded_by=seconded_by)
