"""What rural_link tells the others: facts about partners, agreements, lots and orders. No buyer's identity travels here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts.event import Event
from contracts.kinds import ActivityId, Code, Count, PartyId, PositiveCount, PositiveFen, PositiveGrams, ShortText
from contracts.rural_link.ids import AgreementId, LotDonationId, LotId, OrderId, PartnerId
from contracts.rural_link.kinds import ProduceCategory


@dataclass(frozen=True, kw_only=True)
class LotDonated(Event):
    """A village gave part of a lot to a fund. It is a gift in kind once others appraised it, at most at its `cost` (rulebook §2, §18).

    `activity_id` names the shared act of charity to which it was given (rulebook §10), if any.
    """

    source = "rural_link"
    subject = "donation_id"

    donation_id: LotDonationId
    lot_id: LotId
    donor_id: PartyId
    product: ShortText
    grams: PositiveGrams
    cost: PositiveFen
    fund_code: Code
    donated_on: date
    activity_id: ActivityId | None = None


@dataclass(frozen=True, kw_only=True)
class PartnerRegistered(Event):
    """A village, township or grower became a partner."""

    source = "rural_link"
    subject = "partner_id"

    partner_id: PartnerId
    party_id: PartyId
    name: ShortText
    registered_on: date


@dataclass(frozen=True, kw_only=True)
class AgreementSigned(Event):
    """One party signed an agreement through its own agent (rulebook §21)."""

    source = "rural_link"
    subject = "agreement_id"

    agreement_id: AgreementId
    party_id: PartyId
    signed_on: date


@dataclass(frozen=True, kw_only=True)
class AgreementEnteredIntoForce(Event):
    """The last of its parties signed an agreement."""

    source = "rural_link"
    subject = "agreement_id"

    agreement_id: AgreementId
    parties: tuple[PartyId, ...]
    in_force_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class ObligationMet(Event):
    """A party did what an agreement asks of it, with evidence."""

    source = "rural_link"
    subject = "agreement_id"

    agreement_id: AgreementId
    number: PositiveCount
    owner_id: PartyId
    met_on: date


@dataclass(frozen=True, kw_only=True)
class LotCommissioned(Event):
    """A village stated the harvest of a lot (rulebook §18)."""

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    partner_id: PartnerId
    category: ProduceCategory
    product: ShortText
    grams: PositiveGrams
    harvested_on: date


@dataclass(frozen=True, kw_only=True)
class LotCertified(Event):
    """Every paper the lot's category needs was handed in."""

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    certified_on: date


@dataclass(frozen=True, kw_only=True)
class LotPublished(Event):
    """A lot may be ordered, in packs."""

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    partner_id: PartnerId
    product: ShortText
    price: PositiveFen
    pack_grams: PositiveGrams
    packs: PositiveCount
    published_on: date


@dataclass(frozen=True, kw_only=True)
class LotHeld(Event):
    """A lot was stopped. `automatic` where its weights do not add up (rulebook §18).

    Of holds and releases of one lot the one with the higher `lot_version` is the later; 0 is said by none that tells it.
    """

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    automatic: bool
    held_on: date
    lot_version: Count = 0


@dataclass(frozen=True, kw_only=True)
class LotReleased(Event):
    """A held lot goes on. `lot_version` orders it among its holds."""

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    released_on: date
    lot_version: Count = 0


@dataclass(frozen=True, kw_only=True)
class LotRecalled(Event):
    """A lot was taken back for good."""

    source = "rural_link"
    subject = "lot_id"

    lot_id: LotId
    recalled_on: date


@dataclass(frozen=True, kw_only=True)
class OrderPlaced(Event):
    """Packs of a lot were ordered."""

    source = "rural_link"
    subject = "order_id"

    order_id: OrderId
    lot_id: LotId
    partner_id: PartnerId
    packs: PositiveCount
    total: PositiveFen
    placed_on: date


@dataclass(frozen=True, kw_only=True)
class OrderConfirmed(Event):
    """The village promised the packs."""

    source = "rural_link"
    subject = "order_id"

    order_id: OrderId
    lot_id: LotId
    confirmed_on: date


@dataclass(frozen=True, kw_only=True)
class OrderDelivered(Event):
    """The village handed the packs over."""

    source = "rural_link"
    subject = "order_id"

    order_id: OrderId
    lot_id: LotId
    partner_id: PartnerId
    packs: PositiveCount
    grams: PositiveGrams
    delivered_on: date


@dataclass(frozen=True, kw_only=True)
class OrderCancelled(Event):
    """An order was given up; its packs are for sale again."""

    source = "rural_link"
    subject = "order_id"

    order_id: OrderId
    lot_id: LotId
    packs: PositiveCount
    cancelled_on: date
