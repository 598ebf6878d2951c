"""How a telephone number that names a person stands in what is kept of a sheet: as a mask, and as a blind index until it is looked up."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence

from contracts.kinds import PartyId
from contracts.points.kinds import PersonalField
from contracts.refused import Refused
from services.points.imports import refusals
from services.points.personal.refusals import PhoneInvalid
from services.points.personal.rules import shown, standard

DIGITS_LEAST = 7
ID = "pty_"
SHOWN_OF_NONE = 3
MASK = re.compile(r"[+\d]*\*{4}\d*", re.ASCII)
KEPT = re.compile(r"([+\d]*\*{4}\d*) ([0-9a-f]{64}(?:,[0-9a-f]{64})*)", re.ASCII)


def is_number(cell: str) -> bool:
    """Is it meant as a telephone number, whole or not, whatever else stands beside it?"""
    written = unicodedata.normalize("NFKC", cell)
    return (
        not written.startswith(ID) and not is_mask(cell) and sum(letter.isdigit() for letter in written) >= DIGITS_LEAST
    )


def whole(cell: str) -> str | None:
    """The number in the one form in which numbers are kept; None if it is none."""
    try:
        return standard(PersonalField.PHONE, cell)
    except PhoneInvalid:
        return None


def masked(cell: str) -> str:
    """What is kept of a number: 138****1234, of what is no whole number less."""
    number = whole(cell)
    if number is not None:
        return shown(PersonalField.PHONE, number)
    digits = "".join(letter for letter in unicodedata.normalize("NFKC", cell) if letter.isdigit())
    return f"{digits[:SHOWN_OF_NONE]}****"


def kept(cell: str, blinds: Sequence[str]) -> str:
    """The number's mask and its blind indexes, in one cell."""
    return f"{masked(cell)} {','.join(blinds)}"


def blinds_in(cell: str) -> tuple[str, tuple[str, ...]] | None:
    """The mask and the blind indexes of a cell that keeps them."""
    found = KEPT.fullmatch(cell)
    return None if found is None else (found[1], tuple(found[2].split(",")))


def is_mask(cell: str) -> bool:
    """Is it what was kept of a number?"""
    return MASK.fullmatch(cell) is not None


def meant(found: Collection[PartyId], *, guardians: Mapping[PartyId, Collection[PartyId]]) -> PartyId | Refused:
    """Who of those that have a number is meant by it: the one of 14 or more. `guardians`: by child, who acts for it.

    Answers PhoneUnknown, PhoneOfSeveral, PhoneOfChild.
    """
    adults = [one for one in found if one not in guardians]
    if len(adults) == 1:
        return adults[0]
    if adults:
        return refusals.PhoneOfSeveral(number=len(adults))
    return refusals.PhoneOfChild() if found else refusals.PhoneUnknown()
