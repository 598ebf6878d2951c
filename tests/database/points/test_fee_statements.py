"""A company's monthly statement of credit notes, held against what it acknowledged (rulebook §9)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import FeeRewardConfirmed, FeeStatementMatched
from contracts.points.kinds import Confirmation, DifferenceKind, RewardState, StatementState, UndoReason
from contracts.points.requests import CreditNoteRow
from contracts.roles import Role
from tests.database.points.fees import PROGRAMME, ack, applied, asking, opened, sealed, street
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def note(number: int, *, home="3-2-home", fen=259_20, period="2023") -> CreditNoteRow:
    return CreditNoteRow(household_number=home, billing_period=period, credit_note=f"CN-{number}", amount=fen)


def importing(*rows: CreditNoteRow, **changes: object) -> requests.ImportCreditNotes:
    plain = {"statement_id": new_id("fst"), "programme_id": PROGRAMME, "month": "2023-03", "rows": rows}
    return requests.ImportCreditNotes(**(plain | changes))


@pytest.fixture
def both(town, programme):
    """Anna's home got ¥259.20 and dora's ¥100.00 for 2023; answers the two rewards' ids."""
    asked = [asking(town), asking(town, "flat", annual_fee=1_000_00)]
    for name, one in zip(("anna", "dora"), asked, strict=True):
        town.work(name, 300_00)
        town.ask(one, name)
    batch = sealed(town)
    acks = [applied(line.line_number, line.amount, f"CN-{line.line_number}") for line in batch.lines]
    ack(town, batch, *acks)
    return [one.reward_id for one in asked]


def states(town, rewards) -> list[RewardState]:
    return [town.ask(requests.GetReward(reward_id=one), "staff").state for one in rewards]


def test_a_statement_that_agrees_confirms_every_discount(town, both):
    done = town.ask(importing(note(1), note(2, home="3-2-flat", fen=100_00)), "officer")

    assert (done.state, done.matched, done.open_differences) == (StatementState.MATCHED, 2, 0)
    assert (done.our_count, done.our_total) == (done.their_count, done.their_total) == (2, 359_20)
    assert states(town, both) == [RewardState.CONFIRMED] * 2
    seen = town.ask(requests.GetReward(reward_id=both[0]), "anna")
    assert seen.confirmation is Confirmation.STATEMENT
    assert town.bench.said_types().count(FeeRewardConfirmed) == 2
    assert FeeStatementMatched in town.bench.said_types()


def test_what_differs_is_listed_both_ways(town, both):
    rows = (note(1, fen=259_10), note(9, home="9-9-901"), note(10, period="2024", fen=5_00))

    done = town.ask(importing(*rows), "officer")

    assert [(one.household_number, one.kind, one.ours, one.theirs) for one in done.differences] == [
        ("3-2-flat", DifferenceKind.MISSING_IN_BILLING, 100_00, 0),
        ("3-2-home", DifferenceKind.AMOUNT_DIFFERS, 259_20, 259_10),
        ("3-2-home", DifferenceKind.UNKNOWN_HERE, 0, 5_00),
        ("9-9-901", DifferenceKind.UNKNOWN_HERE, 0, 259_20),
    ]
    assert (done.matched, done.open_differences) == (0, 4)
    assert states(town, both) == [RewardState.APPLIED] * 2
    look = requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03")
    assert town.ask(look, "staff") == done == town.ask(look, "officer")


def test_a_difference_is_closed_once_by_another_person_with_a_reason(town, both):
    done = town.ask(importing(note(1)), "officer")
    [one] = done.differences
    close = requests.CloseDifference(difference_id=one.difference_id, reason="次月入账")
    officer_too = actor(town.ids["officer"], Role.COMMUNITY_STAFF, organisation_id=town.ids["company"])
    of_company = actor(town.ids["stranger"], Role.COMMUNITY_STAFF, organisation_id=town.ids["company"])

    for who in (officer_too, of_company):
        assert refused_code(lambda who=who: town.bench.ask(close, as_=who)) == "points.own_statement"
    assert refused_code(lambda: town.ask(close, "officer")) == "not-allowed"
    assert town.ask(close, "staff").closed_by == town.ids["staff"]
    assert refused_code(lambda: town.ask(close, "staff")) == "points.difference_closed"
    unknown = requests.CloseDifference(difference_id=new_id("fdf"), reason="没有")
    assert refused_code(lambda: town.ask(unknown, "staff")) == "points.difference_not_found"
    look = requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03")
    assert town.ask(look, "staff").open_differences == 0


def test_staff_who_keyed_a_statement_in_do_not_close_its_differences(town, both):
    [one] = town.ask(importing(note(1)), "staff").differences
    close = requests.CloseDifference(difference_id=one.difference_id, reason="次月入账")

    assert refused_code(lambda: town.ask(close, "staff")) == "points.own_statement"


def test_what_was_taken_back_stands_against_it_on_both_sides(town, both):
    town.ask(requests.UndoReward(reward_id=both[0], reason=UndoReason.ERROR), "staff")
    ack(town, sealed(town), applied(1, -259_20, "DN-1"))

    done = town.ask(importing(note(1), note(3, fen=-259_20), note(2, home="3-2-flat", fen=100_00)), "officer")

    assert (done.open_differences, done.our_total, done.their_total) == (0, 100_00, 100_00)
    assert states(town, both) == [RewardState.REVERSED, RewardState.CONFIRMED]


def test_a_statement_comes_in_parts_in_order_and_is_matched_with_the_last(town, both):
    statement_id = new_id("fst")
    first = importing(note(1), statement_id=statement_id, last=False)
    second = importing(note(2, home="3-2-flat", fen=100_00), statement_id=statement_id, part=2)

    assert town.ask(first, "officer").state is StatementState.RECEIVING
    assert town.ask(first, "officer").their_count == 1
    early = importing(note(7), statement_id=statement_id, part=3)
    assert refused_code(lambda: town.ask(early, "officer")) == "points.statement_part_not_next"
    twice = importing(note(1, home="3-2-flat"), statement_id=statement_id, part=2)
    assert refused_code(lambda: town.ask(twice, "officer")) == "points.credit_note_twice"
    done = town.ask(second, "officer")
    assert town.ask(second, "officer") == done
    assert (done.matched, done.parts) == (2, 2)
    late = importing(note(8), statement_id=statement_id, part=3)
    assert refused_code(lambda: town.ask(late, "officer")) == "points.statement_matched"
    assert refused_code(lambda: town.ask(importing(note(1)), "officer")) == "points.statement_taken"


def test_another_company_or_month_has_nothing_to_hand_in(town, both):
    stranger = actor(town.ids["stranger"], Role.PROPERTY_BILLING_OFFICER, organisation_id=town.ids["other_shop"])
    look = requests.GetReconciliation(programme_id=PROGRAMME, month="2023-03")
    assert refused_code(lambda: town.ask(look, "officer")) == "points.statement_not_found"
    for request in (importing(note(1)), look):
        assert (
            refused_code(lambda request=request: town.bench.ask(request, as_=stranger)) == "points.programme_not_found"
        )
    assert refused_code(lambda: town.ask(importing(note(1), month="2023-04"), "officer")) == "points.month_not_begun"
    assert refused_code(lambda: town.ask(importing(note(1)), "anna")) == "not-allowed"


def test_handed_in_at_once_a_month_is_matched_once(town, both):
    same = importing(note(1), note(2, home="3-2-flat", fen=100_00))
    other = importing(note(1))

    codes = at_once([lambda: town.ask(same, "officer")] * 2 + [lambda: town.ask(other, "officer")] * 2)

    assert sorted(set(codes)) == ["ok", "points.statement_taken"]
    assert codes.count("ok") == 2
    assert town.bench.count("fee_statements") == 1


def test_a_month_of_two_hundred_households_is_matched_in_as_many_statements_as_one_of_two(town):
    opened(town, budget=10_000_00)
    sent = {}
    for month, households in (("2023-03", 2), ("2023-04", 200)):
        street(town, households)
        batch = town.ask(requests.SealBatch(programme_id=PROGRAMME, month=month), "staff")
        ack(town, batch, *[applied(line.line_number, 10_00, f"CN-{line.line_number}") for line in batch.lines])
        rows = [
            note(line.line_number, home=line.household_number, fen=10_00)
            for line in batch.lines
            if line.line_number > 1
        ]

        with statements(town.bench.database.engine) as matching:
            done = town.ask(importing(*rows, month=month), "officer")

        assert (done.matched, done.open_differences) == (households - 1, 1)
        sent[households] = len(matching)
        town.bench.clock.advance(days=31)
    assert sent[200] == sent[2]
