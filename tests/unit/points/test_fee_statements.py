"""Differences with the company's statement: who may close them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from contracts.points.kinds import DifferenceKind, StatementState
from services.points.fee_statements import refusals
from services.points.fee_statements.rules import Difference, Statement, close
from services.points.parties.rules import Hand

NOON = datetime(2026, 3, 4, 4, tzinfo=UTC)
STATEMENT = Statement(
    statement_id="fst_1",
    programme_id="fpr_1",
    company_id="pty_COMPANY",
    month="2026-02",
    state=StatementState.MATCHED,
    parts=1,
    their_count=0,
    their_total=0,
    our_count=1,
    our_total=259_20,
    matched=0,
    imported_by="pty_STAFF",
    imported_at=NOON,
)
DIFFERENCE = Difference(
    difference_id="fdf_1",
    statement_id="fst_1",
    kind=DifferenceKind.MISSING_IN_BILLING,
    household_number="H-1",
    billing_period="2026-02",
    ours=259_20,
    theirs=0,
)


def _closed(*linked: str) -> Difference:
    council = Hand(party_id="pty_COUNCIL", ties=frozenset({"pty_COUNCIL"}), at=NOON, linked=frozenset(linked))
    return close(DIFFERENCE, statement=STATEMENT, by=council, own=(), reason="booked in March")


@pytest.mark.parametrize("close_to", ["pty_STAFF", "pty_COMPANY"])
def test_who_is_one_identity_with_importer_or_company_closes_no_difference(close_to):
    with pytest.raises(refusals.OwnStatement):
        _closed(close_to)
    assert _closed("pty_NEIGHBOUR").closed_by == "pty_COUNCIL"
