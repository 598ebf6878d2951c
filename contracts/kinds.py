"""The vocabulary of shapes: annotated types that know their limits on the wire.

A shape is a frozen dataclass whose field types come from here (or are str, bool, dates, enums, other shapes, tuples of those).
The annotation says how the value travels; inside Python it stays a plain int or str, so that mypy and arithmetic see no wrapper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Annotated

HUNDREDTHS_MAX = 10**14  # ¥1,000,000,000,000.00: above any sum here, far below 2^63.


@dataclass(frozen=True)
class Hundredths:
    """An integer of hundredths (fen, centi-points) that travels as a decimal string with two places: 4850 ↔ "48.50"."""

    least: int = 0
    most: int = HUNDREDTHS_MAX


@dataclass(frozen=True)
class Whole:
    """An integer within limits; on the wire a JSON integer, never "3" or 3.0."""

    least: int
    most: int


@dataclass(frozen=True)
class Written:
    """Text for people: trimmed length within limits, no control characters."""

    least: int
    most: int


@dataclass(frozen=True)
class Pattern:
    """Text that matches one regular expression as a whole."""

    regex: str
    example: str


ULID_REGEX = "[0-7][0-9A-HJKMNP-TV-Z]{25}"


def identifier(prefix: str) -> Pattern:
    """An id: three letters that tell the kind, and a ULID (client-made where a client may retry)."""
    return Pattern(regex=f"{re.escape(prefix)}_{ULID_REGEX}", example=f"{prefix}_01HQ3Z5N8T7W9XKJ4M2V6BCDEF")


Fen = Annotated[int, Hundredths()]
PositiveFen = Annotated[int, Hundredths(least=1)]
SignedFen = Annotated[int, Hundredths(least=-HUNDREDTHS_MAX)]
CentiPoints = Annotated[int, Hundredths()]
PositiveCentiPoints = Annotated[int, Hundredths(least=1)]
SignedCentiPoints = Annotated[int, Hundredths(least=-HUNDREDTHS_MAX)]

Count = Annotated[int, Whole(0, 1_000_000_000)]
PositiveCount = Annotated[int, Whole(1, 1_000_000)]
Minutes = Annotated[int, Whole(1, 24 * 60)]
Grams = Annotated[int, Whole(0, 10**12)]
PositiveGrams = Annotated[int, Whole(1, 10**12)]
Version = Annotated[int, Whole(1, 2**31 - 1)]
PageLimit = Annotated[int, Whole(1, 200)]

ShortText = Annotated[str, Written(1, 120)]
LongText = Annotated[str, Written(1, 2000)]
Code = Annotated[str, Pattern(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", "PM-2023-03-01")]
CommunityId = Annotated[str, Pattern(r"[a-z][a-z0-9-]{1,39}", "changlinpan")]
Month = Annotated[str, Pattern(r"20\d\d-(0[1-9]|1[0-2])", "2023-03")]
Sha256 = Annotated[str, Pattern(r"[0-9a-f]{64}", "0" * 64)]
Base64 = Annotated[str, Pattern(r"[A-Za-z0-9+/]+={0,2}", "JVBERi0xLjQ=")]
PageKey = Annotated[str, Pattern(r"[\x21-\x7e]{1,200}", "ctb_01HQ3Z5N8T7W9XKJ4M2V6BCDEF")]

PartyId = Annotated[str, identifier("pty")]
ActivityId = Annotated[str, identifier("act")]
"""A shared act of charity (rulebook §10): whoever tells what was given may name the one it was given to."""
