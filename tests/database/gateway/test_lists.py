"""Lists that staff and auditors work from, as the door sees them: who may, which filters, page by page."""

from __future__ import annotations

import pytest

from tests.database.gateway.conftest import Front

ACTIVITY = f"act_{1:026d}"


@pytest.mark.parametrize(
    ("path", "method", "query", "wanted", "right", "wrong"),
    [
        (
            "/v1/suspensions",
            "list_suspensions",
            "state=appealed&open_only=true",
            {"state": "appealed", "open_only": True},
            ("council_member", "auditor", "community_staff", "resident"),
            ("system_operator",),
        ),
        (
            "/v1/attendance-sheets",
            "list_sheets",
            f"state=keyed&activity_id={ACTIVITY}",
            {"state": "keyed", "activity_id": ACTIVITY},
            ("community_staff", "confirmer", "auditor"),
            ("resident", "activity_organiser", "council_member", "system_operator"),
        ),
        (
            "/v1/imports",
            "list_imports",
            "state=checked",
            {"state": "checked"},
            ("community_staff", "approver", "auditor"),
            ("resident", "confirmer", "system_operator"),
        ),
        (
            "/v1/contributions",
            "list_contributions",
            "state=draft",
            {"state": "draft"},
            ("resident", "community_staff"),
            ("system_operator",),
        ),
    ],
)
def test_a_list_is_filtered_paged_and_shut_to_others(front: Front, path, method, query, wanted, right, wrong):
    front.services.answers[method] = {"items": [], "next_key": "next"}
    for role in right:
        token = front.key(role)
        page = front.get(f"{path}?{query}&limit=2", token=token)
        assert (page.status_code, page.json["has_more"]) == (200, True), page.json
        assert front.get(f"{path}?{query}&cursor={page.json['next_cursor']}", token=token).status_code == 200
    asked = [each[0] for each in front.services.asked]
    assert {one.after for one in asked} == {None, "next"}
    for one in asked:
        assert {name: getattr(one, name) for name in wanted} == wanted
    for role in wrong:
        assert front.get(path, token=front.key(role)).status_code == 403
    assert front.get(path, token=None).status_code == 401
    assert front.get(f"{path}?state=nonsense", token=front.key(right[0])).status_code == 422
    assert len(front.services.asked) == 2 * len(right)
