"""Who may be registered how, whose name is shown to whom, and who is too close to somebody to judge."""

from __future__ import annotations

from services.points.parties.rules.agencies import Agency, acted_for
from services.points.parties.rules.hands import Hand
from services.points.parties.rules.links import IdentityLink, groups
from services.points.parties.rules.needs import NeedProfile, NeedShare
from services.points.parties.rules.registering import (
    BATCH_MAX,
    ActorUnknown,
    HouseholdInhabited,
    Party,
    PartyErased,
    PartyIdTaken,
    PartyNotFound,
    TooManyParties,
    WrongLink,
    check_batch,
    check_links,
    forgotten,
    masked,
    newcomers,
)

__all__ = [
    "BATCH_MAX",
    "ActorUnknown",
    "Agency",
    "Hand",
    "HouseholdInhabited",
    "IdentityLink",
    "NeedProfile",
    "NeedShare",
    "Party",
    "PartyErased",
    "PartyIdTaken",
    "PartyNotFound",
    "TooManyParties",
    "WrongLink",
    "acted_for",
    "check_batch",
    "check_links",
    "forgotten",
    "groups",
    "masked",
    "newcomers",
]
