"""What waits for the council beyond its time, over HTTP: the count for everybody, the list for those who oversee."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points.requests import CountOverdueSteps, ListOverdueSteps
from contracts.roles import Role
from tests.database.gateway.conftest import Front

LIST = "/v1/contribution-overdue-steps"
COUNT = {"number": 1, "counts": [{"state": "submitted", "number": 1, "oldest_due_on": "2023-04-08"}]}


def test_anybody_sees_how_many_there_are(front: Front):
    front.services.answers["count_overdue_steps"] = COUNT

    seen = front.get(f"{LIST}/count", token=None)

    assert (seen.status_code, seen.json) == (200, COUNT)
    [(asked, actor, *_)] = front.services.asked
    assert (type(asked), actor.party_id) == (CountOverdueSteps, None)


@pytest.mark.parametrize("role", [Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF, Role.AUDITOR], ids=lambda role: role.value)
def test_council_office_and_auditor_see_which(front: Front, role: Role):
    found = {
        "items": [
            {
                "contribution_id": new_id("ctb"),
                "state": "under_notice",
                "due_at": "2023-04-08T02:00:00Z",
                "reminded": 2,
                "reminded_at": "2023-04-15T02:00:00Z",
            }
        ],
        "next_key": None,
    }
    front.services.answers["list_overdue_steps"] = found

    seen = front.get(f"{LIST}?limit=5", token=front.key(role.value, party_id=new_id("pty")))

    assert (seen.status_code, seen.json["items"]) == (200, found["items"])
    assert [one.limit for one, *_ in front.services.asked if isinstance(one, ListOverdueSteps)] == [5]


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CONFIRMER, Role.APPROVER], ids=lambda role: role.value)
def test_nobody_else_sees_which(front: Front, role: Role):
    answer = front.get(LIST, token=front.key(role.value, party_id=new_id("pty")))

    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")
    assert front.get(LIST, token=None).status_code == 401
    assert front.services.asked == []
