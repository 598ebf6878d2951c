"""The closed lists of property-fee rewards."""

from __future__ import annotations

from enum import StrEnum


class ProgrammeState(StrEnum):
    """The way of a property-fee programme (rulebook §9)."""

    DRAFT = "draft"
    SIGNED = "signed"
    ACTIVE = "active"
    EXHAUSTED = "exhausted"
    CLOSED = "closed"


class RewardState(StrEnum):
    """The way of one household's reward (rulebook §9): requested with consent, put into a sealed batch, answered by the company."""

    ACCEPTED = "accepted"
    SUBMITTED = "submitted"
    APPLIED = "applied"
    REJECTED = "rejected"


class AckResult(StrEnum):
    """What the property company says of one line of a batch. A deferred line stays open."""

    APPLIED = "applied"
    REJECTED = "rejected"
    DEFERRED = "deferred"
