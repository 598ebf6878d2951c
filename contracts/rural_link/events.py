"""What rural_link tells the others: facts about partners, agreements, lots and orders. No buyer's identity travels here."""

from __future__ import annotations

import dataclasses
from datetime import date

from contracts.event import Event
from contracts.kinds import Code, PartyId, PositiveFen, PositiveGrams, ShortText
from contracts.rural_link.ids import LotDonationId, LotId


@dataclasses.dataclass(frozen=True, kw_only=True)
class LotDonated(Event):
    """A village gave part of a lot to a fund: an in-kind gift, appraised at what it cost to grow (rulebook §2, §18)."""

    source = "rural_link"
    subject = "donation_id"

    donation_id: LotDonationId
    lot_id: LotId
    donor_id: PartyId
    product: ShortText
    grams: PositiveGrams
    appraised: PositiveFen
    fund_code: Code
    donated_on: date
