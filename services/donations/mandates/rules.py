"""How a monthly promise changes, and when a month of it is due (rulebook §13)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime

from contracts.donations import answers
from contracts.donations.answers import Cycle, Project
from contracts.donations.kinds import (
    CycleState,
    GiftChoice,
    GiftState,
    Lane,
    MandateState,
    PaymentChannel,
    ProjectKind,
    ReceiptState,
    Visibility,
)
from contracts.donations.requests import ChangeMandateAmount, DraftMandate
from services.donations.gifts.rules import Gift, payment_reference, running
from services.donations.mandates import refusals

PAUSE_MONTHS_MAX = 6
FAILED_IN_A_ROW_MAX = 3
AMOUNT_MAX_FEN = 1_000_000  # ¥10,000 a month.

LIVE = (MandateState.SIGNED, MandateState.ACTIVE, MandateState.PAUSED, MandateState.PAUSED_AUTO)


@dataclass(frozen=True, kw_only=True)
class Mandate:
    """A promise as it is kept. `consent_sha256` is over the text the donor agreed to for this amount or a higher one."""

    mandate_id: str
    donor_id: str
    fund_code: str
    project_code: str
    amount: int
    day_of_month: int
    state: MandateState
    consent_sha256: str | None
    contract_number: str | None
    signed_at: datetime | None
    first_day: date | None
    paused_until: str | None
    failed_in_a_row: int
    version: int


def draft(asked: DraftMandate, *, project: Project, on: date) -> Mandate:
    """A promise nobody has agreed to yet. Raises NotAMonthlyProject, AboveMonthlyLimit."""
    monthly = project.kind is ProjectKind.MONTHLY_GIVING and project.lane is Lane.MUTUAL_HELP
    if not monthly or not running(project, on=on):
        raise refusals.NotAMonthlyProject
    if asked.amount > AMOUNT_MAX_FEN:
        raise refusals.AboveMonthlyLimit(limit="10000.00")
    return Mandate(
        mandate_id=asked.mandate_id,
        donor_id=asked.donor_id,
        fund_code=asked.fund_code,
        project_code=asked.project_code,
        amount=asked.amount,
        day_of_month=asked.day_of_month,
        state=MandateState.DRAFT,
        consent_sha256=None,
        contract_number=None,
        signed_at=None,
        first_day=None,
        paused_until=None,
        failed_in_a_row=0,
        version=1,
    )


def same(stored: Mandate, wanted: Mandate) -> None:
    """A second draft under the same id must say the same. Raises MandateIdTaken."""
    first, second = ((m.donor_id, m.fund_code, m.project_code, m.amount, m.day_of_month) for m in (stored, wanted))
    if first != second:
        raise refusals.MandateIdTaken


def sign(mandate: Mandate, *, consent_sha256: str, at: datetime) -> Mandate:
    """Agree to the text. Raises WrongState."""
    _require(mandate, MandateState.DRAFT)
    return replace(mandate, state=MandateState.SIGNED, consent_sha256=consent_sha256, signed_at=at)


def activate(mandate: Mandate, *, contract_number: str, on: date) -> Mandate:
    """The payment provider's contract is open; months that fall due from this day on are planned. Raises WrongState."""
    _require(mandate, MandateState.SIGNED)
    return replace(mandate, state=MandateState.ACTIVE, contract_number=contract_number, first_day=on)


def pause(mandate: Mandate, *, until: str, this_month: str) -> Mandate:
    """Charge nothing up to and including the month `until`. Raises WrongState, PauseTooLong."""
    _require(mandate, MandateState.ACTIVE)
    if not 0 <= _months(until) - _months(this_month) <= PAUSE_MONTHS_MAX:
        raise refusals.PauseTooLong(months=PAUSE_MONTHS_MAX)
    return replace(mandate, state=MandateState.PAUSED, paused_until=until)


def resume(mandate: Mandate, *, on: date) -> Mandate:
    """Go on from this day; what was missed is not caught up. Raises WrongState."""
    _require(mandate, MandateState.PAUSED, MandateState.PAUSED_AUTO)
    return replace(mandate, state=MandateState.ACTIVE, paused_until=None, failed_in_a_row=0, first_day=on)


def cancel(mandate: Mandate) -> Mandate:
    """End it, whatever it was. Raises WrongState if it has ended."""
    _require(mandate, MandateState.DRAFT, *LIVE)
    return replace(mandate, state=MandateState.CANCELLED, paused_until=None)


def change_amount(mandate: Mandate, asked: ChangeMandateAmount) -> Mandate:
    """Less is free, more needs a new consent. Raises WrongState, NewConsentNeeded, AboveMonthlyLimit."""
    _require(mandate, *LIVE)
    if asked.amount > AMOUNT_MAX_FEN:
        raise refusals.AboveMonthlyLimit(limit="10000.00")
    if asked.amount > mandate.amount and asked.consent_sha256 in (None, mandate.consent_sha256):
        raise refusals.NewConsentNeeded
    return replace(mandate, amount=asked.amount, consent_sha256=asked.consent_sha256 or mandate.consent_sha256)


def due(mandate: Mandate, *, on: date) -> date | None:
    """The day in the month of `on` on which the mandate is due, if that day is still to come (or today) and it takes part."""
    due_on = on.replace(day=mandate.day_of_month)
    if due_on < on or mandate.first_day is None or due_on < mandate.first_day:
        return None
    if mandate.state is MandateState.ACTIVE:
        return due_on
    over = mandate.state is MandateState.PAUSED and (mandate.paused_until or "") < due_on.strftime("%Y-%m")
    return due_on if over else None


def skip(cycle: Cycle) -> Cycle:
    """Leave the month out. Raises CycleNotPlanned."""
    _require_planned(cycle)
    return replace(cycle, state=CycleState.SKIPPED)


def fail(cycle: Cycle, mandate: Mandate, *, contract_ended: bool) -> tuple[Cycle, Mandate]:
    """The month could not be charged; after three in a row, or without a contract, the mandate stops by itself. Raises CycleNotPlanned."""
    _require_planned(cycle)
    failed = mandate.failed_in_a_row + 1
    stops = mandate.state is MandateState.ACTIVE and (contract_ended or failed >= FAILED_IN_A_ROW_MAX)
    state = MandateState.PAUSED_AUTO if stops else mandate.state
    return replace(cycle, state=CycleState.FAILED), replace(mandate, failed_in_a_row=failed, state=state)


def check_donor(donor_id: str, *, speaks_for: Collection[str]) -> None:
    """Only the donor decides about a monthly promise; for others it is not there. Raises MandateNotFound."""
    if donor_id not in speaks_for:
        raise refusals.MandateNotFound


def _require(mandate: Mandate, *states: MandateState) -> None:
    if mandate.state not in states:
        raise refusals.WrongState(state=mandate.state.value)


def _require_planned(cycle: Cycle) -> None:
    if cycle.state is not CycleState.PLANNED:
        raise refusals.CycleNotPlanned(state=cycle.state.value)


def _months(month: str) -> int:
    year, number = month.split("-")
    return int(year) * 12 + int(number)


def plan(mandate: Mandate, *, gift_id: str, due_on: date, at: datetime) -> tuple[Cycle, Gift]:
    """One month of the mandate, and the gift that its charge will pay; the amount is fixed from here on."""
    gift = Gift(
        gift_id=gift_id,
        fund_code=mandate.fund_code,
        project_code=mandate.project_code,
        donor_id=mandate.donor_id,
        amount=mandate.amount,
        received=None,
        lane=Lane.MUTUAL_HELP,
        choice=GiftChoice.RECEIPT,
        waiver_number=None,
        visibility=Visibility.ANONYMOUS,
        alias=None,
        channel=PaymentChannel.ONLINE,
        state=GiftState.AWAITING,
        receipt=ReceiptState.NOT_REQUESTED,
        payment_reference=payment_reference(gift_id),
        recorded_by=mandate.donor_id,
        recorded_at=at,
        expires_at=None,
        confirmed_on=None,
        mandate_id=mandate.mandate_id,
        version=1,
    )
    cycle = Cycle(
        mandate_id=mandate.mandate_id,
        month=due_on.strftime("%Y-%m"),
        due_on=due_on,
        amount=mandate.amount,
        state=CycleState.PLANNED,
        gift_id=gift_id,
        payment_reference=gift.payment_reference,
        version=1,
    )
    return cycle, gift


def lapse(gift: Gift) -> Gift:
    """The gift of a month that will not be charged; money that still arrives confirms it all the same."""
    return gift if gift.received is not None else replace(gift, state=GiftState.EXPIRED)


def answer(mandate: Mandate, *, told: bool) -> answers.Mandate:
    """The mandate as it is answered, with its donor only where that is told; consent and contract stay inside."""
    return answers.Mandate(
        mandate_id=mandate.mandate_id,
        donor_id=mandate.donor_id if told else None,
        fund_code=mandate.fund_code,
        project_code=mandate.project_code,
        amount=mandate.amount,
        day_of_month=mandate.day_of_month,
        state=mandate.state,
        signed_at=mandate.signed_at,
        paused_until=mandate.paused_until,
        failed_in_a_row=mandate.failed_in_a_row,
        version=mandate.version,
    )
