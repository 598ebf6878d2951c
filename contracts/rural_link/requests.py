"""What rural_link can be asked about partners, agreements and orders; `lot_requests` has what concerns lots."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from contracts import operations
from contracts.kinds import LongText, PartyId, PositiveCount, Sha256, ShortText
from contracts.request import Command, PageQuery, Query
from contracts.rural_link import answers
from contracts.rural_link.ids import AgreementId, LotId, OrderId, PartnerId
from contracts.rural_link.kinds import OrderState, PartnerKind, ProduceCategory


@dataclass(frozen=True, kw_only=True)
class RegisterPartner(Command[answers.Partner]):
    """Take a village, township or grower in as a partner. `party_id` is its party, of sector VIL."""

    service = "rural_link"
    answer = answers.Partner

    partner_id: PartnerId
    party_id: PartyId
    kind: PartnerKind
    name: ShortText
    place: ShortText
    categories: tuple[ProduceCategory, ...]


@dataclass(frozen=True, kw_only=True)
class GetPartner(Query[answers.Partner]):
    """One partner: public facts."""

    service = "rural_link"
    answer = answers.Partner

    partner_id: PartnerId


@dataclass(frozen=True, kw_only=True)
class ListPartners(PageQuery[answers.PartnerPage]):
    """The partners, newest first."""

    service = "rural_link"
    answer = answers.PartnerPage


@dataclass(frozen=True, kw_only=True)
class StatedObligation:
    """What one party owes under an agreement, by when, and what will show that it was done."""

    owner_id: PartyId
    duty: LongText
    due_on: date
    evidence: ShortText


@dataclass(frozen=True, kw_only=True)
class DraftAgreement(Command[answers.Agreement]):
    """Lay an agreement out for signature by exactly the named parties. `text_sha256` is the hash of the text they sign."""

    service = "rural_link"
    answer = answers.Agreement

    agreement_id: AgreementId
    title: ShortText
    text_sha256: Sha256
    parties: tuple[PartyId, ...]
    obligations: tuple[StatedObligation, ...]
    review_on: date
    ends_on: date


@dataclass(frozen=True, kw_only=True)
class SignAgreement(Command[answers.Agreement]):
    """Sign for one's own organisation. `text_sha256` is the hash of the text the signer read, `authority` what entitles to sign."""

    service = "rural_link"
    answer = answers.Agreement

    agreement_id: AgreementId
    text_sha256: Sha256
    authority: ShortText


@dataclass(frozen=True, kw_only=True)
class MeetObligation(Command[answers.Agreement]):
    """Say that one's own obligation was met, and by what evidence. Obligations are numbered from 1 as they were stated."""

    service = "rural_link"
    answer = answers.Agreement

    agreement_id: AgreementId
    number: PositiveCount
    evidence_sha256: Sha256


@dataclass(frozen=True, kw_only=True)
class GetAgreement(Query[answers.Agreement]):
    """One agreement: anybody once it is in force, before that its parties, staff and auditors."""

    service = "rural_link"
    answer = answers.Agreement

    agreement_id: AgreementId


@dataclass(frozen=True, kw_only=True)
class ListAgreements(PageQuery[answers.AgreementPage]):
    """The agreements one may see, newest first."""

    service = "rural_link"
    answer = answers.AgreementPage


@dataclass(frozen=True, kw_only=True)
class PlaceOrder(Command[answers.Order]):
    """Order packs of a published lot, for oneself or for the organisation one acts for."""

    service = "rural_link"
    answer = answers.Order

    order_id: OrderId
    lot_id: LotId
    buyer_id: PartyId
    packs: PositiveCount


@dataclass(frozen=True, kw_only=True)
class ConfirmOrder(Command[answers.Order]):
    """The village says that the packs will come."""

    service = "rural_link"
    answer = answers.Order

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class DeliverOrder(Command[answers.Order]):
    """The village hands the packs over."""

    service = "rural_link"
    answer = answers.Order

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class CancelOrder(Command[answers.Order]):
    """Give the packs back: the buyer before the village confirmed, the village or staff until they are handed over."""

    service = "rural_link"
    answer = answers.Order

    order_id: OrderId
    reason: ShortText


@dataclass(frozen=True, kw_only=True)
class GetOrder(Query[answers.Order]):
    """One order: for its buyer, its village (without the buyer), staff and auditors."""

    service = "rural_link"
    answer = answers.Order

    order_id: OrderId


@dataclass(frozen=True, kw_only=True)
class ListOrders(PageQuery[answers.OrderPage]):
    """The orders one may see, newest first, perhaps of one buyer."""

    service = "rural_link"
    answer = answers.OrderPage

    buyer_id: PartyId | None = None
    lot_id: LotId | None = None
    state: OrderState | None = None


@dataclass(frozen=True, kw_only=True)
class GetOperationsReport(operations.GetOperationsReport):
    """The state of rural_link."""

    service = "rural_link"


@dataclass(frozen=True, kw_only=True)
class MoveClock(operations.MoveClock):
    """Set the offset of rural_link's clock."""

    service = "rural_link"


@dataclass(frozen=True, kw_only=True)
class GetServiceState(operations.GetServiceState):
    """How rural_link does, as far as everybody may know."""

    service = "rural_link"
