"""Whoever judges a contribution sees what it stands on; whoever has no part in it sees nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import Document
from contracts.points.kinds import Channel, DocumentKind, Evidence, GoodsType, PriceSource
from contracts.roles import Role
from tests.support.bench import AskRefused, actor

INVOICE = Document(sha256="a" * 64, kind=DocumentKind.INVOICE)
QUOTES = tuple(Document(sha256=digit * 64, kind=DocumentKind.QUOTATION) for digit in "de")
NOT_FOUND = "points.contribution_not_found"


def goods(town, **changes: object):
    plain = {
        "contribution_id": new_id("ctb"),
        "party_id": town.ids["anna"],
        "contribution_type": GoodsType.G2,
        "activity": "重阳节慰问",
        "item": "轮椅",
        "quantity": 1,
        "unit_price": 2_500_00,
        "source": PriceSource.INVOICE,
        "given_at": town.now - timedelta(hours=1),
        "documents": (INVOICE, *QUOTES),
    }
    return requests.SubmitGoods(**(plain | changes))


def looking(contribution_id: str) -> requests.GetContributionEvidence:
    return requests.GetContributionEvidence(contribution_id=contribution_id)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def test_those_who_judge_goods_see_papers_prices_and_how_many_must_still_appraise(town):
    asked = goods(town)
    town.ask(asked, "anna")
    look = looking(asked.contribution_id)
    price = requests.AppraiseContributedGoods(
        contribution_id=asked.contribution_id, unit_price=2_400_00, source=PriceSource.INVOICE
    )

    seen = [town.ask(look, name) for name in ("confirmer", "approver", "staff", "organiser", "council")]
    town.ask(price, "staff")
    then = town.ask(look, "confirmer")

    assert all(one == seen[0] for one in seen)
    assert (seen[0].evidence, seen[0].floor, seen[0].appraisals_missing) == (Evidence.E0, Evidence.E3, 2)
    assert set(seen[0].documents) == {INVOICE, *QUOTES}
    shown = seen[0].goods
    assert (shown.item, shown.quantity, shown.unit_price, shown.source) == ("轮椅", 1, 2_500_00, PriceSource.INVOICE)
    assert [(one.unit_price, one.appraised_by) for one in then.appraisals] == [(2_400_00, town.ids["staff"])]
    assert then.appraisals_missing == 1


def test_whoever_gave_it_sees_it_but_not_who_appraised(town):
    asked = goods(town)
    town.ask(asked, "anna")
    town.ask(
        requests.AppraiseContributedGoods(
            contribution_id=asked.contribution_id, unit_price=1_00, source=PriceSource.INVOICE
        ),
        "staff",
    )

    mine = town.ask(looking(asked.contribution_id), "anna")
    as_staff = town.bench.ask(looking(asked.contribution_id), as_=actor(town.ids["anna"], Role.COMMUNITY_STAFF))

    assert [(one.unit_price, one.appraised_by) for one in mine.appraisals] == [(1_00, None)]
    assert as_staff == mine


def test_nobody_else_sees_it_and_neither_does_a_judge_who_is_concerned(town):
    asked = goods(town)
    town.ask(asked, "anna")
    look = looking(asked.contribution_id)

    assert [code_of(lambda name=name: town.ask(look, name)) for name in ("bela", "carl", "clerk")] == [NOT_FOUND] * 3
    housemate = actor(town.ids["bela"], Role.CONFIRMER)
    assert code_of(lambda: town.bench.ask(look, as_=housemate)) == "points.too_close"
    auditor = town.bench.ask(look, as_=actor(town.ids["stranger"], Role.AUDITOR))
    assert auditor.documents == town.ask(look, "confirmer").documents
    assert code_of(lambda: town.ask(looking(new_id("ctb")), "confirmer")) == NOT_FOUND


def test_an_organiser_sees_what_waits_for_them_and_what_they_entered(town):
    plain = town.hours()
    by_hand = town.hours("carl", channel=Channel.BACK_OFFICE, entry_reason="手机没电")
    listed = town.hours("dora")
    town.ask(plain, "anna")
    town.ask(by_hand, "staff")
    town.ask(listed, "organiser")

    waiting = town.ask(looking(by_hand.contribution_id), "organiser")
    town.ask(requests.SecondEntry(contribution_id=by_hand.contribution_id), "council")

    assert (waiting.entry_reason, waiting.goods, waiting.floor) == ("手机没电", None, Evidence.E2)
    assert town.ask(looking(listed.contribution_id), "organiser").documents == ()
    for one in (plain, by_hand):
        assert code_of(lambda one=one: town.ask(looking(one.contribution_id), "organiser")) == NOT_FOUND


def test_an_organiser_lists_what_they_gave_or_entered_and_nothing_of_others(town):
    entered, own, theirs = town.hours("dora"), town.hours("organiser"), town.hours("carl")
    for asked, name in ((entered, "organiser"), (own, "staff"), (theirs, "carl")):
        town.ask(replace(asked, channel=Channel.BACK_OFFICE, entry_reason="补") if name == "staff" else asked, name)
    town.ask(requests.ReturnContribution(contribution_id=theirs.contribution_id, reason="缺照片"), "confirmer")
    all_of_carl = requests.ListContributions(party_id=town.ids["carl"])

    listed = town.ask(requests.ListContributions(), "organiser").items

    assert {one.contribution_id for one in listed} == {entered.contribution_id, own.contribution_id}
    assert town.ask(all_of_carl, "organiser").items == ()
    assert len(town.ask(all_of_carl, "confirmer").items) == 1
    get = requests.GetContribution(contribution_id=theirs.contribution_id)
    assert code_of(lambda: town.ask(get, "organiser")) == NOT_FOUND


def test_an_organiser_looks_at_what_they_are_asked_to_stand_up_for(town):
    by_hand = town.hours("carl", channel=Channel.BACK_OFFICE, entry_reason="手机没电")
    town.ask(by_hand, "staff")
    get = requests.GetContribution(contribution_id=by_hand.contribution_id)

    assert town.ask(get, "organiser").manual
    assert code_of(lambda: town.ask(get, "dora")) == NOT_FOUND
