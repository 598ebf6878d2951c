"""A request that comes again after its answer was forgotten does nothing twice: the ids of what it is about decide (ADR 6)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from chassis import inbox
from chassis import requests as answers_kept
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import Evidence
from tests.database.points.saga import refused

FACTS = ("contributions", "grants", "redemptions", "pool_gifts", "ledger_transfers", "ledger_holds", "ledger_lots")


def snapshot(town) -> tuple[object, ...]:
    """What there is, and what anna and the shop have."""
    counts = tuple(town.bench.count(table) for table in FACTS)
    return (*counts, *((one.cv, one.sp) for one in (town.balance("anna"), town.balance("shop"))))


def forgotten(town, kept: timedelta) -> None:
    town.bench.clock.at += kept + timedelta(days=1)
    town.bench.service.forget_answers()
    town.bench.service.forget_events()


def test_contributions_redemptions_and_gifts_come_to_what_is_there_or_are_refused_by_name(town):
    town.earn("anna", 100_00)
    item = town.offer()
    done = []

    def ask(request: object, name: str) -> Any:
        done.append((request, name, f"key-{len(done)}"))
        return town.ask(request, name, key=f"key-{len(done) - 1}")

    given = town.hours()
    ask(given, "organiser")
    ask(
        requests.ConfirmContribution(contribution_id=given.contribution_id, evidence=Evidence.E2, as_counterpart=True),
        "confirmer",
    )
    town.bench.clock.advance(days=3)
    ask(requests.ApproveContribution(contribution_id=given.contribution_id), "approver")
    redeemed = requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10_00)
    held = ask(redeemed, "anna")
    ask(requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), "clerk")
    ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=5_00), "anna")
    before = snapshot(town)

    forgotten(town, answers_kept.KEPT)
    assert town.bench.rows("SELECT count(*) AS n FROM requests WHERE key LIKE 'key-%'")[0].n == 0
    outcomes = [
        refused(lambda request=request, name=name, key=key: town.ask(request, name, key=key))
        for request, name, key in done
    ]

    assert outcomes == [
        "ok",
        "points.not_waiting_for_confirmation",
        "points.already_decided",
        "ok",
        "points.already_fulfilled",
        "ok",
    ]
    assert snapshot(town) == before


def test_a_gift_that_is_told_again_after_more_than_a_year_earns_nothing_again(town):
    told = town.give("anna", 60_00)
    [event_id] = town.bench.tell(told)
    before = snapshot(town)

    forgotten(town, inbox.KEPT)
    assert town.bench.count("inbox") == 0
    town.bench.tell(told, event_ids=[event_id])

    assert snapshot(town) == before
