"""What auditors may read of receipts and packs, at the door; the services tell them no identity."""

from __future__ import annotations

import pytest

from contracts.roles import Role
from tests.database.gateway.conftest import Front

DONORS = {"resident", "organisation_agent", "merchant_agent", "village_agent"}
DOORS = {
    f"/v1/gifts/gft_{1:026d}/receipt": {*DONORS, "federation_officer", "auditor"},
    f"/v1/goods/gds_{1:026d}/trace": {"community_staff", "auditor"},
}


@pytest.mark.parametrize("path", list(DOORS))
def test_auditors_read_beside_those_whose_work_it_is_and_nobody_else(front: Front, path):
    answers = {role.value: front.get(path, token=front.key(role.value)).status_code for role in Role}

    assert {role for role, status in answers.items() if status == 200} == DOORS[path]
    assert front.get(path, token=None).status_code == 401
