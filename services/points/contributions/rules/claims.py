"""What a contribution is, from the moment it is put forward (rulebook §2, §3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from contracts.kinds import PartyId
from contracts.points.kinds import (
    Channel,
    ContributionType,
    DocumentKind,
    Evidence,
    GoodsCondition,
    PriceSource,
    Strain,
)
from contracts.points.kinds import ContributionState as State
from services.points.grants.rules import CONTRIBUTED, Earning
from services.points.rate_cards.rules import Time

HOURS = frozenset({ContributionType.H1, ContributionType.H2, ContributionType.H3, ContributionType.H4})
GOODS = frozenset({ContributionType.G1, ContributionType.G2, ContributionType.G3, ContributionType.G4})


@dataclass(frozen=True)
class Document:
    """A document that proves something, by the SHA-256 of its file."""

    sha256: str
    kind: DocumentKind


@dataclass(frozen=True, kw_only=True)
class Goods:
    """Goods of one kind, or a merchant's service: `quantity` pieces at `unit_fen` as they were put forward.

    `percent` of the appraised price counts: by condition, or by the days left. `own`: a merchant's own, at cost or wholesale.
    """

    item: str
    quantity: int
    unit_fen: int
    source: PriceSource
    condition: GoodsCondition | None = None
    best_before: date | None = None
    own: bool = False


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A contribution as it is put forward: `minutes` for time and loans, `goods` for goods, `loan` a code of the table, `fen` for money.

    `party_id` gave it. Paid time names the organisation it belongs to in `on_behalf_of`. `level` is the role (rulebook §10), by default
    "contributed", for H4 "decided with others". `reference`: the bank line, or serial and line of a paper sheet; it counts once.
    `strain`: as what the task of an activity was listed beforehand, which makes it H3. `by_task`: that task gives the level. `replaces`: the returned one that is put
    forward again. `from_sheet`: a line of a sheet that was printed here, keyed by one person and checked by another.
    """

    contribution_id: str
    party_id: PartyId
    contribution_type: ContributionType
    activity: str
    started_at: datetime
    minutes: int = 0
    evidence: Evidence = Evidence.E0
    qualification: str | None = None
    strain: Strain | None = None
    activity_id: str | None = None
    level: int | None = None
    on_behalf_of: PartyId | None = None
    off_duty: bool = False
    entry_reason: str | None = None
    reference: str | None = None
    goods: Goods | None = None
    loan: str | None = None
    fen: int = 0
    documents: tuple[Document, ...] = ()
    replaces: str | None = None
    from_sheet: bool = False
    by_task: bool = False


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One contribution. `performed_on` is the civil day on which it began; `cv` and `sp` are set when it is settled.

    `party_id` is credited; `performed_by` gave it, which differs for paid time only. `fen` is the value that counts, after appraisal
    and factors. `loan_table`: the number of the table that priced a loan. `manual`: entered by hand, typed from paper, imported, or more than 7 days late. `wants_second` and `held` keep a confirmed one
    from its notice: until a second confirmer, until the council's review. `escalation`: 0 first, 1 second confirmer, 2 council.
    `as_counterpart`: its grade stands on the confirmer's word as the other side.
    `counted_minutes`: what of the time fits into the hours of its day that count; None: all of it (rulebook §2, ADR 0147).
    `said`: the fingerprint of what was put forward; none for what came before it was kept, or was told by another service: `told_as` is
    the id by which that one knows it. `grams`: the weight of goods, for statements.
    """

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
    performed_by: PartyId | None = None
    channel: Channel = Channel.SELF
    activity_id: str | None = None
    level: int = CONTRIBUTED
    off_duty: bool = False
    fen: int = 0
    loan: str | None = None
    loan_table: int | None = None
    reference: str | None = None
    manual: bool = False
    entry_reason: str | None = None
    seconded_by: PartyId | None = None
    confirmed_by: PartyId | None = None
    confirmed_at: datetime | None = None
    as_counterpart: bool = False
    wants_second: bool = False
    second_confirmed_by: PartyId | None = None
    held: bool = False
    notice_ends_at: datetime | None = None
    decided_by: PartyId | None = None
    decided_at: datetime | None = None
    reason: str | None = None
    due_at: datetime | None = None
    escalation: int = 0
    assigned_to: PartyId | None = None
    rate_card: int = 1
    cv: int = 0
    sp: int = 0
    reversed_cv: int = 0
    reversed_sp: int = 0
    replaces: str | None = None
    counted_minutes: int | None = None
    said: str | None = None
    grams: int = 0
    told_as: str | None = None
    version: int = 1

    @property
    def is_time(self) -> bool:
        """Is it human effort, measured in hours?"""
        return self.contribution_type in HOURS

    @property
    def time(self) -> Time:
        """What the rate card is asked about."""
        return Time(hours_type=self.contribution_type, minutes=self.minutes, skilled=self.qualification is not None)

    @property
    def recorded_minutes(self) -> int:
        """The raw time of the volunteer record; nought for things on loan, whose time is not a person's."""
        return self.minutes if self.is_time else 0

    @property
    def earning_minutes(self) -> int:
        """What of the raw time earns: no more than the hours of a day that count."""
        return self.recorded_minutes if self.counted_minutes is None else self.counted_minutes

    @property
    def giver(self) -> PartyId:
        """Whose time it was, or who handed it over."""
        return self.performed_by or self.party_id

    @property
    def ended_at(self) -> datetime:
        """When the work was over."""
        return self.started_at + timedelta(minutes=self.minutes)

    @property
    def stands(self) -> bool:
        """Does it take up its time of the day?"""
        return self.state not in {State.RETURNED, State.WITHDRAWN, State.REJECTED, State.REVERSED}

    @property
    def entered_by(self) -> frozenset[PartyId]:
        """Whoever gave it or put it forward: none of them takes a later step."""
        return frozenset(
            one for one in (self.party_id, self.performed_by, self.submitted_by, self.seconded_by) if one is not None
        )

    def same_as(self, other: Claim) -> bool:
        """Was the other one submitted with the same content, whatever became of it since?"""
        if self.said is None or other.said is None:
            return self._content() == other._content()
        return (self.contribution_id, self.said) == (other.contribution_id, other.said)

    def _content(self) -> tuple[object, ...]:
        # Only what no later step changes.
        what = (self.contribution_type, self.activity, self.qualification, self.started_at, self.minutes)
        about = (self.giver, self.activity_id, self.loan, self.reference, self.replaces, self.level, self.off_duty)
        return (self.contribution_id, self.party_id, self.submitted_by, self.channel, self.entry_reason, *what, *about)


def earning_of(claim: Claim) -> Earning:
    """What a contribution earns by: its grant decides how much."""
    return Earning(
        source_id=claim.contribution_id,
        party_id=claim.party_id,
        contribution_type=claim.contribution_type,
        performed_on=claim.performed_on,
        minutes=claim.recorded_minutes,
        counts=claim.counted_minutes,
        skilled=claim.time.skilled,
        fen=claim.fen,
        activity_id=claim.activity_id,
        level=claim.level,
        grams=claim.grams,
        told_as=claim.told_as,
    )
