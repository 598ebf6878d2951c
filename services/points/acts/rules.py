"""What others may know of an act of charity."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from contracts.kinds import PartyId
from contracts.points.kinds import Strain

SERIAL = re.compile(r"(QD-\d{4}-\d{5,})[:/]([1-9]\d{0,3})", re.IGNORECASE)
"""Serial and line of a sheet that was printed here, however it is written down."""
PREFIX = "QD-"


def serial(*, year: int, number: int) -> str:
    """The serial of the year's sheet of that number, which is printed on it."""
    return f"{PREFIX}{year}-{number:05d}"


def line_of(serial: str, line: int) -> str:
    """A line of a sheet, as it counts once."""
    return f"{serial}/{line}"


def written(reference: str) -> str:
    """A reference as it counts once: a line of a sheet of ours is the same however it was written down."""
    found = SERIAL.fullmatch(reference)
    return line_of(found[1].upper(), int(found[2])) if found else reference


def is_ours(reference: str) -> bool:
    """Is it said to be of a sheet that was printed here?"""
    return reference.upper().startswith(PREFIX)


def sheet_of(reference: str) -> str | None:
    """The serial in a reference as `written`; none where it names no line of a sheet of ours."""
    found = SERIAL.fullmatch(reference)
    return found[1] if found else None


@dataclass(frozen=True, kw_only=True)
class Held:
    """Who holds an act that two persons made known: whoever drafted it, and the hosts that agreed."""

    activity_id: str
    drafted_by: PartyId
    hosts: frozenset[PartyId]

    @property
    def holders(self) -> frozenset[PartyId]:
        """All of them."""
        return self.hosts | {self.drafted_by}


@dataclass(frozen=True, kw_only=True)
class Listed:
    """A task of an act that was listed beforehand as at night, an emergency or heavy."""

    activity_id: str
    starts_at: datetime
    ends_at: datetime
    strain: Strain
