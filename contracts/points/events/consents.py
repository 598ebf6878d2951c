"""What points says of consents; ids only."""

from __future__ import annotations

from dataclasses import dataclass

from contracts.event import Event
from contracts.kinds import PartyId
from contracts.points.ids import ConsentId
from contracts.points.kinds import ConsentPurpose


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """Somebody consented for one purpose and one recipient."""

    source = "points"
    subject = "party_id"

    consent_id: ConsentId
    party_id: PartyId
    purpose: ConsentPurpose


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """Somebody took a consent back: nothing more may be handed over under it."""

    source = "points"
    subject = "party_id"

    consent_id: ConsentId
    party_id: PartyId
    purpose: ConsentPurpose
