"""An id of the countryside says the same, or is taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chassis.ids import new_id
from contracts.rural_link import lot_requests
from tests.support.bench import AskRefused, actor


def refusal(village, request, as_) -> str:
    with pytest.raises(AskRefused) as caught:
        village.bench.ask(request, as_=as_)
    return caught.value.code


def test_an_outflow_is_written_down_once(village):
    lot_id = village.published().lot_id
    loss = lot_requests.RecordOutflow(
        lot_id=lot_id,
        outflow_id=new_id("out"),
        kind=next(iter(lot_requests.RecordedOutflow)),
        grams=500,
        reason="压坏",
    )

    assert village.bench.ask(loss, as_=village.agent) == village.bench.ask(loss, as_=village.agent)
    assert refusal(village, replace(loss, grams=600), village.agent) == "rural_link.outflow_id_taken"


def test_one_correction_corrects_one_step(village):
    lot_id = village.published().lot_id
    first, second, *_ = village.bench.ask(lot_requests.TraceLot(lot_id=lot_id), as_=actor(None)).steps
    correction = lot_requests.CorrectStep(
        lot_id=lot_id,
        step_id=first.step_id,
        correction_id=new_id("stp"),
        reason="地块写错",
        happened_at=datetime(2023, 3, 17, 22, 0, tzinfo=UTC),
        place="桂桥村四组",
    )
    village.bench.ask(correction, as_=village.agent)

    other = replace(correction, step_id=second.step_id)

    assert refusal(village, other, village.agent) == "rural_link.correction_id_taken"
