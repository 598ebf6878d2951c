"""Goods that are counted and taken over, at the door: only who keeps the store, never who gives."""

from __future__ import annotations

from contracts.roles import Role
from tests.database.gateway.conftest import Front

RECEIPT = f"/v1/goods/gds_{1:026d}/receipt"


def test_only_who_keeps_the_store_takes_goods_over(front: Front):
    body = {"quantity": 10}
    answers = {role.value: front.post(RECEIPT, body, token=front.key(role.value)) for role in Role}

    assert {role for role, answer in answers.items() if answer.status_code in (200, 201)} == {
        "community_staff",
        "approver",
    }
    assert {answer.status_code for answer in answers.values()} <= {200, 201, 403}
    assert front.post(RECEIPT, body, token=None).status_code == 401
