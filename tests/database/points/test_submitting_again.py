"""Contributions that come again under their id: the same is the same, whatever became of it, and anything else is refused."""

from __future__ import annotations

from dataclasses import replace

from contracts.points import requests
from contracts.points.kinds import ContributionState, Evidence, GoodsType, PriceSource
from tests.database.points.papers import upload
from tests.database.points.test_submitting import INVOICE, LIST, RECEIPT, goods, money, refused, through


def test_under_a_known_id_anything_else_that_is_said_is_refused(town):
    given, time, paid = goods(town), town.hours(), money(town)
    for asked in (given, time):
        town.ask(asked, "organiser")
    town.ask(paid, "staff")
    others = [
        replace(given, unit_price=4_500_00),
        replace(given, quantity=100),
        replace(given, documents=(*given.documents, LIST)),
        replace(given, evidence=Evidence.E2),
        replace(given, level=5),
        replace(given, item="面粉"),
        replace(time, off_duty=True),
        replace(time, evidence=Evidence.E2),
        replace(time, level=3),
    ]

    assert [refused(town, other, "organiser") for other in others] == ["points.contribution_id_taken"] * len(others)
    assert refused(town, replace(paid, amount=6_000_00), "staff") == "points.contribution_id_taken"
    assert town.bench.count("contributions") == 3


def test_the_same_again_is_the_same_also_when_later_steps_have_changed_it(town):
    given = goods(town, contribution_type=GoodsType.G1, documents=(INVOICE, RECEIPT))
    first = town.ask(given, "anna")
    price = requests.AppraiseContributedGoods(
        contribution_id=given.contribution_id, unit_price=40_00, source=PriceSource.INVOICE
    )
    town.ask(price, "staff")
    again = town.ask(given, "anna")
    assert (again.contribution_id, first.value, again.value) == (given.contribution_id, 450_00, 400_00)
    upload(town, "invoice")
    through(town, given.contribution_id, Evidence.E3)

    settled = town.ask(replace(given, documents=(RECEIPT, INVOICE)), "anna")
    assert (settled.state, settled.evidence) == (ContributionState.SETTLED, Evidence.E3)
    assert refused(town, replace(given, unit_price=40_00), "anna") == "points.contribution_id_taken"
