"""The closed lists of parties."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """A person, a household that links persons, or an organisation."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"
