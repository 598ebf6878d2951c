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


class LinkKind(StrEnum):
    """What makes two parties one identity (rulebook §10)."""

    SAME_HOUSEHOLD = "same_household"
    SAME_LEGAL_REPRESENTATIVE = "same_legal_representative"
    SAME_PAYMENT_ACCOUNT = "same_payment_account"
    SAME_ADDRESS = "same_address"


class LinkState(StrEnum):
    """A link counts while it is confirmed; an ended one stays on record."""

    RECORDED = "recorded"
    CONFIRMED = "confirmed"
    ENDED = "ended"
