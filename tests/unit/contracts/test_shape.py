"""Shapes: what is let in, what is kept out, and that nothing is lost on the way."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from marshmallow import ValidationError

from contracts import shape
from contracts.kinds import HUNDREDTHS_MAX, Count, PartyId, PositiveFen, ShortText, SignedFen

PARTY = "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part."""

    count: Count


@dataclass(frozen=True, kw_only=True)
class Gift:
    """A whole."""

    party_id: PartyId
    amount: PositiveFen
    on: date
    at: datetime
    parts: tuple[Part, ...] = ()
    note: ShortText | None = None


@dataclass(frozen=True, kw_only=True)
class Sum:
    """One signed amount."""

    amount: SignedFen


WIRE = {
    "party_id": PARTY,
    "amount": "60.00",
    "on": "2023-03-18",
    "at": "2023-03-18T10:00:00+08:00",
    "parts": [{"count": 3}],
}


def test_a_shape_survives_the_wire():
    gift = shape.load(Gift, WIRE)

    assert gift.amount == 6000
    assert shape.load(Gift, json.loads(json.dumps(shape.dump(gift)))) == gift


@given(st.integers(-HUNDREDTHS_MAX, HUNDREDTHS_MAX))
def test_every_amount_survives_the_wire_exactly(amount: int):
    assert shape.load(Sum, shape.dump(Sum(amount=amount))).amount == amount


BAD_AMOUNTS = [
    0,
    60,
    60.0,
    1.5,
    True,
    None,
    "",
    "0",
    "0.00",
    "-1.00",
    "+1",
    "1e3",
    "1,000",
    "01",
    "1.001",
    ".5",
    "1.",
    " 1",
    "1 ",
    "NaN",
    "Infinity",
]
BAD_AMOUNTS += ["٣", "１", "9" * 30, "1_0", "0x10", [], {}, ["1"], 10**30, "1\n", "--1", "1.-1"]


@pytest.mark.parametrize("amount", BAD_AMOUNTS, ids=repr)
def test_an_amount_that_is_no_plain_decimal_string_is_refused(amount: object):
    with pytest.raises(ValidationError) as refusal:
        shape.load(Gift, {**WIRE, "amount": amount})

    assert list(refusal.value.messages) == ["amount"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("party_id", "pty_1"),
        ("party_id", "don_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"),
        ("party_id", PARTY + "\n"),
        ("party_id", PARTY.lower()),
        ("on", "2023-3-18"),
        ("on", "2023-02-30"),
        ("on", 20230318),
        ("at", "2023-03-18T10:00:00"),
        ("at", "yesterday"),
        ("parts", [{"count": "3"}]),
        ("parts", [{"count": 3.0}]),
        ("parts", [{"count": True}]),
        ("parts", [{"count": -1}]),
        ("parts", [{"count": 3, "role": "admin"}]),
        ("parts", {"count": 3}),
        ("parts", [{"count": 1}] * 1001),
        ("note", ""),
        ("note", "   "),
        ("note", "x" * 121),
        ("note", "a\u0000b"),
        ("note", "\u202egnp"),
        ("role", "admin"),
    ],
)
def test_what_does_not_fit_is_refused_by_name(field: str, value: object):
    with pytest.raises(ValidationError) as refusal:
        shape.load(Gift, {**WIRE, field: value})

    assert list(refusal.value.messages) == [field]


def test_a_tolerant_reader_ignores_what_it_does_not_know():
    assert shape.load(Sum, {"amount": "1.00", "new": 1}, tolerant=True).amount == 100
    with pytest.raises(ValidationError):
        shape.load(Sum, {"amount": "1.00", "new": 1})
