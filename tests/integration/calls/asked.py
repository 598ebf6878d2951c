"""What the toy service can be asked."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import Base64, Count, ShortText
from contracts.request import Command, Query


@dataclass(frozen=True, kw_only=True)
class Note:
    """A note, and how many there are."""

    text: ShortText
    notes: Count


@dataclass(frozen=True, kw_only=True)
class WriteNote(Command[Note]):
    """Write one note, after so many milliseconds in the database."""

    service = "points"
    answer = Note
    text: ShortText
    milliseconds: Count = 0


@dataclass(frozen=True, kw_only=True)
class BreakDown(Command[Note]):
    """Fail in a way nobody expected."""

    service = "points"
    answer = Note


@dataclass(frozen=True, kw_only=True)
class CountNotes(Query[Note]):
    """How many notes are there?"""

    service = "points"
    answer = Note


@dataclass(frozen=True, kw_only=True)
class WriteWhileLooking(Query[Note]):
    """A query that tries to write."""

    service = "points"
    answer = Note


@dataclass(frozen=True, kw_only=True)
class TearUpNote(Command[Note]):
    """What the toy has no method for."""

    service = "points"
    answer = Note


@dataclass(frozen=True, kw_only=True)
class JotNote(Command[Note]):
    """Write one note, together with others that are on their way; some fail."""

    service = "points"
    answer = Note
    text: ShortText


@dataclass(frozen=True, kw_only=True)
class PonderNote(Command[Note]):
    """Write one note after long thought."""

    service = "points"
    answer = Note
    text: ShortText
    milliseconds: Count


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page as it was written, which may be long."""

    content: Base64


@dataclass(frozen=True, kw_only=True)
class RepeatPage(Query[Page]):
    """Say a page back."""

    service = "points"
    answer = Page
    content: Base64
