"""What a gift of money may be, and how it changes (rulebook §2 rule R-0, §12)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import NamedTuple

from contracts.donations.answers import Project
from contracts.donations.kinds import (
    GiftChoice,
    GiftOrigin,
    GiftState,
    Lane,
    PaymentChannel,
    ReceiptState,
    Visibility,
)
from contracts.donations.requests import ChangeVisibility, RecordGift
from services.donations.gifts import refusals
from services.donations.parties.rules import PartyNotFound

GIFT_MAX_FEN = 100_000_000  # ¥1,000,000: anything larger is an agreement made on paper first.
ONLINE_MINUTES = 30
SAID = ("fund_code", "project_code", "donor_id", "amount", "lane", "choice", "waiver_number", "channel", "activity_id")


@dataclass(frozen=True, kw_only=True)
class Gift:
    """A gift of money as it is kept. `received` and `confirmed_on` stand when, and only when, the money came, also if it went back.

    `confirmed_on` is the day on which the statement was taken over, `paid_on` the bank's day of payment, where a statement tells it.
    """

    gift_id: str
    fund_code: str
    project_code: str | None
    donor_id: str | None
    amount: int
    received: int | None
    lane: Lane
    choice: GiftChoice
    waiver_number: str | None
    visibility: Visibility
    alias: str | None
    channel: PaymentChannel
    state: GiftState
    receipt: ReceiptState
    payment_reference: str
    recorded_by: str | None
    recorded_at: datetime
    expires_at: datetime | None
    confirmed_on: date | None
    mandate_id: str | None
    version: int
    origin: GiftOrigin = GiftOrigin.OWN
    batch_id: str | None = None
    activity_id: str | None = None
    paid_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Recorder:
    """Who records a gift, and when: `on` is the civil day of `at`. Staff may record for others and for nobody."""

    party_id: str | None
    speaks_for: Collection[str]
    staff: bool
    at: datetime
    on: date


@dataclass(frozen=True, kw_only=True)
class Arrived:
    """Money that reached the federation and that no recorded gift explains; `amount` in fen, `paid_on` the bank's day."""

    fund_code: str
    project_code: str | None
    amount: int
    lane: Lane
    paid_on: date | None = None


class Confirmed(NamedTuple):
    """How much was confirmed: gifts, and fen."""

    gifts: int
    amount: int


def record(asked: RecordGift, *, project: Project | None, recorder: Recorder) -> Gift:
    """A gift that waits for its money.

    Raises LaneNotCollectedHere, AboveLimit, LaneDiffers, ProjectNotRunning, PointsOnlyInCommunity, WaiverMissing,
    WaiverWithoutPoints, AnonymousOnlyByStaff, PartyNotFound, AliasMissing.
    """
    if asked.lane is Lane.PUBLIC_FUNDRAISING:
        raise refusals.LaneNotCollectedHere
    if asked.amount > GIFT_MAX_FEN:
        raise refusals.AboveLimit(limit="1000000.00")
    if project is not None:
        check_project(project, lane=asked.lane, on=recorder.on)
    check_choice(asked)
    check_donor(asked.donor_id, recorder=recorder)
    check_name(asked.visibility, alias=asked.alias, named=asked.donor_id is not None)
    online = asked.channel is PaymentChannel.ONLINE
    return Gift(
        gift_id=asked.gift_id,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        donor_id=asked.donor_id,
        amount=asked.amount,
        received=None,
        lane=asked.lane,
        choice=asked.choice,
        waiver_number=asked.waiver_number,
        visibility=asked.visibility,
        alias=asked.alias,
        channel=asked.channel,
        state=GiftState.AWAITING,
        receipt=first_receipt_state(asked.choice, donor_id=asked.donor_id),
        payment_reference=payment_reference(asked.gift_id),
        recorded_by=recorder.party_id,
        recorded_at=recorder.at,
        expires_at=recorder.at + timedelta(minutes=ONLINE_MINUTES) if online else None,
        confirmed_on=None,
        mandate_id=None,
        version=1,
        activity_id=asked.activity_id,
    )


def unnamed(money: Arrived, *, gift_id: str, recorder: Recorder) -> Gift:
    """A gift that begins with its money: nobody announced it, so it has no donor here, no points and no receipt from here."""
    return Gift(
        gift_id=gift_id,
        fund_code=money.fund_code,
        project_code=money.project_code,
        donor_id=None,
        amount=money.amount,
        received=money.amount,
        lane=money.lane,
        choice=GiftChoice.RECEIPT,
        waiver_number=None,
        visibility=Visibility.ANONYMOUS,
        alias=None,
        channel=PaymentChannel.TRANSFER,
        state=GiftState.CONFIRMED,
        receipt=ReceiptState.ANONYMOUS,
        payment_reference=payment_reference(gift_id),
        recorded_by=recorder.party_id,
        recorded_at=recorder.at,
        expires_at=None,
        confirmed_on=recorder.on,
        mandate_id=None,
        version=1,
        paid_on=day_of_payment(money.paid_on, on=recorder.on),
    )


def check_project(project: Project, *, lane: Lane, on: date) -> None:
    """A project takes gifts of its own lane, while it runs. Raises LaneDiffers, ProjectNotRunning."""
    if project.lane is not lane:
        raise refusals.LaneDiffers(lane=project.lane.value)
    if not running(project, on=on):
        raise refusals.ProjectNotRunning


def running(project: Project, *, on: date) -> bool:
    """Does the project take money on that day?"""
    return project.starts_on <= on and (project.ends_on is None or on <= project.ends_on)


def check_choice(asked: RecordGift) -> None:
    """Points only for a known donor's gift inside the community whose receipt was given up in writing (rulebook §2, F1w)."""
    if asked.choice is GiftChoice.RECEIPT:
        if asked.waiver_number is not None:
            raise refusals.WaiverWithoutPoints
        return
    if asked.lane is not Lane.MUTUAL_HELP or asked.donor_id is None:
        raise refusals.PointsOnlyInCommunity
    if asked.waiver_number is None:
        raise refusals.WaiverMissing


def check_donor(donor_id: str | None, *, recorder: Recorder) -> None:
    """A donor speaks for itself; whether another party exists is not told. Raises AnonymousOnlyByStaff, PartyNotFound."""
    if recorder.staff or donor_id in recorder.speaks_for:
        return
    if donor_id is None:
        raise refusals.AnonymousOnlyByStaff
    raise PartyNotFound


def check_own(gift: Gift, *, speaks_for: Collection[str]) -> None:
    """Another donor's gift is not there for you. Raises GiftNotFound."""
    if gift.donor_id is None or gift.donor_id not in speaks_for:
        raise refusals.GiftNotFound


def check_name(visibility: Visibility, *, alias: str | None, named: bool) -> None:
    """An alias stands exactly where it is to be shown, and nobody's gift has no name to show. Raises AliasMissing."""
    if (visibility is Visibility.ALIAS) != (alias is not None) or (
        visibility is not Visibility.ANONYMOUS and not named
    ):
        raise refusals.AliasMissing


def first_receipt_state(choice: GiftChoice, *, donor_id: str | None) -> ReceiptState:
    """Where a gift's receipt stands before anything happened."""
    if choice is GiftChoice.POINTS:
        return ReceiptState.WAIVED
    return ReceiptState.ANONYMOUS if donor_id is None else ReceiptState.NOT_REQUESTED


def payment_reference(gift_id: str) -> str:
    """What the donor writes on the transfer: short enough to copy by hand, from the random part of the id."""
    return "G" + gift_id[-10:]


def same(stored: Gift, wanted: Gift) -> bool:
    """Does a second recording under the same id say the same?"""
    return content(stored) == content(wanted)


def content(gift: Gift) -> tuple[object, ...]:
    """What was said of a gift when it was recorded; its later fate is left out."""
    return tuple(getattr(gift, name) for name in SAID)


def confirm(gift: Gift, *, received: int, on: date, paid_on: date | None = None) -> Gift:
    """The money is there, in time or late (a late payment is never lost, rulebook §12). Raises AlreadyConfirmed.

    `paid_on` is the bank's day: by it the gift is weighed, however late its statement is taken over (rulebook §2).
    """
    if gift.received is not None:
        raise refusals.AlreadyConfirmed
    day = day_of_payment(paid_on, on=on)
    return replace(gift, state=GiftState.CONFIRMED, received=received, confirmed_on=on, paid_on=day)


def day_of_payment(paid_on: date | None, *, on: date) -> date | None:
    """The bank's day of payment, never after the day on which the money was seen: no card to come is ever reached by a wrong day."""
    return None if paid_on is None else min(paid_on, on)


def rename(gift: Gift, asked: ChangeVisibility) -> Gift:
    """The gift under another name, or none. Raises AliasMissing."""
    check_name(asked.visibility, alias=asked.alias, named=gift.donor_id is not None)
    return replace(gift, visibility=asked.visibility, alias=asked.alias)
