"""The public trace: what is shown, what is not, and its EPCIS form (rulebook §18)."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import jsonschema
import pytest

from contracts.refused import NotFound
from contracts.rural_link.kinds import PartnerKind, ProduceCategory, StepKind
from services.rural_link.partners.rules import Partner
from services.rural_link.steps import rules as steps
from services.rural_link.traces import rules
from tests.unit.rural_link.epcis_shape import DOCUMENT
from tests.unit.rural_link.test_certificates import PROMISE
from tests.unit.rural_link.test_lots import COMMISSIONED, PUBLISHED, TODAY

NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
PARTNER = Partner(
    partner_id="ptn_1",
    party_id="pty_1",
    kind=PartnerKind.VILLAGE,
    name="桂桥村",
    place="彭州市濛阳街道桂桥村",
    categories=(ProduceCategory.VEGETABLES,),
    registered_on=TODAY,
)


def step(kind, number=1):
    return steps.Step(
        step_id=f"stp_{number}",
        lot_id="lot_1",
        kind=kind,
        happened_at=NOON,
        recorded_at=NOON,
        place_id="ptn_1",
        place="桂桥村",
        grams=None if kind in (StepKind.HELD, StepKind.RELEASED, StepKind.RECALLED) else 500,
        reference="ord_1" if kind in (StepKind.ORDERED, StepKind.ORDER_CANCELLED) else None,
    )


def epcis(*happened: steps.Step):
    document = json.loads(rules.epcis(PUBLISHED, steps=happened, at=NOON))
    jsonschema.Draft202012Validator(DOCUMENT).validate(document)
    return document["epcisBody"]["eventList"]


@pytest.mark.parametrize("kind", StepKind)
def test_every_kind_of_step_reads_as_an_epcis_event(kind):
    (event,) = epcis(step(kind))

    assert event["quantityList"][0]["epcClass"] == "urn:ccs:lot:lot_1"
    assert event["eventTime"] == "2023-03-18T12:00:00.000+08:00"


def test_the_harvest_travels_with_the_commissioning_only():
    commissioned, published = epcis(step(StepKind.COMMISSIONED), step(StepKind.PUBLISHED, 2))

    assert commissioned["ilmd"] == {
        "cbvmda:lotNumber": "GQ-0318",
        "cbvmda:harvestEndDate": "2023-03-18",
        "ccs:variety": "莴笋",
    }
    assert "ilmd" not in published


def test_a_wrong_step_stands_there_twice_and_names_its_correction():
    wrong = step(StepKind.PUBLISHED)
    right, declaration = steps.correct(
        wrong,
        correction_id="stp_2",
        reason="时间写错",
        happened_at=NOON - timedelta(hours=1),
        place="桂桥村集货点",
        at=NOON,
    )

    first, again, correction = epcis(replace(wrong, error=declaration), right)

    assert again == first | {"errorDeclaration": again["errorDeclaration"]}
    assert again["errorDeclaration"]["correctiveEventIDs"] == [correction["eventID"]]
    assert correction["eventTime"] == "2023-03-18T11:00:00.000+08:00"


def test_a_step_is_declared_wrong_once_and_never_moved_into_the_future():
    wrong = step(StepKind.PUBLISHED)
    more = {"correction_id": "stp_2", "reason": "时间写错", "place": "桂桥村", "at": NOON}
    _, declaration = steps.correct(wrong, happened_at=NOON, **more)

    with pytest.raises(steps.StepCorrected):
        steps.correct(replace(wrong, error=declaration), happened_at=NOON, **more)
    with pytest.raises(steps.StepInFuture):
        steps.correct(wrong, happened_at=NOON + timedelta(seconds=1), **more)


def test_the_grower_is_shown_only_under_the_chosen_name():
    paper = replace(PROMISE, contact_masked="李明华 138****8000")

    shown = rules.trace(PUBLISHED, partner=PARTNER, documents=[paper], steps=[step(StepKind.COMMISSIONED)])

    assert shown.grower == "李大哥"
    assert "李明华" not in repr(shown)
    assert shown.documents[0].contact_masked == "李大哥 138****8000"


def test_a_lot_that_was_never_published_has_no_trace():
    with pytest.raises(NotFound):
        rules.trace(COMMISSIONED, partner=PARTNER, documents=[], steps=[])
    with pytest.raises(NotFound):
        rules.epcis(COMMISSIONED, steps=[], at=NOON)
