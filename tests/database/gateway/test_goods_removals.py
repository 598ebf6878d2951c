"""Goods that go back or are written off, at the door: who proposes does not decide, and the other way round."""

from __future__ import annotations

import pytest

from contracts.roles import Role
from tests.database.gateway.conftest import Front

REMOVAL = f"grm_{1:026d}"
ALL = "/v1/goods-removals"
ONE = f"{ALL}/{REMOVAL}"
PROPOSAL = {
    "removal_id": REMOVAL,
    "goods_id": f"gds_{1:026d}",
    "kind": "return",
    "cause": "faulty",
    "quantity": 10,
    "reason": "外包装破损",
    "document": "照片 3",
}
KEEPERS = {"community_staff", "approver"}
DECIDERS = {"fund_treasurer", "fund_committee_member"}

DOORS = [
    (ALL, PROPOSAL, KEEPERS),
    (f"{ONE}/approval", None, DECIDERS),
    (f"{ONE}/rejection", {"answer_text": "还能用"}, DECIDERS),
]


@pytest.mark.parametrize(("path", "body", "may"), DOORS, ids=["propose", "approve", "reject"])
def test_each_step_is_open_to_those_whose_step_it_is(front: Front, path, body, may):
    answers = {role.value: front.post(path, body, token=front.key(role.value)) for role in Role}

    assert {role for role, answer in answers.items() if answer.status_code in (200, 201)} == may
    assert {answer.status_code for role, answer in answers.items() if role not in may} == {403}
    assert len(front.services.asked) == len(may)
    assert front.post(path, body, token=None).status_code == 401


def test_the_list_is_for_who_proposes_decides_or_reads_the_books(front: Front):
    answers = {role.value: front.get(ALL, token=front.key(role.value)).status_code for role in Role}

    assert {role for role, status in answers.items() if status == 200} == {
        *KEEPERS,
        *DECIDERS,
        "federation_accountant",
        "auditor",
    }
    assert front.get(ALL, token=None).status_code == 401


def test_nobody_may_both_propose_and_decide():
    assert KEEPERS.isdisjoint(DECIDERS)


@pytest.mark.parametrize(
    "change",
    [
        {"quantity": 0},
        {"quantity": "10"},
        {"kind": "gift"},
        {"cause": "change_of_mind"},
        {"reason": ""},
        {"goods_id": "gds_1"},
    ],
)
def test_a_proposal_that_is_none_reaches_no_service(front: Front, change):
    answer = front.post(ALL, PROPOSAL | change, token=front.key("community_staff"))

    assert (answer.status_code, set(answer.json["errors"])) == (422, set(change))
    assert front.services.asked == []
