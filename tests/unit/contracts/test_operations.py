"""How a report writes what it compared."""

from __future__ import annotations

import pytest

from contracts import shape
from contracts.operations import Facts, Unit


@pytest.mark.parametrize(
    ("unit", "written"),
    [
        (Unit.CNY, "30.00"),
        (Unit.CV, "30.00"),
        (Unit.SP, "30.00"),
        (Unit.GRAMS, "3000"),
        (Unit.MINUTES, "3000"),
        (Unit.COUNT, "3000"),
    ],
)
def test_money_and_points_have_two_places_and_what_is_counted_has_none(unit: Unit, written: str):
    line = Facts.compared("line", unit, facts=1, facts_amount=3_000, postings=1, postings_amount=-3_000, unmatched=1)

    seen = shape.load(Facts, shape.dump(line))

    assert (seen.unit, seen.facts_amount, seen.postings_amount) == (unit, written, f"-{written}")
