"""What rural_link answers. Answers to everybody hold public facts only; contacts are always masked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from contracts.kinds import (
    Code,
    Count,
    Fen,
    Grams,
    LongText,
    PageKey,
    PartyId,
    PositiveCount,
    PositiveFen,
    PositiveGrams,
    Sha256,
    ShortText,
    Version,
)
from contracts.rural_link.ids import AgreementId, LotDonationId, LotId, OrderId, PartnerId, StepId
from contracts.rural_link.kinds import (
    AgreementState,
    DocumentKind,
    LotState,
    OrderState,
    PartnerKind,
    ProduceCategory,
    SignedGrams,
    StepKind,
)


@dataclass(frozen=True, kw_only=True)
class Partner:
    """A rural partner."""

    partner_id: PartnerId
    party_id: PartyId
    kind: PartnerKind
    name: ShortText
    place: ShortText
    categories: tuple[ProduceCategory, ...]
    registered_on: date
    version: Version


@dataclass(frozen=True, kw_only=True)
class PartnerPage:
    """Some partners, and the key where the next page begins."""

    items: tuple[Partner, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class AgreementParty:
    """One party of an agreement and, once it signed, when. Who held the pen is not told."""

    party_id: PartyId
    name: ShortText
    signed_on: date | None


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """What one party owes, and when it was met."""

    number: PositiveCount
    owner_id: PartyId
    duty: LongText
    due_on: date
    evidence: ShortText
    met_on: date | None


@dataclass(frozen=True, kw_only=True)
class Agreement:
    """An agreement. `review_due` is true from thirty days before its review date until it ends (rulebook §21)."""

    agreement_id: AgreementId
    title: ShortText
    text_sha256: Sha256
    state: AgreementState
    parties: tuple[AgreementParty, ...]
    obligations: tuple[Obligation, ...]
    review_on: date
    ends_on: date
    in_force_on: date | None
    review_due: bool
    version: Version


@dataclass(frozen=True, kw_only=True)
class AgreementPage:
    """Some agreements, and the key where the next page begins."""

    items: tuple[Agreement, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class LotDocument:
    """A paper that vouches for a lot, as anybody may see it."""

    kind: DocumentKind
    number: Code
    product: ShortText
    grams: PositiveGrams
    place: ShortText
    issued_on: date
    promisor: ShortText
    contact_masked: ShortText


@dataclass(frozen=True, kw_only=True)
class Harvest:
    """What was stated when the lot was commissioned."""

    lot_number: Code
    grower_name: ShortText
    plot: ShortText
    variety: ShortText
    harvested_on: date
    grams: PositiveGrams


@dataclass(frozen=True, kw_only=True)
class PackOffer:
    """How the lot is offered: the price is for one pack of `pack_grams`."""

    price: PositiveFen
    pack_grams: PositiveGrams
    packs_left: Count
    grower_shown_as: ShortText


@dataclass(frozen=True, kw_only=True)
class Lot:
    """A lot with all it says. `left_grams` is promised to nobody, `promised_grams` waits for its buyers."""

    lot_id: LotId
    partner_id: PartnerId
    state: LotState
    category: ProduceCategory
    product: ShortText
    harvest: Harvest | None
    needed_documents: tuple[DocumentKind, ...]
    documents: tuple[LotDocument, ...]
    offer: PackOffer | None
    left_grams: SignedGrams
    promised_grams: Grams
    held_because: LongText | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class LotPage:
    """Some lots, and the key where the next page begins."""

    items: tuple[Lot, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class PostedLots:
    """The lots of a harvest sheet, in the order of its rows."""

    items: tuple[Lot, ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What anybody may order."""

    lot_id: LotId
    partner_id: PartnerId
    partner_name: ShortText
    category: ProduceCategory
    product: ShortText
    harvested_on: date
    price: PositiveFen
    pack_grams: PositiveGrams
    packs_left: Count


@dataclass(frozen=True, kw_only=True)
class OfferPage:
    """Some offers, and the key where the next page begins."""

    items: tuple[Offer, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class LotDonation:
    """Part of a lot that a village offers to a fund; `donated_on` is set once it was accepted."""

    donation_id: LotDonationId
    lot_id: LotId
    product: ShortText
    grams: PositiveGrams
    cost: PositiveFen
    fund_code: Code
    donated_on: date | None


@dataclass(frozen=True, kw_only=True)
class LotDonationPage:
    """Some donations, and the key where the next page begins."""

    items: tuple[LotDonation, ...]
    next_key: PageKey | None


@dataclass(frozen=True, kw_only=True)
class TraceStep:
    """One step of a trace. A wrong one stays, and names the step that corrects it and the reason."""

    step_id: StepId
    kind: StepKind
    happened_at: datetime
    recorded_at: datetime
    place: ShortText
    grams: SignedGrams | None
    corrected_by: StepId | None
    correction_reason: LongText | None


@dataclass(frozen=True, kw_only=True)
class LotTrace:
    """What everybody may know about a lot that was ever published: no phone number, no buyer."""

    lot_id: LotId
    lot_number: Code
    state: LotState
    category: ProduceCategory
    product: ShortText
    variety: ShortText
    grower: ShortText
    partner_name: ShortText
    place: ShortText
    harvested_on: date
    grams: PositiveGrams
    documents: tuple[LotDocument, ...]
    steps: tuple[TraceStep, ...]


@dataclass(frozen=True, kw_only=True)
class EpcisDocument:
    """A trace as the text of an EPCIS 2.0 JSON-LD document (media type application/ld+json)."""

    lot_id: LotId
    document: str


@dataclass(frozen=True, kw_only=True)
class Order:
    """An order of packs. `buyer_id` is absent where the asker may not know it: a village sees orders, not residents."""

    order_id: OrderId
    lot_id: LotId
    partner_id: PartnerId
    product: ShortText
    buyer_id: PartyId | None
    packs: PositiveCount
    pack_grams: PositiveGrams
    price: PositiveFen
    total: Fen
    state: OrderState
    placed_on: date
    delivered_on: date | None
    version: Version


@dataclass(frozen=True, kw_only=True)
class OrderPage:
    """Some orders, and the key where the next page begins."""

    items: tuple[Order, ...]
    next_key: PageKey | None
