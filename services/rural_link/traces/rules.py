"""The public trace of a lot: what is shown of it, and how its steps read as EPCIS 2.0 events (rulebook §18)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any

from contracts.refused import NotFound
from contracts.rural_link import answers
from contracts.rural_link.kinds import StepKind
from services.rural_link.certificates.rules import Document
from services.rural_link.lots.rules import Harvest, Lot, PackOffer, harvest_of, offer_of, shown
from services.rural_link.parties.rules import ERASED_SHOWN
from services.rural_link.partners.rules import Partner
from services.rural_link.steps.rules import Step

CIVIL_OFFSET = timezone(timedelta(hours=8))
GS1_CONTEXT = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"
# Our own words resolve in our own namespace: without a GS1 prefix nothing may look like a GS1 key.
OWN_CONTEXT = {"ccs": "urn:ccs:vocabulary:"}


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a kind of step reads in EPCIS: `transaction` steps refer to an order."""

    action: str
    step: str
    disposition: str
    transaction: bool = False


READINGS: Mapping[StepKind, Reading] = {
    StepKind.COMMISSIONED: Reading(action="ADD", step="commissioning", disposition="active"),
    StepKind.CERTIFIED: Reading(action="OBSERVE", step="inspecting", disposition="conformant"),
    StepKind.PUBLISHED: Reading(action="OBSERVE", step="stocking", disposition="sellable_accessible"),
    StepKind.ORDERED: Reading(action="ADD", step="reserving", disposition="reserved", transaction=True),
    StepKind.ORDER_CANCELLED: Reading(
        action="DELETE", step="reserving", disposition="sellable_accessible", transaction=True
    ),
    StepKind.DELIVERED: Reading(action="OBSERVE", step="retail_selling", disposition="retail_sold"),
    StepKind.DONATED: Reading(action="OBSERVE", step="dispensing", disposition="dispensed"),
    StepKind.RETURNED: Reading(action="OBSERVE", step="receiving", disposition="returned"),
    StepKind.TRANSFORMED: Reading(action="DELETE", step="other", disposition="inactive"),
    StepKind.LOST: Reading(action="DELETE", step="destroying", disposition="destroyed"),
    StepKind.COUNTED: Reading(action="OBSERVE", step="stock_taking", disposition="active"),
    StepKind.HELD: Reading(action="OBSERVE", step="holding", disposition="unavailable"),
    StepKind.RELEASED: Reading(action="OBSERVE", step="holding", disposition="available"),
    StepKind.RECALLED: Reading(action="OBSERVE", step="holding", disposition="recalled"),
}


def check_public(lot: Lot) -> tuple[Harvest, PackOffer]:
    """What everybody may know of the lot. Refuses NotFound for one that was never published: it looks as if it were not there."""
    if lot.offer is None:
        raise NotFound
    return harvest_of(lot), offer_of(lot)


def trace(lot: Lot, *, partner: Partner, documents: Sequence[Document], steps: Sequence[Step]) -> answers.LotTrace:
    """The public page of a lot. The grower appears only under the name the village chose, wherever that name stands."""
    harvest, offer = check_public(lot)
    # Of a grower who was forgotten the papers still tell the name to those who must be able to read them, but not to everybody.
    forgotten = harvest.grower_name == ERASED_SHOWN
    return answers.LotTrace(
        lot_id=lot.lot_id,
        lot_number=harvest.lot_number,
        state=lot.state,
        category=lot.category,
        product=lot.product,
        variety=harvest.variety,
        grower=offer.grower_shown_as,
        partner_name=partner.name,
        place=partner.place,
        harvested_on=harvest.harvested_on,
        grams=harvest.grams,
        documents=tuple(
            shown(
                document,
                promisor=ERASED_SHOWN
                if forgotten
                else document.promisor.replace(harvest.grower_name, offer.grower_shown_as),
                contact=ERASED_SHOWN
                if forgotten
                else document.contact_masked.replace(harvest.grower_name, offer.grower_shown_as),
            )
            for document in documents
        ),
        steps=tuple(step_answer(step) for step in steps),
    )


def step_answer(step: Step) -> answers.TraceStep:
    """One step, and what corrects it."""
    return answers.TraceStep(
        step_id=step.step_id,
        kind=step.kind,
        happened_at=step.happened_at,
        recorded_at=step.recorded_at,
        place=step.place,
        grams=step.grams,
        corrected_by=step.error.corrected_by if step.error else None,
        correction_reason=step.error.reason if step.error else None,
    )


def epcis(lot: Lot, *, steps: Sequence[Step], at: datetime) -> str:
    """The trace as an EPCIS 2.0 JSON-LD document, created at that instant.

    A step that was declared wrong stands there twice, as the standard asks: as it was captured, and again with its errorDeclaration.
    """
    harvest, _ = check_public(lot)
    events = [event for step in steps for event in _events(lot, harvest, step)]
    document = {
        "@context": [GS1_CONTEXT, OWN_CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": _instant(at),
        "epcisBody": {"eventList": events},
    }
    return json.dumps(document, ensure_ascii=False)


def _events(lot: Lot, harvest: Harvest, step: Step) -> list[dict[str, Any]]:
    event = _event(lot, harvest, step)
    if step.error is None:
        return [event]
    declaration = {
        "declarationTime": _instant(step.error.declared_at),
        "reason": "incorrect_data",
        "correctiveEventIDs": [f"urn:ccs:step:{step.error.corrected_by}"],
    }
    return [event, {**event, "errorDeclaration": declaration}]


def _event(lot: Lot, harvest: Harvest, step: Step) -> dict[str, Any]:
    reading = READINGS[step.kind]
    event: dict[str, Any] = {
        "type": "TransactionEvent" if reading.transaction else "ObjectEvent",
        "eventID": f"urn:ccs:step:{step.step_id}",
        "eventTime": _instant(step.happened_at),
        "recordTime": _instant(step.recorded_at),
        "eventTimeZoneOffset": "+08:00",
        "action": reading.action,
        "bizStep": reading.step,
        "disposition": reading.disposition,
        "readPoint": {"id": f"urn:ccs:place:{step.place_id}"},
        "quantityList": [_quantity(lot, step)],
        "ccs:placeName": step.place,
    }
    if reading.transaction:
        event["bizTransactionList"] = [{"type": "po", "bizTransaction": f"urn:ccs:order:{step.reference}"}]
    if step.kind is StepKind.COMMISSIONED:
        event["ilmd"] = _ilmd(harvest)
    return event


def _quantity(lot: Lot, step: Step) -> dict[str, Any]:
    what: dict[str, Any] = {"epcClass": f"urn:ccs:lot:{lot.lot_id}"}
    if step.grams is not None:
        what |= {"quantity": step.grams / 1000, "uom": "KGM"}
    return what


def _ilmd(harvest: Harvest) -> dict[str, Any]:
    return {
        "cbvmda:lotNumber": harvest.lot_number,
        "cbvmda:harvestEndDate": harvest.harvested_on.isoformat(),
        "ccs:variety": harvest.variety,
    }


def _instant(at: datetime) -> str:
    return at.astimezone(CIVIL_OFFSET).isoformat(timespec="milliseconds")
