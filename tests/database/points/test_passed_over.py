"""The log of whose turn it was and who was passed over: what it shows, and to whom."""

from __future__ import annotations

from datetime import timedelta

from contracts.points import requests
from contracts.points.kinds import Evidence, PassedOverReason, Task
from contracts.roles import Role
from tests.database.points.duties import code, on_duty, persons
from tests.support.bench import actor


def test_who_was_passed_over_is_shown_page_by_page_with_the_reason(town):
    persons(town, "first")
    for name, task in (
        ("bela", Task.CONFIRM),
        ("first", Task.CONFIRM),
        ("first", Task.APPROVE),
        ("approver", Task.APPROVE),
    ):
        on_duty(town, name, task)
    asked = [town.hours(started_at=town.now - timedelta(hours=3 * turn), minutes=60) for turn in range(1, 6)]
    for one in asked:
        town.ask(one, "organiser")
    for one in asked:
        # Whoever confirmed is involved when it comes to approval.
        confirm = requests.ConfirmContribution(
            contribution_id=one.contribution_id, evidence=Evidence.E2, as_counterpart=True
        )
        town.bench.ask(confirm, as_=actor(town.ids["first"], Role.CONFIRMER))

    pages, after = [], None
    while not pages or after:
        page = town.ask(requests.ListPassedOver(limit=2, after=after), "staff")
        pages.append(page.items)
        after = page.next_key
    shown = [(one.contribution_id, one.task, one.party_id, one.reason) for items in pages for one in items]

    logged = town.bench.rows("SELECT contribution_id, task, party_id, reason FROM passed_over")
    assert shown == sorted(((row.contribution_id, row.task, row.party_id, row.reason) for row in logged), reverse=True)
    assert {(party_id, task, reason) for _, task, party_id, reason in shown} == {
        (town.ids["bela"], Task.CONFIRM, PassedOverReason.CLOSE),
        (town.ids["first"], Task.APPROVE, PassedOverReason.INVOLVED),
    }
    assert all(len(items) == 2 for items in pages[:-1])
    mine = shown[0][0]
    of_one = town.ask(requests.ListPassedOver(contribution_id=mine), "council").items
    assert [one.party_id for one in of_one] == [
        party_id for contribution_id, _, party_id, _ in shown if contribution_id == mine
    ]


def test_the_log_of_who_was_passed_over_is_for_overseers_of_the_same_community(town):
    persons(town, "first")
    for name in ("bela", "first"):
        on_duty(town, name, Task.CONFIRM)
    for turn in range(1, 6):
        town.ask(town.hours(started_at=town.now - timedelta(hours=3 * turn), minutes=60), "organiser")

    said = {
        role: code(lambda role=role: town.bench.ask(requests.ListPassedOver(), as_=actor(town.ids["first"], role)))
        for role in Role
    }
    elsewhere = town.bench.ask(
        requests.ListPassedOver(), as_=actor(town.ids["staff"], Role.COMMUNITY_STAFF, community="elsewhere")
    )

    assert {role for role, answer in said.items() if answer == "ok"} == {
        Role.COMMUNITY_STAFF,
        Role.COUNCIL_MEMBER,
        Role.AUDITOR,
    }
    assert town.ask(requests.ListPassedOver(), "staff").items != ()
    assert elsewhere.items == ()
