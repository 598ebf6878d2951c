"""What operators see: books that close, facts with their postings, and a chain that notices."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from contracts.points import requests
from contracts.roles import Role
from tests.support.bench import AskRefused, actor

OPERATOR = actor(None, Role.SYSTEM_OPERATOR)


def report(town):
    return town.bench.ask(requests.GetOperationsReport(), as_=OPERATOR)


def lived_in(town) -> None:
    """Some of everything."""
    town.settle(town.hours())
    town.earn("anna", 50_00)
    item_id = town.offer()
    held = town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=10_00), "anna")
    town.ask(requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), "clerk")
    town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item_id, price=10_00), "anna")


def test_books_close_and_every_fact_has_its_posting(town):
    lived_in(town)
    town.bench.run_sweeps()

    seen = report(town)

    assert {
        (unit.unit, unit.sum_of_balances, unit.sum_of_entries, unit.accounts_off) for unit in seen.trial_balances
    } == {
        ("CV", 0, 0, 0),
        ("SP", 0, 0, 0),
    }
    assert {fact.name: (fact.facts, fact.facts_amount, fact.unit, fact.unmatched) for fact in seen.facts} == {
        "contributions_settled": (1, "20.00", "CV", 0),
        "grants_value": (2, "120.00", "CV", 0),
        "grants_spendable": (2, "70.00", "SP", 0),
        "taken_back_value": (0, "0.00", "CV", 0),
        "taken_back_spendable": (0, "0.00", "SP", 0),
        "clawbacks_repaid": (0, "0.00", "SP", 0),
        "redemptions_fulfilled": (1, "10.00", "SP", 0),
        "redemptions_refunded": (0, "0.00", "SP", 0),
        "settlements_undone": (0, "0.00", "SP", 0),
        "fee_rewards_applied": (0, "0.00", "SP", 0),
    }
    assert all((fact.postings, fact.postings_amount) == (fact.facts, fact.facts_amount) for fact in seen.facts)
    assert (seen.chain_sealed, seen.chain_unsealed) == (5, 0)


@pytest.mark.parametrize(
    ("damage", "name"),
    [
        ("DELETE FROM grants WHERE contribution_type = 'F1w'", "grants_value"),
        ("UPDATE contributions SET cv = cv + 1", "contributions_settled"),
        ("UPDATE redemptions SET price = 1 WHERE state = 'fulfilled'", "redemptions_fulfilled"),
        ("UPDATE redemptions SET state = 'held', ended_at = NULL", "redemptions_fulfilled"),
    ],
)
def test_a_fact_without_its_posting_is_seen_whichever_side_is_missing(town, owner, damage, name):
    lived_in(town)
    with owner.begin() as connection:
        connection.execute(text(damage))

    unmatched = {fact.name: fact.unmatched for fact in report(town).facts}

    assert unmatched[name] == 1


def test_the_clock_stands_where_it_may_not_be_moved_and_residents_see_no_report(town):
    for request, who in (
        (requests.MoveClock(offset_seconds=60), OPERATOR),
        (requests.MoveClock(offset_seconds=60), town.actor("staff")),
        (requests.GetOperationsReport(), town.actor("anna")),
    ):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(request, as_=who)
        assert refused.value.kind == "forbidden"
