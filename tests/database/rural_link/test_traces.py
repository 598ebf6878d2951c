"""The public trace of a lot (rulebook §18)."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import jsonschema
import pytest

from chassis.ids import new_id
from contracts.rural_link import lot_requests
from contracts.rural_link.kinds import StepKind
from tests.support.bench import AskRefused, actor
from tests.unit.rural_link.epcis_shape import DOCUMENT


def test_anybody_reads_where_a_pack_comes_from_and_nobody_who_bought_it(village):
    lot_id = village.published().lot_id
    village.delivered(lot_id, packs=2)

    trace = village.bench.ask(lot_requests.TraceLot(lot_id=lot_id), as_=actor(None))

    assert (trace.grower, trace.partner_name, trace.grams) == ("李大哥", "桂桥村", 40_000)
    assert [step.kind for step in trace.steps] == [
        StepKind.COMMISSIONED,
        StepKind.CERTIFIED,
        StepKind.PUBLISHED,
        StepKind.ORDERED,
        StepKind.DELIVERED,
    ]
    told = repr(trace)
    assert not [secret for secret in ("李明华", "13800138000", village.resident.party_id) if secret in told]


def test_the_exported_trace_is_epcis(village):
    lot_id = village.published().lot_id
    village.delivered(lot_id)

    answer = village.bench.ask(lot_requests.ExportTrace(lot_id=lot_id), as_=actor(None))

    document = json.loads(answer.document)
    jsonschema.Draft202012Validator(DOCUMENT).validate(document)
    assert len(document["epcisBody"]["eventList"]) == 5


def test_a_draft_has_no_trace(village):
    lot_id = village.certified().lot_id

    for request in (lot_requests.TraceLot(lot_id=lot_id), lot_requests.ExportTrace(lot_id=lot_id)):
        with pytest.raises(AskRefused) as refused:
            village.bench.ask(request, as_=actor(None))
        assert refused.value.code == "not-found"


def test_a_correction_stands_beside_what_it_corrects(village):
    lot_id = village.published().lot_id
    trace = lot_requests.TraceLot(lot_id=lot_id)
    wrong = village.bench.ask(trace, as_=actor(None)).steps[0]
    correction = lot_requests.CorrectStep(
        lot_id=lot_id,
        step_id=wrong.step_id,
        correction_id=new_id("stp"),
        reason="地块写错",
        happened_at=datetime(2023, 3, 17, 22, 0, tzinfo=UTC),
        place="桂桥村四组",
    )

    village.bench.ask(correction, as_=village.agent)

    first, *_, last = village.bench.ask(trace, as_=actor(None)).steps
    assert (first.step_id, first.corrected_by, first.correction_reason) == (
        wrong.step_id,
        correction.correction_id,
        "地块写错",
    )
    assert (last.step_id, last.kind, last.place) == (correction.correction_id, StepKind.COMMISSIONED, "桂桥村四组")
    with pytest.raises(AskRefused) as refused:
        village.bench.ask(correction, as_=village.agent)
    assert refused.value.code == "rural_link.step_already_corrected"
