"""What shops took without network, at the door: who reports it, and who is shown what became of it."""

from __future__ import annotations

from chassis.ids import new_id
from contracts.points.requests import ListOfflineUses
from tests.database.gateway.conftest import Front

SHOP = new_id("pty")
USES = f"/v1/providers/{SHOP}/offline-uses"
USE = {
    "use_id": new_id("use"),
    "redemption_id": new_id("rdm"),
    "code": "7KQ2M9XW4P",
    "device": "till-1",
    "used_at": "2023-03-18T10:00:00+08:00",
}
ASKING = ("merchant_clerk", "merchant_agent", "community_staff", "auditor", "resident", "council_member")


def test_a_clerk_reports_and_the_shop_and_staff_see_what_became_of_it(front: Front):
    sent = {role: front.post(USES, {"uses": [USE]}, token=front.key(role)).status_code for role in ASKING}
    seen = {role: front.get(USES, token=front.key(role)).status_code for role in ASKING}

    assert {role for role, status in sent.items() if status == 200} == {"merchant_clerk"}
    assert {role for role, status in seen.items() if status == 200} == set(ASKING[:4])
    assert {*sent.values(), *seen.values()} == {200, 403}
    listed = [asked for asked, *_ in front.services.asked if isinstance(asked, ListOfflineUses)]
    assert {one.provider_id for one in listed} == {SHOP}
