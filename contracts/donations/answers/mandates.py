"""What can be read about monthly promises and their months."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime

from contracts.donations.kinds import CycleState, DayOfMonth, GiftId, MandateId, MandateState, PaymentReference
from contracts.kinds import Code, Count, Month, PartyId, PositiveFen, Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class Mandate:
    """A promise to give every month (月月捐), which is not income. `donor_id` is empty where it is not yours to see."""

    mandate_id: MandateId
    donor_id: PartyId | None
    fund_code: Code
    project_code: Code
    amount: PositiveFen
    day_of_month: DayOfMonth
    state: MandateState
    signed_at: datetime | None
    paused_until: Month | None
    failed_in_a_row: Count
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class MandatePage:
    """Mandates, newest first."""

    items: tuple[Mandate, ...]
    next_key: str | None


@dataclasses.dataclass(frozen=True, kw_only=True)
class Cycle:
    """One month of a mandate; the gift under `gift_id` is confirmed when, and only when, it was charged."""

    mandate_id: MandateId
    month: Month
    due_on: date
    amount: PositiveFen
    state: CycleState
    gift_id: GiftId | None
    payment_reference: PaymentReference | None
    version: Version


@dataclasses.dataclass(frozen=True, kw_only=True)
class CyclePage:
    """The months of one mandate, oldest first."""

    items: tuple[Cycle, ...]
    next_key: str | None
