"""Acceptance of a fee reward over HTTP: by a resident, with the words that were read."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points.requests import AcceptReward
from tests.database.gateway.conftest import Front

ACCEPTANCE = f"/v1/fee-rewards/{new_id('rwd')}/acceptance"
READ = {"consent": True, "text_version": "fee-reward-1", "text_sha256": "0" * 64}


def test_the_words_that_were_read_are_passed_on_with_the_acceptance(front: Front):
    answer = front.post(ACCEPTANCE, READ, token=front.key("resident"))

    assert answer.status_code == 200, answer.json
    [asked] = [asked for asked, *_ in front.services.asked if isinstance(asked, AcceptReward)]
    assert (asked.consent, asked.text_version, asked.text_sha256) == (True, "fee-reward-1", "0" * 64)


@pytest.mark.parametrize("role", ["community_staff", "property_billing_officer", "auditor"])
def test_nobody_but_a_resident_accepts(front: Front, role: str):
    answer = front.post(ACCEPTANCE, READ, token=front.key(role))

    assert (answer.status_code, answer.json["code"]) == (403, "not-allowed")


def test_what_is_no_hash_of_words_is_refused_before_any_service_hears(front: Front):
    answer = front.post(ACCEPTANCE, READ | {"text_sha256": "words"}, token=front.key("resident"))

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["text_sha256"])
    assert front.services.asked == []
