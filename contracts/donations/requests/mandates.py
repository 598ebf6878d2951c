"""What can be asked about monthly promises (月月捐)."""

from __future__ import annotations

import dataclasses

from contracts.donations import answers
from contracts.donations.kinds import DayOfMonth, MandateId
from contracts.kinds import Code, Month, PartyId, PositiveFen, Sha256
from contracts.request import Command, PageQuery, Query


@dataclasses.dataclass(frozen=True, kw_only=True)
class DraftMandate(Command[answers.Mandate]):
    """Prepare a promise to give every month; nothing is agreed yet."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId
    donor_id: PartyId
    fund_code: Code
    project_code: Code
    amount: PositiveFen
    day_of_month: DayOfMonth


@dataclasses.dataclass(frozen=True, kw_only=True)
class SignMandate(Command[answers.Mandate]):
    """Agree to the text whose SHA-256 is given."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId
    consent_sha256: Sha256


@dataclasses.dataclass(frozen=True, kw_only=True)
class ActivateMandate(Command[answers.Mandate]):
    """Record that the payment provider opened the contract; charges may begin."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId
    contract_number: Code


@dataclasses.dataclass(frozen=True, kw_only=True)
class PauseMandate(Command[answers.Mandate]):
    """Charge nothing up to and including a month, at most six months ahead."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId
    until: Month


@dataclasses.dataclass(frozen=True, kw_only=True)
class ResumeMandate(Command[answers.Mandate]):
    """Go on giving. What was missed is not caught up."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId


@dataclasses.dataclass(frozen=True, kw_only=True)
class CancelMandate(Command[answers.Mandate]):
    """End the promise, at once."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ChangeMandateAmount(Command[answers.Mandate]):
    """Give more (which needs a new consent) or less (which does not)."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId
    amount: PositiveFen
    consent_sha256: Sha256 | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class SkipCycle(Command[answers.Cycle]):
    """Leave one month out."""

    service = "donations"
    answer = answers.Cycle

    mandate_id: MandateId
    month: Month


@dataclasses.dataclass(frozen=True, kw_only=True)
class FailCycle(Command[answers.Cycle]):
    """Record that a month could not be charged; `contract_ended` means that no further attempt makes sense."""

    service = "donations"
    answer = answers.Cycle

    mandate_id: MandateId
    month: Month
    contract_ended: bool


@dataclasses.dataclass(frozen=True, kw_only=True)
class GetMandate(Query[answers.Mandate]):
    """One monthly promise."""

    service = "donations"
    answer = answers.Mandate

    mandate_id: MandateId


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListMandates(PageQuery[answers.MandatePage]):
    """Monthly promises of a donor, or of everybody for those who may see them."""

    service = "donations"
    answer = answers.MandatePage

    donor_id: PartyId | None = None


@dataclasses.dataclass(frozen=True, kw_only=True)
class ListCycles(PageQuery[answers.CyclePage]):
    """The months of one mandate."""

    service = "donations"
    answer = answers.CyclePage

    mandate_id: MandateId
