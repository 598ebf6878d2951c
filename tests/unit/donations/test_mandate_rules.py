"""When a month of a monthly promise is due (rulebook §13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from contracts.donations.kinds import MandateState
from services.donations.mandates import rules as mandates
from services.donations.mandates.rules import Mandate

DAY = date(2023, 3, 18)
NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)


def mandate(**more: Any) -> Mandate:
    made = Mandate(
        mandate_id="mdt_0",
        donor_id="pty_anna",
        fund_code="F",
        project_code="P",
        amount=20_00,
        day_of_month=28,
        state=MandateState.ACTIVE,
        consent_sha256="c" * 64,
        contract_number="WX",
        signed_at=NOON,
        first_day=DAY,
        paused_until=None,
        failed_in_a_row=0,
        version=1,
    )
    return replace(made, **more)


@pytest.mark.parametrize(
    ("today", "more", "due"),
    [
        (date(2023, 3, 18), {}, date(2023, 3, 28)),
        (date(2023, 3, 28), {}, date(2023, 3, 28)),
        (date(2023, 3, 29), {}, None),
        (date(2023, 2, 10), {}, None),
        (date(2023, 3, 18), {"state": MandateState.SIGNED}, None),
        (date(2023, 3, 18), {"state": MandateState.PAUSED, "paused_until": "2023-03"}, None),
        (date(2023, 4, 1), {"state": MandateState.PAUSED, "paused_until": "2023-03"}, date(2023, 4, 28)),
        (date(2023, 3, 18), {"state": MandateState.PAUSED_AUTO}, None),
    ],
)
def test_a_month_is_due_on_its_day_when_the_mandate_takes_part(today, more, due):
    assert mandates.due(mandate(**more), on=today) == due
