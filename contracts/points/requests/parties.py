"""What points can be asked about parties."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.kinds import (
    PartyId,
    ShortText,
)
from contracts.points.answers import parties as answers
from contracts.points.ids import Salt
from contracts.points.kinds import PartyKind
from contracts.request import Command, PageQuery, Query
from contracts.sectors import Sector


@dataclass(frozen=True, kw_only=True)
class NewParty:
    """Somebody to register. Persons may name their household and the organisation they work for, both registered before.

    A person's name is sealed among the personal data; everybody sees its mask.
    """

    party_id: PartyId
    kind: PartyKind
    sector: Sector
    name: ShortText
    household_id: PartyId | None = None
    organisation_id: PartyId | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterParties(Command[answers.PartiesRegistered]):
    """Register up to 200 parties, all or none. A household or organisation may stand in the same list as its persons.

    Into a household where somebody lives nobody is registered: whoever joins is proposed, so that each adult agrees. `salt`: anything
    random, so that the request's fingerprint tells no name.
    """

    service = "points"
    answer = answers.PartiesRegistered

    parties: tuple[NewParty, ...]
    salt: Salt | None = None


@dataclass(frozen=True, kw_only=True)
class RegisterParty(Command[answers.Party]):
    """Register a person, a household or an organisation. `salt`: anything random, so that the request's fingerprint tells no name."""

    service = "points"
    answer = answers.Party

    party_id: PartyId
    kind: PartyKind
    sector: Sector
    name: ShortText
    household_id: PartyId | None = None
    organisation_id: PartyId | None = None
    salt: Salt | None = None


@dataclass(frozen=True, kw_only=True)
class GetParty(Query[answers.Party]):
    """Who is this? Names of persons are masked for everybody but staff and themselves."""

    service = "points"
    answer = answers.Party

    party_id: PartyId


@dataclass(frozen=True, kw_only=True)
class ListParties(PageQuery[answers.PartyPage]):
    """The parties of the community, perhaps of one sector."""

    service = "points"
    answer = answers.PartyPage

    sector: Sector | None = None
