"""The closed list of what becomes of a proposal for a rate card or a loan table."""

from __future__ import annotations

from enum import StrEnum


class ParameterUnit(StrEnum):
    """In what a parameter of the rulebook is counted, always in whole ones."""

    POINTS = "points"
    CV = "cv"
    YUAN = "yuan"
    PERCENT = "percent"
    TIMES = "times"
    MINUTES = "minutes"
    HOURS = "hours"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    SIGMAS = "sigmas"


class RateProposalState(StrEnum):
    """Proposed by one council member, agreed or rejected by another; lapsed when its month had begun before anybody agreed."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REJECTED = "rejected"
    LAPSED = "lapsed"
