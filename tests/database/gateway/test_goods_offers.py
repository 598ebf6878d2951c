"""Goods that a merchant trades in, at the door: said with their cost and its paper, by the giver or who writes them down."""

from __future__ import annotations

import pytest

from contracts.donations import requests
from contracts.roles import Role
from tests.database.gateway.conftest import Front

PATH = "/v1/goods"
OFFER = {
    "goods_id": f"gds_{1:026d}",
    "donor_id": f"pty_{1:026d}",
    "fund_code": "FUND-1",
    "kind": "new",
    "title": "面粉",
    "measure": "pieces",
    "quantity": 100,
    "wants_receipt": False,
    "own_goods": {"cost": "180.00", "document": "WHOLESALE-7"},
}


def test_donors_and_staff_say_what_own_goods_cost_and_nobody_else(front: Front):
    answers = {role: front.post(PATH, OFFER, token=front.key(role.value)).status_code for role in Role}

    assert {role for role, status in answers.items() if status == 201} == {
        Role.RESIDENT,
        Role.ORGANISATION_AGENT,
        Role.MERCHANT_AGENT,
        Role.VILLAGE_AGENT,
        Role.COMMUNITY_STAFF,
    }
    assert {status for status in answers.values() if status != 201} == {403}
    assert front.post(PATH, OFFER, token=None).status_code == 401
    asked, *_ = front.services.asked[0]
    assert isinstance(asked, requests.OfferGoods)
    assert asked.own_goods == requests.AtCost(cost=180_00, document="WHOLESALE-7")


@pytest.mark.parametrize("missing", ["cost", "document"])
def test_own_goods_without_cost_or_paper_reach_no_service(front: Front, missing):
    said = {name: value for name, value in OFFER["own_goods"].items() if name != missing}

    assert front.post(PATH, OFFER | {"own_goods": said}, token=front.key("community_staff")).status_code == 422
    assert front.services.asked == []
