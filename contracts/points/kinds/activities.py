"""The closed lists of activities."""

from __future__ import annotations

from enum import StrEnum


class ActivityState(StrEnum):
    """The way of an act of charity: written down, made known, under way, over; or called off."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RUNNING = "running"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class HostState(StrEnum):
    """Whoever is named as a host says yes or no to it."""

    NAMED = "named"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class Strain(StrEnum):
    """Why a task is listed for H3 (rulebook §2): at night (22:00 to 06:00 or as the council set), an emergency, or heavy work."""

    NIGHT = "night"
    EMERGENCY = "emergency"
    HEAVY = "heavy"


class SignUpState(StrEnum):
    """A place in a shift: taken, waited for in line, offered for a while to the head of the line, given back, or let lapse."""

    PLACED = "placed"
    WAITING = "waiting"
    OFFERED = "offered"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Basis(StrEnum):
    """For whom somebody works: unpaid for oneself, or in paid time for an organisation, to which the time then belongs (rulebook §1)."""

    UNPAID = "unpaid"
    PAID = "paid"


class AttendanceState(StrEnum):
    """In and not out yet; done; and after the closing: submitted as a contribution, refused as one, or kept although it earns nothing."""

    OPEN = "open"
    DONE = "done"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    RECORDED = "recorded"


class AttendanceSource(StrEnum):
    """How it is known: by the code at the venue, from a signed sheet, or corrected by hand."""

    CODE = "code"
    PAPER = "paper"
    CORRECTION = "correction"


class CorrectionState(StrEnum):
    """A correction waits for a second person."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class SheetState(StrEnum):
    """A sheet is printed, keyed by one person, and entered by another who held it against the scan."""

    PRINTED = "printed"
    KEYED = "keyed"
    ENTERED = "entered"
