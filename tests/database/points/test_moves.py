"""Points move inside a household only, when both agree, with the days on which they lapse (rulebook §0, §4)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import HouseholdMoveEnded, HouseholdMoveProposed
from contracts.points.kinds import MoveState, Unit
from tests.database.points.fees import asking
from tests.database.points.town import at_once
from tests.support.bench import AskRefused


def refused_code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def offering(town, sp=50_00, to="bela") -> requests.ProposeMove:
    return requests.ProposeMove(move_id=new_id("hmv"), to_party_id=town.ids[to], sp=sp)


def accepting(move: requests.ProposeMove) -> requests.AcceptMove:
    return requests.AcceptMove(move_id=move.move_id)


def state(town, move) -> MoveState:
    return town.ask(requests.GetMove(move_id=move.move_id), "anna").state


def moved_out(town, owner, name: str) -> None:
    """Somebody now lives in the flat. The owner of the database writes it: which agreements that takes is told with the households."""
    with owner.begin() as connection:
        connection.exec_driver_sql(
            "UPDATE parties SET household_id = %s WHERE party_id = %s", (town.ids["flat"], town.ids[name])
        )


def test_both_agree_and_the_lots_keep_their_days(town):
    town.earn("anna", 100_00)
    town.bench.clock.advance(days=60)
    town.earn("anna", 30_00)
    lots = town.balance("anna").lots
    move = offering(town, 110_00)

    offered = town.ask(move, "anna")
    assert town.ask(move, "anna") == offered
    assert (town.balance("anna").sp, town.balance("bela").sp) == (130_00, 0)
    done = town.ask(accepting(move), "bela")

    assert town.ask(accepting(move), "bela") == done
    assert [(lot.expires_on, lot.remaining) for lot in town.balance("bela").lots] == [
        (lots[0].expires_on, 100_00),
        (lots[1].expires_on, 10_00),
    ]
    assert [(lot.expires_on, lot.remaining) for lot in town.balance("anna").lots] == [(lots[1].expires_on, 20_00)]
    assert {HouseholdMoveProposed, HouseholdMoveEnded} <= set(town.bench.said_types())
    for name, amount in (("anna", -110_00), ("bela", 110_00)):
        entries = town.ask(requests.ListEntries(party_id=town.ids[name], unit=Unit.SP), name).items
        assert (entries[0].kind, entries[0].amount, entries[0].reference) == ("household-move", amount, move.move_id)


def test_points_from_work_stay_points_from_work(town, programme):
    town.work("anna", 300_00)
    move = offering(town, 300_00)
    town.ask(move, "anna")
    town.ask(accepting(move), "bela")

    assert town.ask(asking(town), "bela").discount == 259_20


@pytest.mark.parametrize("to", ["dora", "stranger", "shop", "home", "anna"])
def test_nothing_moves_outside_the_household_or_to_oneself(town, to):
    town.earn("anna", 100_00)
    assert refused_code(lambda: town.ask(offering(town, to=to), "anna")) == "points.not_same_household"


def test_who_has_no_household_moves_nothing(town):
    town.earn("stranger", 100_00)
    assert refused_code(lambda: town.ask(offering(town, to="carl"), "stranger")) == "points.not_same_household"


def test_no_more_moves_than_there_is_then_or_later(town):
    town.earn("anna", 100_00)
    assert refused_code(lambda: town.ask(offering(town, 100_01), "anna")) == "points.not_enough_points"
    first, second = offering(town, 80_00), offering(town, 80_00)
    for one in (first, second):
        town.ask(one, "anna")
    town.ask(accepting(first), "bela")

    assert refused_code(lambda: town.ask(accepting(second), "bela")) == "points.not_enough_points"
    assert (town.balance("anna").sp, town.balance("bela").sp, state(town, second)) == (20_00, 80_00, MoveState.PROPOSED)


def test_a_receiver_never_has_more_than_anybody_may(town):
    town.earn("bela", 2_990_00)
    town.earn("anna", 100_00)
    move = offering(town, 10_01)
    town.ask(move, "anna")

    assert refused_code(lambda: town.ask(accepting(move), "bela")) == "points.move_receiver_full"
    assert town.balance("anna").sp == 100_00


def test_only_the_receiver_accepts_and_declines_and_only_the_giver_withdraws(town):
    town.earn("anna", 100_00)
    move = offering(town)
    town.ask(move, "anna")
    decline, withdraw = requests.DeclineMove(move_id=move.move_id), requests.WithdrawMove(move_id=move.move_id)
    look = requests.GetMove(move_id=move.move_id)

    for request, name in (
        (accepting(move), "anna"),
        (accepting(move), "dora"),
        (decline, "anna"),
        (withdraw, "bela"),
        (look, "dora"),
    ):
        assert refused_code(lambda request=request, name=name: town.ask(request, name)) == "points.move_not_found"
    assert refused_code(lambda: town.ask(accepting(move), "staff")) == "not-allowed"
    assert town.ask(look, "bela") == town.ask(look, "staff") == town.ask(look, "anna")
    assert [len(town.ask(requests.ListMoves(), name).items) for name in ("anna", "bela", "dora", "staff")] == [
        1,
        1,
        0,
        1,
    ]


@pytest.mark.parametrize(
    ("kind", "name", "ended"),
    [(requests.DeclineMove, "bela", MoveState.DECLINED), (requests.WithdrawMove, "anna", MoveState.WITHDRAWN)],
)
def test_what_is_declined_or_withdrawn_is_over(town, kind, name, ended):
    town.earn("anna", 100_00)
    move = offering(town)
    town.ask(move, "anna")
    request = kind(move_id=move.move_id)

    done = town.ask(request, name)

    assert (done.state, town.ask(request, name)) == (ended, done)
    assert refused_code(lambda: town.ask(accepting(move), "bela")) == "points.move_over"
    assert town.balance("anna").sp == 100_00


def test_an_id_names_one_move(town):
    town.earn("anna", 100_00)
    move = offering(town)
    town.ask(move, "anna")
    assert refused_code(lambda: town.ask(replace(move, sp=1), "anna")) == "points.move_id_taken"


def test_an_offer_lasts_seven_days(town):
    town.earn("anna", 100_00)
    move = offering(town)
    town.ask(move, "anna")
    town.bench.clock.advance(days=7)

    assert refused_code(lambda: town.ask(accepting(move), "bela")) == "points.move_over"
    town.bench.run_sweeps()
    assert state(town, move) is MoveState.ENDED


@pytest.mark.parametrize("leaver", ["anna", "bela"])
def test_leaving_the_household_ends_what_is_open(town, owner, leaver):
    town.earn("anna", 100_00)
    move, other = offering(town), offering(town)
    for one in (move, other):
        town.ask(one, "anna")
    moved_out(town, owner, leaver)

    assert refused_code(lambda: town.ask(accepting(move), "bela")) == "points.not_same_household"
    town.bench.clock.advance(minutes=1)
    town.bench.run_sweeps()
    assert (state(town, move), state(town, other)) == (MoveState.ENDED, MoveState.ENDED)
    assert town.bench.said_types().count(HouseholdMoveEnded) == 2


def test_who_moves_together_moves_nothing_that_was_offered_before(town, owner):
    town.earn("anna", 100_00)
    move = offering(town)
    town.ask(move, "anna")
    for name in ("anna", "bela"):
        moved_out(town, owner, name)

    assert refused_code(lambda: town.ask(accepting(move), "bela")) == "points.not_same_household"


def test_accepted_at_once_it_moves_once_and_never_more_than_there_is(town):
    town.earn("anna", 100_00)
    moves = [offering(town, 40_00) for _ in range(3)]
    for one in moves:
        town.ask(one, "anna")

    codes = at_once([lambda one=one: town.ask(accepting(one), "bela") for one in (*moves, *moves)])

    assert (town.balance("anna").sp, town.balance("bela").sp) == (20_00, 80_00)
    assert codes.count("ok") == 4, codes
    assert sorted(set(codes)) == ["ok", "points.not_enough_points"]


def test_both_ways_at_once_nobody_waits_for_ever(town):
    for name in ("anna", "bela"):
        town.earn(name, 100_00)
    there, back = offering(town, 60_00), offering(town, 60_00, to="anna")
    town.ask(there, "anna")
    town.ask(back, "bela")

    codes = at_once([lambda: town.ask(accepting(there), "bela"), lambda: town.ask(accepting(back), "anna")])

    assert codes == ["ok", "ok"]
    assert (town.balance("anna").sp, town.balance("bela").sp) == (100_00, 100_00)
