"""Whoever answers for the company says nothing of their own household: by API, by sheet, in a month's credit notes (rulebook §3, §9)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import FeeRowState, FeeSheetState, RewardState, StatementState, SuspenseCause
from contracts.roles import Role
from tests.database.points.fees import PROGRAMME, ack, applied, asking, rejected, sealed
from tests.database.points.saga import one_identity, refused
from tests.database.points.test_fee_sheets import answering, counts, filled, noting, sent
from tests.support.bench import actor

OWN = "points.own_line"


@pytest.fixture
def batch(town, programme):
    """Anna's home asked for ¥259.20 and dora's flat for ¥100.00."""
    for name, one in (("anna", asking(town)), ("dora", asking(town, "flat", annual_fee=1_000_00))):
        town.work(name, 300_00)
        town.ask(one, name)
    return sealed(town)


def officer(town, name: str):
    """Somebody of the town who keeps the company's books."""
    return actor(town.ids[name], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["company"])


def of(town, batch, home: str):
    return next(line for line in batch.lines if line.household_number == f"3-2-{home}")


def says(batch, *lines: answers.BatchLine, note="CN"):
    acks = tuple(applied(line.line_number, line.amount, f"{note}-{line.line_number}") for line in lines)
    return requests.AcknowledgeLines(batch_number=batch.batch_number, acks=acks)


@pytest.mark.parametrize("name", ["anna", "bela", "carl"])
def test_nobody_answers_for_their_household_or_whom_they_are_one_with(town, batch, name):
    one_identity(town, "carl", "anna")
    own, other = of(town, batch, "home"), of(town, batch, "flat")
    by = officer(town, name)

    assert refused(lambda: town.bench.ask(says(batch, own), as_=by)) == OWN
    assert refused(lambda: town.bench.ask(says(batch, other, own), as_=by)) == OWN, "all or none"
    reject = requests.AcknowledgeLines(batch_number=batch.batch_number, acks=(rejected(own.line_number),))
    assert refused(lambda: town.bench.ask(reject, as_=by)) == OWN
    assert (town.balance("anna").sp_held, town.balance("company").cv) == (259_20, 0)

    assert town.bench.ask(says(batch, other), as_=by).open_lines == 1
    assert ack(town, batch, *says(batch, own).acks).open_lines == 0
    assert town.bench.ask(says(batch, own, other), as_=by).open_lines == 0, (
        "what a colleague has answered may be said again"
    )


def test_a_colleague_answers_for_somebody_of_the_company(town, batch):
    one = requests.GrantAgency(agency_id=new_id("agc"), organisation_id=town.ids["company"], agent_id=town.ids["dora"])
    town.ask(one, "officer")
    town.ask(requests.AgreeAgency(agency_id=one.agency_id), "dora")

    assert ack(town, batch, *says(batch, of(town, batch, "flat")).acks).open_lines == 1


def test_delivered_by_a_machine_under_an_own_key_it_lies_in_suspense(town, batch):
    own, other = of(town, batch, "home"), of(town, batch, "flat")
    asked = requests.DeliverAnswers(batch_number=batch.batch_number, acks=says(batch, own, other).acks)

    done = town.bench.ask(asked, as_=officer(town, "anna"))

    assert (done.batch.open_lines, done.suspended, done.newly_suspended) == (1, 1, 1)
    [one] = town.ask(requests.ListSuspended(), "staff").items
    assert (one.line_number, one.cause) == (own.line_number, SuspenseCause.OWN_LINE)
    again = town.bench.ask(asked, as_=officer(town, "anna"))
    assert (again.suspended, again.newly_suspended) == (1, 0)
    by_a_colleague = town.ask(asked, "officer")
    assert (by_a_colleague.batch.open_lines, by_a_colleague.suspended) == (0, 0)
    assert town.bench.ask(asked, as_=officer(town, "anna")).suspended == 0, "the same answer again changes nothing"


def test_by_sheet_the_own_row_is_refused_and_the_others_are_taken(town, batch):
    own, other = of(town, batch, "home"), of(town, batch, "flat")
    asked = answering(batch, [filled(own), filled(other)])
    by = officer(town, "bela")

    for one in asked:
        done = town.bench.ask(one, as_=by)

    assert counts(done) == (1, 0, 0, 1)
    listed = requests.ListFeeSheetRows(sheet_id=done.sheet_id, state=FeeRowState.REFUSED)
    [row] = town.bench.ask(listed, as_=by).items
    assert [fault.code for fault in row.faults] == [OWN]
    assert counts(sent(town, answering(batch, [filled(own), filled(other)], salt="by a colleague"))) == (1, 1, 0, 0)
    for one in answering(batch, [filled(own)], salt="saved anew"):
        assert counts(town.bench.ask(one, as_=by)) == (0, 1, 0, 0)


def test_a_months_notes_are_handed_in_by_somebody_whose_own_are_not_among_them(town, batch):
    ack(town, batch, *says(batch, *batch.lines).acks)
    rows = [
        [line.household_number, "2023", f"CN-{line.line_number}", f"{line.amount / 100:.2f}"] for line in batch.lines
    ]
    by = officer(town, "dora")

    for one in noting(rows):
        returned = town.bench.ask(one, as_=by)

    assert (returned.state, returned.rows_refused) == (FeeSheetState.RETURNED, 1)
    listed = requests.ListFeeSheetRows(sheet_id=returned.sheet_id, state=FeeRowState.REFUSED)
    [row] = town.bench.ask(listed, as_=by).items
    assert ([fault.code for fault in row.faults], row.cells[0]) == ([OWN], "3-2-flat")
    taken = sent(town, noting(rows, salt="by a colleague"))
    assert taken.state is FeeSheetState.TAKEN
    states = {one.state for one in town.ask(requests.ListRewards(), "staff").items}
    assert states == {RewardState.CONFIRMED}


def test_by_api_too(town, batch):
    ack(town, batch, *says(batch, *batch.lines).acks)
    notes = tuple(
        requests.CreditNoteRow(
            household_number=line.household_number,
            billing_period="2023",
            credit_note=f"CN-{line.line_number}",
            amount=line.amount,
        )
        for line in batch.lines
    )
    asked = requests.ImportCreditNotes(
        statement_id=new_id("fst"), programme_id=PROGRAMME, month="2023-03", part=1, last=True, rows=notes
    )

    assert refused(lambda: town.bench.ask(asked, as_=officer(town, "dora"))) == OWN
    assert refused(lambda: town.bench.ask(asked, as_=actor(town.ids["dora"], Role.COMMUNITY_STAFF))) == OWN
    assert town.bench.count("fee_statements") == 0
    assert town.ask(asked, "officer").state is StatementState.MATCHED


def test_nobody_explains_a_difference_of_their_own_household(town, batch):
    ack(town, batch, *says(batch, *batch.lines).acks)
    sent(town, noting([["3-2-home", "2023", "CN-9", "1.00"]]))
    month = town.ask(requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03"), "staff")
    own = next(one for one in month.differences if one.household_number == "3-2-home")
    asked = requests.CloseDifference(difference_id=own.difference_id, reason="已更正")

    assert refused(lambda: town.bench.ask(asked, as_=actor(town.ids["anna"], Role.COMMUNITY_STAFF))) == (
        "points.own_statement"
    )
    assert town.ask(asked, "staff").closing == "已更正"
