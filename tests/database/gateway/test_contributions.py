"""Contributions over HTTP: what is proved by what, and what one takes back of one's own."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points.requests import (
    ConfirmContribution,
    EstimateContribution,
    GetContributionEvidence,
    SubmitContribution,
)
from contracts.roles import Role
from services.points.contributions.refusals import ContributionNotFound, RoleNotHeld, SheetNotPrinted
from tests.database.gateway.conftest import Front

CONTRIBUTION = new_id("ctb")
ONE = f"/v1/contributions/{CONTRIBUTION}"
EVIDENCE = {
    "contribution_id": CONTRIBUTION,
    "evidence": "E0",
    "floor": "E2",
    "documents": [],
    "goods": None,
    "appraisals": [],
    "appraisals_missing": 0,
}


@pytest.mark.parametrize("role", [Role.RESIDENT, Role.CONFIRMER, Role.AUDITOR], ids=lambda role: role.value)
def test_whoever_has_a_key_asks_for_the_evidence_and_the_service_decides_who_sees_it(front: Front, role: Role):
    front.services.answers["get_contribution_evidence"] = EVIDENCE
    party_id = new_id("pty")
    token = front.key(role.value, party_id=party_id)

    seen = front.get(f"{ONE}/evidence", token=token)
    front.services.answers["get_contribution_evidence"] = ContributionNotFound()
    hidden = front.get(f"{ONE}/evidence", token=token)

    assert (seen.status_code, seen.json) == (200, EVIDENCE)
    assert (hidden.status_code, hidden.json["code"]) == (404, "points.contribution_not_found")
    asked = [(one, actor) for one, actor, *_ in front.services.asked if isinstance(one, GetContributionEvidence)]
    assert [(one.contribution_id, actor.party_id) for one, actor in asked] == [(CONTRIBUTION, party_id)] * 2


def test_nobody_sees_evidence_without_a_key(front: Front):
    answer = front.get(f"{ONE}/evidence", token=None)

    assert (answer.status_code, answer.json["code"]) == (401, "key-required")


def test_whoever_gave_it_asks_to_take_it_back_and_whoever_wrote_a_draft_to_throw_it_away(front: Front):
    front.services.answers["withdraw_contribution"] = {
        "contribution_id": CONTRIBUTION,
        "state": "withdrawn",
        "version": 2,
    }
    front.services.answers["delete_draft"] = {"contribution_id": CONTRIBUTION, "state": "draft", "version": 1}
    token = front.key("resident")

    withdrawn = front.post(f"{ONE}/withdrawal", {}, token=token)
    thrown = front.post(f"{ONE}/draft-removal", {}, token=token)

    assert (withdrawn.status_code, withdrawn.json["state"]) == (200, "withdrawn")
    assert (thrown.status_code, thrown.json["state"]) == (200, "draft")


def test_who_puts_nothing_forward_has_no_drafts(front: Front):
    answer = front.post(f"{ONE}/draft-removal", {}, token=front.key("auditor"))

    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")


@pytest.mark.parametrize("body", [{"evidence": "E1"}, {"evidence": "E2", "as_counterpart": True}])
def test_a_confirmer_says_how_well_it_is_proved_and_whether_as_the_other_side(front: Front, body: dict[str, object]):
    front.services.answers["confirm_contribution"] = {
        "contribution_id": CONTRIBUTION,
        "state": "under_notice",
        "version": 2,
    }

    confirmed = front.post(f"{ONE}/confirmation", body, token=front.key("confirmer"))
    refused = front.post(f"{ONE}/confirmation", body, token=front.key("resident"))

    assert (confirmed.status_code, refused.status_code, refused.json["code"]) == (200, 403, "not-allowed")
    asked = [one for one, *_ in front.services.asked if isinstance(one, ConfirmContribution)]
    assert [(one.evidence.value, one.as_counterpart) for one in asked] == [
        (body["evidence"], body.get("as_counterpart", False))
    ]


def test_a_role_that_the_act_does_not_know_of_is_refused_with_how_much_it_may_be(front: Front):
    front.services.answers["submit_contribution"] = RoleNotHeld(most=2)
    asked = {
        "contribution_id": CONTRIBUTION,
        "party_id": new_id("pty"),
        "contribution_type": "H1",
        "activity": "搬桌子",
        "started_at": "2023-03-18T02:00:00Z",
        "minutes": 120,
        "level": 3,
    }

    refused = front.post("/v1/contributions", asked, token=front.key("activity_organiser"))
    unreal = front.post("/v1/contributions", {**asked, "level": 6}, token=front.key("activity_organiser"))
    wrong = front.post("/v1/contributions", asked, token=front.key("auditor"))

    assert (refused.status_code, refused.json["code"], refused.json["details"]) == (
        422,
        "points.role_not_held",
        {"most": 2},
    )
    assert (unreal.status_code, wrong.status_code) == (422, 403)
    assert [one.level for one, *_ in front.services.asked if isinstance(one, SubmitContribution)] == [3]


def test_an_estimate_of_paid_time_names_the_organisation(front: Front):
    person, organisation = new_id("pty"), new_id("pty")
    query = f"party_id={person}&contribution_type=H1&performed_on=2023-03-18&minutes=60"
    token = front.key("resident", party_id=person)

    front.get(f"/v1/contributions/estimate?{query}&on_behalf_of={organisation}", token=token)
    front.get(f"/v1/contributions/estimate?{query}", token=token)
    malformed = front.get(f"/v1/contributions/estimate?{query}&on_behalf_of=shop", token=token)

    named = [one.on_behalf_of for one, *_ in front.services.asked if isinstance(one, EstimateContribution)]
    assert (named, malformed.status_code) == ([organisation, None], 422)


def test_a_serial_that_was_never_printed_is_refused_at_the_door_of_the_office(front: Front):
    front.services.answers["submit_contribution"] = SheetNotPrinted()
    asked = {
        "contribution_id": CONTRIBUTION,
        "party_id": new_id("pty"),
        "contribution_type": "H1",
        "activity": "搬桌子",
        "started_at": "2023-03-18T02:00:00Z",
        "minutes": 120,
        "channel": "paper",
        "reference": "QD-2023-99999:1",
        "entry_reason": "手工签到单",
    }

    refused = front.post("/v1/contributions", asked, token=front.key("community_staff"))
    wrong = front.post("/v1/contributions", asked, token=front.key("confirmer"))

    assert (refused.status_code, refused.json["code"]) == (422, "points.sheet_not_printed")
    assert wrong.status_code == 403
