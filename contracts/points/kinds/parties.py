"""The closed lists of parties."""

from __future__ import annotations

from enum import StrEnum


class PartyKind(StrEnum):
    """A person, a household that links persons, or an organisation."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ORGANISATION = "organisation"


class NeedGroup(StrEnum):
    """For whom help is meant (rulebook §10): hardship is low income or disability."""

    ELDERS = "elders"
    CHILDREN = "children"
    HARDSHIP = "hardship"
    OTHERS = "others"
