"""The closed lists of personal data and their erasure."""

from __future__ import annotations

from enum import StrEnum


class PersonalField(StrEnum):
    """What may be kept of a person, each on its own: the law asks for no more than a purpose needs."""

    LEGAL_NAME = "legal_name"
    PHONE = "phone"
    ADDRESS = "address"
    IDENTITY_NUMBER = "identity_number"


class LookKind(StrEnum):
    """A value told in clear, or a person found by a value."""

    REVEAL = "reveal"
    LOOKUP = "lookup"


class ChangeKind(StrEnum):
    """A value written (the first or another one), or removed."""

    RECORDED = "recorded"
    REMOVED = "removed"


class ErasureGround(StrEnum):
    """Why a person is to be forgotten (PIPL art. 47)."""

    ASKED_BY_PERSON = "asked_by_person"
    PURPOSE_MET = "purpose_met"
    MOVED_AWAY = "moved_away"
    DECEASED = "deceased"
    UNLAWFUL = "unlawful"


class ErasureState(StrEnum):
    """Asked for; then executed by a second person, or withdrawn."""

    ASKED = "asked"
    EXECUTED = "executed"
    WITHDRAWN = "withdrawn"
