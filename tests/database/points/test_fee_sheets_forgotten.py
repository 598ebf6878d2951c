"""The cells of a company's files are let go of in time; what came of them stays (docs/adr/0139)."""

from __future__ import annotations

import pytest

from contracts.points import requests
from contracts.points.kinds import FeeSheetState
from services.points.fee_sheets.rules import ROWS_KEPT
from tests.database.points.fees import asking, sealed
from tests.database.points.test_fee_sheets import answering, filled, noting, rows_of, sent
from tests.database.points.town import at_once


@pytest.fixture
def batch(town, programme):
    """Anna's home asked for ¥259.20."""
    town.work("anna", 300_00)
    town.ask(asking(town), "anna")
    return sealed(town)


def test_rows_go_when_their_time_is_over_and_not_before(town, batch):
    asked = answering(batch, [filled(batch.lines[0])])
    taken = sent(town, asked)
    returned = sent(town, noting([["3-2-home", "2023", "", "1.00"]]))
    town.bench.clock.advance(seconds=ROWS_KEPT.total_seconds())
    town.bench.run_sweeps()
    assert town.bench.count("fee_sheet_rows") == 2, "to the second"

    town.bench.clock.advance(seconds=1)
    town.bench.run_sweeps()

    assert (town.bench.count("fee_sheet_rows"), town.bench.count("fee_sheets")) == (0, 2)
    for before in (taken, returned):
        after = town.ask(requests.GetFeeSheet(sheet_id=before.sheet_id), "officer")
        assert (after.state, after.rows_sound, after.rows_refused) == (
            before.state,
            before.rows_sound,
            before.rows_refused,
        )
        assert (before.rows_gone_at, after.rows_gone_at) == (None, town.now)
        assert rows_of(town, before) == ()
    assert sent(town, asked).sheet_id == taken.sheet_id, "the same bytes are still one file"
    assert town.ask(requests.GetBatch(batch_number=batch.batch_number), "officer").open_lines == 0, "the answer stands"


def test_a_file_that_never_came_whole_goes_and_may_come_again(town, batch):
    first, second = noting([["3-2-home", "2023", "CN-1", "259.20"]], [["3-2-home", "2023", "CN-2", "1.00"]])
    begun = town.ask(first, "officer")
    assert begun.state is FeeSheetState.RECEIVING
    town.bench.clock.advance(seconds=ROWS_KEPT.total_seconds() + 1)

    town.bench.run_sweeps()

    assert (town.bench.count("fee_sheet_rows"), town.bench.count("fee_sheets")) == (0, 0)
    done = sent(town, [first, second])
    assert (done.state, done.rows_sound) == (FeeSheetState.TAKEN, 2)


def test_swept_from_two_sides_while_a_new_file_comes_in(town, batch):
    old = sent(town, answering(batch, [filled(batch.lines[0])]))
    town.bench.clock.advance(seconds=ROWS_KEPT.total_seconds() + 1)
    new = answering(batch, [filled(batch.lines[0])], salt="anew")

    outcomes = at_once([town.bench.run_sweeps, lambda: sent(town, new), town.bench.run_sweeps])

    assert set(outcomes) == {"ok"}
    [row] = town.bench.rows("SELECT sheet_id FROM fee_sheet_rows")
    assert row.sheet_id != old.sheet_id
