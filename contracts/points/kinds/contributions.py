"""The closed lists of contributions and rate cards."""

from __future__ import annotations

from enum import StrEnum


class ContributionType(StrEnum):
    """What was given (rulebook §2): H human effort in hours, G goods, V venue on loan, F money."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"
    G1 = "G1"
    G2 = "G2"
    G3 = "G3"
    G4 = "G4"
    V1 = "V1"
    F1 = "F1"
    F1W = "F1w"
    F2 = "F2"
    F3 = "F3"
    F4 = "F4"
    FR = "FR"  # A property company's discount, §9: recognition of the company, never points.


class HoursType(StrEnum):
    """The kinds of unpaid time: ordinary, skilled, at night or in an emergency or heavy, governance (rulebook §2)."""

    H1 = "H1"
    H2 = "H2"
    H3 = "H3"
    H4 = "H4"


class Measure(StrEnum):
    """By what a line of the rate card counts: the hour, or ten yuan of value."""

    HOUR = "hour"
    TEN_YUAN = "ten_yuan"


class Unit(StrEnum):
    """The two balances of a party (rulebook §0): contribution value is recognition, spendable points can be redeemed."""

    CV = "CV"
    SP = "SP"


class Evidence(StrEnum):
    """How a contribution is proved (rulebook §3): own word, organiser's list, counterpart or system, independent document."""

    E0 = "E0"
    E1 = "E1"
    E2 = "E2"
    E3 = "E3"


class ContributionState(StrEnum):
    """The way of a contribution (rulebook §3)."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    UNDER_NOTICE = "under_notice"
    SETTLED = "settled"
    REJECTED = "rejected"
