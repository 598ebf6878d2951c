"""No operator alone has a key that works, and no person has by several keys what must stay apart."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from gateway.identity import keys
from tests.database.gateway.conftest import ADMIN_KEY, COMMUNITY, SECOND_ADMIN_KEY, Front

OVERVIEW = f"/v1/parties/{new_id('pty')}/overview"


@pytest.fixture(autouse=True)
def _nothing_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "REMEMBERED_SECONDS", 0.0)


def wanted(*roles: str, **changes: object) -> dict[str, object]:
    plain = {
        "key_id": new_id("key"),
        "label": "x",
        "party_id": new_id("pty"),
        "roles": list(roles or ("community_staff",)),
        "communities": [COMMUNITY],
    }
    return plain | changes


def proposed(front: Front, *roles: str, token: str = ADMIN_KEY, **changes: object) -> str:
    asked = wanted(*roles, **changes)
    answer = front.post("/v1/keys", asked, token=token)
    assert answer.status_code == 201, answer.json
    return str(asked["key_id"])


def test_a_key_opens_nothing_until_another_operator_has_agreed_and_neither_holds_the_whole(front: Front):
    asked = wanted()
    first = front.post("/v1/keys", asked).json["first_half"]
    alone = [front.get(OVERVIEW, token=token).json["code"] for token in (first, first + "0" * 32)]
    before = front.get("/v1/keys").json["items"][0]
    second = front.agree(asked["key_id"]).json["second_half"]
    after = front.get("/v1/keys").json["items"][0]

    assert alone == ["key-invalid"] * 2
    assert (len(first.rsplit("_", 1)[1]), len(second)) == (32, 32)
    assert front.get(OVERVIEW, token=first + second).status_code == 200
    assert (before["issued_by"], before["agreed_by"], before["version"]) == ("bootstrap", None, 1)
    assert (after["agreed_by"], after["version"]) == ("bootstrap-second", 2)


def test_the_whole_key_opens_nothing_before_the_agreement(front: Front):
    asked = wanted()
    first = front.post("/v1/keys", asked).json["first_half"]
    second = front.agree(asked["key_id"]).json["second_half"]
    with front.transactions.engine.begin() as connection:
        connection.execute(text("UPDATE api_keys SET agreed_at = NULL, agreed_by = NULL"))

    assert front.get(OVERVIEW, token=first + second).json["code"] == "key-invalid"


def test_nobody_agrees_to_what_they_proposed_by_whatever_key(front: Front):
    operator = new_id("pty")
    one, other = (front.key("system_operator", party_id=operator) for _ in range(2))
    mine, theirs = proposed(front, token=one), proposed(front)

    alone = [front.agree(theirs, token=ADMIN_KEY), front.agree(mine, token=one), front.agree(mine, token=other)]

    assert [(answer.status_code, answer.json["code"]) for answer in alone] == [(403, "key-agreed-alone")] * 3
    assert front.agree(theirs, token=other).status_code == 200
    assert front.agree(mine).status_code == 200


def test_nobody_agrees_to_a_key_of_their_own(front: Front):
    operator = new_id("pty")
    token = front.key("system_operator", party_id=operator)
    second_key = proposed(front, "system_operator", party_id=operator)

    assert front.agree(second_key, token=token).json["code"] == "key-agreed-alone"
    own = front.post("/v1/keys", wanted("approver", party_id=operator), token=token)
    assert (own.status_code, own.json["code"]) == (403, "key-for-oneself")


@pytest.mark.parametrize("role", ["community_staff", "council_member", "approver", "auditor"])
def test_only_operators_agree(front: Front, role: str):
    key_id = proposed(front)

    assert front.agree(key_id, token=front.key(role)).json["code"] == "not-allowed"
    assert front.post("/v1/keys/agreements", {"key_ids": [key_id]}, token=front.key(role)).status_code == 403


def test_what_was_agreed_revoked_or_has_expired_waits_no_more(front: Front):
    ends = {"expires_at": (front.clock.at + timedelta(days=1)).isoformat()}
    agreed, revoked, expired = proposed(front), proposed(front), proposed(front, **ends)
    front.agree(agreed)
    assert front.post(f"/v1/keys/{revoked}/revocation", {}).status_code == 200
    front.clock.advance(days=2)

    answers = [front.agree(key_id) for key_id in (agreed, revoked, expired)]

    assert [(answer.status_code, answer.json["code"]) for answer in answers] == [(409, "key-not-waiting")] * 3
    assert front.agree(new_id("key")).json["code"] == "key-not-found"


def test_several_are_agreed_to_all_or_none(front: Front):
    sound = [proposed(front) for _ in range(2)]
    many = {"key_ids": [*sound, new_id("key")]}

    assert front.post("/v1/keys/agreements", many, token=SECOND_ADMIN_KEY).json["code"] == "key-not-found"
    assert {key["agreed_at"] for key in front.get("/v1/keys").json["items"]} == {None}
    told = front.post("/v1/keys/agreements", {"key_ids": sound}, token=SECOND_ADMIN_KEY).json["keys"]
    assert [key["key_id"] for key in told] == sound
    assert all(len(key["second_half"]) == 32 for key in told)
    too_many = {"key_ids": [new_id("key") for _ in range(201)]}
    assert front.post("/v1/keys/agreements", too_many, token=SECOND_ADMIN_KEY).json["code"] == "too-many-keys"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("auditor", "approver"),
        ("tasting_chief", "tasting_judge"),
        ("fund_treasurer", "federation_officer"),
        ("system_operator", "resident"),
        ("council_member", "system_operator"),
    ],
)
def test_what_must_stay_apart_stays_apart_over_all_keys_of_a_person(front: Front, first: str, second: str):
    party = new_id("pty")
    held = proposed(front, first, party_id=party)
    apart = wanted(second, party_id=party, communities=["elsewhere"])

    waiting = front.post("/v1/keys", apart)
    front.agree(held)
    live = front.post("/v1/keys", apart)

    assert [(one.status_code, one.json["code"]) for one in (waiting, live)] == [(409, "roles-apart")] * 2
    front.post(f"/v1/keys/{held}/revocation", {})
    assert front.post("/v1/keys", apart).status_code == 201


def test_two_of_one_batch_count_together(front: Front):
    party = new_id("pty")
    both = [wanted(role, party_id=party) for role in ("auditor", "approver")]

    assert front.post("/v1/keys/batch", {"keys": both}).json["code"] == "roles-apart"
    assert front.get("/v1/keys").json["items"] == []


def test_of_two_that_are_asked_for_at_once_one_is_refused(front: Front):
    party, codes = new_id("pty"), []

    def ask(role: str) -> None:
        headers = {"Authorization": f"Bearer {ADMIN_KEY}", "Idempotency-Key": new_id("key"), "X-Community": COMMUNITY}
        with front.app.test_client() as client:
            codes.append(client.post("/v1/keys", json=wanted(role, party_id=party), headers=headers).status_code)

    threads = [threading.Thread(target=ask, args=(role,)) for role in ("auditor", "approver")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(codes) == [201, 409]


def test_a_test_key_counts_among_test_keys(front: Front):
    party = new_id("pty")
    front.key("auditor", party_id=party)

    assert front.key("approver", party_id=party, communities=("test-changlinpan",), environment="test")


def test_another_role_in_between_leaves_the_person_the_same(front: Front):
    """Whatever was done under the first key, the service is told of the same party, and refuses by that."""
    person = new_id("pty")
    entering = front.key("community_staff", party_id=person)
    front.post("/v1/items", {}, token=entering)
    claim = new_id("ctb")
    front.post(f"/v1/contributions/{claim}/second-person", {}, token=entering)
    front.post(f"/v1/keys/{'_'.join(entering.split('_')[2:4])}/revocation", {})
    approving = front.key("approver", party_id=person)
    front.post(f"/v1/contributions/{claim}/approval", {}, token=approving)

    assert front.get(OVERVIEW, token=entering).json["code"] == "key-invalid"
    assert [asked[1].party_id for asked in front.services.asked] == [person, person]
    assert [sorted(asked[1].roles) for asked in front.services.asked] == [["community_staff"], ["approver"]]


@pytest.mark.parametrize("agreed_by", ["issued_by", "party_id"])
def test_the_table_itself_refuses_one_person(front: Front, agreed_by: str):
    proposed(front)

    with (
        pytest.raises(IntegrityError, match="a_key_needs_two_operators"),
        front.transactions.engine.begin() as connection,
    ):
        connection.execute(text(f"UPDATE api_keys SET agreed_at = now(), agreed_by = {agreed_by}"))
