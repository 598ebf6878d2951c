"""Places in shifts on real tables: never more than there are, the line in its order, what becomes free offered to its head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import PersonSignedUp, PlaceOffered, SignUpEnded
from contracts.points.kinds import Basis, HoursType, SignUpState
from contracts.roles import Role
from tests.database.points.charity import HOURS, published, shift, signing, taken
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

CROWD = ("anna", "bela", "carl", "dora", "stranger")


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


@pytest.fixture
def one_place(town):
    """A festival tomorrow whose only shift has one place."""
    only = shift(town.now + 24 * HOURS, quota=1)
    return published(town, only), only


def states(town, activity_id: str) -> dict[str, SignUpState]:
    listed = town.ask(requests.ListSignUps(activity_id=activity_id), "organiser").items
    names = {party_id: name for name, party_id in town.ids.items()}
    return {names[one.party_id]: one.state for one in listed}


def test_the_last_place_is_given_once_whoever_asks_at_once_and_the_others_stand_in_line(town, one_place):
    drafted, only = one_place
    calls = [lambda name=name: town.ask(signing(only, drafted), name) for name in CROWD]

    assert at_once(calls) == ["ok"] * 5

    assert sorted(states(town, drafted.activity_id).values()) == ["placed"] + ["waiting"] * 4
    assert taken(town, only.shift_id) == (1, 1)
    positions = town.bench.rows("SELECT position FROM sign_ups WHERE state = 'waiting' ORDER BY position")
    assert [row.position for row in positions] == [1, 2, 3, 4]


def test_a_freed_place_is_offered_to_the_head_of_the_line_and_on_when_it_lapses(town, one_place):
    drafted, only = one_place
    signed = {name: town.ask(signing(only, drafted), name) for name in CROWD[:4]}
    assert [signed[name].ahead for name in CROWD[1:4]] == [0, 1, 2]

    town.ask(requests.WithdrawSignUp(sign_up_id=signed["anna"].sign_up_id), "anna")
    first = states(town, drafted.activity_id)
    town.bench.clock.advance(hours=12)
    town.bench.run_sweeps()
    second = states(town, drafted.activity_id)
    mine = town.ask(requests.AcceptPlace(sign_up_id=signed["carl"].sign_up_id), "carl")

    assert first == {"anna": "withdrawn", "bela": "offered", "carl": "waiting", "dora": "waiting"}
    assert second == {"anna": "withdrawn", "bela": "lapsed", "carl": "offered", "dora": "waiting"}
    assert mine.state is SignUpState.PLACED
    assert taken(town, only.shift_id) == (1, 1)
    assert town.bench.said_types().count(PlaceOffered) == 2
    assert town.bench.said_types().count(SignUpEnded) == 2
    assert code_of(lambda: town.ask(requests.AcceptPlace(sign_up_id=signed["bela"].sign_up_id), "bela")) == (
        "points.offer_over"
    )


def test_an_offer_ends_when_the_shift_begins_and_nothing_is_offered_after(town, one_place):
    drafted, only = one_place
    signed = {name: town.ask(signing(only, drafted), name) for name in CROWD[:3]}
    town.bench.clock.at = only.starts_at - 2 * HOURS
    town.ask(requests.WithdrawSignUp(sign_up_id=signed["anna"].sign_up_id), "anna")
    offered = town.ask(requests.ListSignUps(), "bela").items[0]

    town.bench.clock.at = only.starts_at
    late = code_of(lambda: town.ask(requests.AcceptPlace(sign_up_id=offered.sign_up_id), "bela"))
    town.bench.run_sweeps()

    assert (offered.state, offered.offer_ends_at) == (SignUpState.OFFERED, only.starts_at)
    assert late == "points.offer_over"
    assert states(town, drafted.activity_id) == {"anna": "withdrawn", "bela": "lapsed", "carl": "waiting"}
    assert taken(town, only.shift_id) == (0, 0)


def test_withdrawals_and_signing_up_at_once_never_lose_or_double_a_place(town):
    both = shift(town.now + 24 * HOURS, quota=2)
    drafted = published(town, both)
    signed = {name: town.ask(signing(both, drafted), name) for name in CROWD[:4]}

    calls = [
        lambda name=name: town.ask(requests.WithdrawSignUp(sign_up_id=signed[name].sign_up_id), name)
        for name in ("anna", "bela")
    ]
    calls += [lambda: town.ask(signing(both, drafted), "stranger")]
    outcomes = at_once(calls)

    assert outcomes == ["ok"] * 3
    assert taken(town, both.shift_id) == (2, 2)
    assert sorted(states(town, drafted.activity_id).values()) == ["offered"] * 2 + ["waiting"] + ["withdrawn"] * 2
    assert states(town, drafted.activity_id)["stranger"] == "waiting"


def test_more_places_are_offered_in_order_and_never_fewer_than_are_taken(town, one_place):
    drafted, only = one_place
    for name in CROWD[:4]:
        town.ask(signing(only, drafted), name)
    change = requests.ChangeQuota(activity_id=drafted.activity_id, shift_id=only.shift_id, quota=3)

    seen = town.ask(change, "organiser")

    assert (seen.shifts[0].places_left, seen.shifts[0].waiting) == (0, 1)
    assert states(town, drafted.activity_id) == {
        "anna": "placed",
        "bela": "offered",
        "carl": "offered",
        "dora": "waiting",
    }
    assert code_of(lambda: town.ask(replace(change, quota=2), "organiser")) == "points.quota_below_taken"
    stranger = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER)
    assert code_of(lambda: town.bench.ask(change, as_=stranger)) == "points.not_activity_organiser"


def test_the_same_again_is_the_same_and_another_one_is_refused(town, one_place):
    drafted, only = one_place
    asked = signing(only, drafted)
    first = town.ask(asked, "anna")

    assert town.ask(asked, "anna") == first
    assert code_of(lambda: town.ask(asked, "carl")) == "points.sign_up_id_taken"
    assert code_of(lambda: town.ask(signing(only, drafted), "anna")) == "points.already_signed_up"
    withdraw = requests.WithdrawSignUp(sign_up_id=first.sign_up_id)
    assert town.ask(withdraw, "anna").state is town.ask(withdraw, "anna").state is SignUpState.WITHDRAWN
    assert town.ask(signing(only, drafted), "anna").state is SignUpState.PLACED
    assert town.bench.said_types().count(PersonSignedUp) == 2


def test_nobody_helps_in_two_places_at_once_even_when_asked_at_once(town):
    begins = town.now + 24 * HOURS
    early, meanwhile, later = shift(begins), shift(begins + HOURS), shift(begins + 2 * HOURS)
    drafted = published(town, early, meanwhile, later)

    outcomes = at_once([lambda one=one: town.ask(signing(one, drafted), "anna") for one in (early, meanwhile)])

    assert sorted(outcomes) == ["ok", "points.places_overlap"]
    town.ask(signing(later if outcomes[0] == "ok" else early, drafted), "bela")
    assert len(town.ask(requests.ListSignUps(), "anna").items) == 1


def test_skilled_work_needs_a_qualification_that_somebody_else_has_seen(town):
    begins = town.now + 24 * HOURS
    clinic = shift(begins, hours_type=HoursType.H2, qualification="NURSE")
    drafted = published(town, clinic)
    stated = requests.StateQualification(
        qualification_id=new_id("qlf"),
        party_id=town.ids["anna"],
        code="NURSE",
        document="护士执业证 测试0001",
        valid_until=date(2023, 3, 19),
    )
    verify = requests.VerifyQualification(qualification_id=stated.qualification_id)
    asking = lambda: town.ask(signing(clinic, drafted), "anna")  # noqa: E731

    without = code_of(asking)
    town.ask(stated, "anna")
    unseen = code_of(asking)
    housemate = actor(town.ids["bela"], Role.CONFIRMER)
    herself = actor(town.ids["anna"], Role.COMMUNITY_STAFF)
    for who in (housemate, herself):
        assert code_of(lambda who=who: town.bench.ask(verify, as_=who)) == "points.own_qualification"
    town.ask(verify, "confirmer")

    assert (without, unseen) == ("points.qualification_not_verified",) * 2
    assert asking().state is SignUpState.PLACED
    assert code_of(lambda: town.ask(verify, "confirmer")) == "points.qualification_verified"
    assert code_of(lambda: town.ask(requests.ListQualifications(party_id=town.ids["anna"]), "bela")) == (
        "points.party_not_found"
    )
    assert town.ask(replace(stated), "anna").verified_by == town.ids["confirmer"]
    assert code_of(lambda: town.ask(replace(stated, code="DOCTOR"), "anna")) == "points.qualification_id_taken"


def test_an_expired_qualification_is_none(town):
    clinic = shift(town.now + 24 * HOURS, hours_type=HoursType.H2, qualification="NURSE")
    drafted = published(town, clinic)
    stated = requests.StateQualification(
        qualification_id=new_id("qlf"),
        party_id=town.ids["anna"],
        code="NURSE",
        document="护士执业证 测试0001",
        valid_until=date(2023, 3, 18),
    )
    town.ask(stated, "staff")
    assert code_of(
        lambda: town.ask(requests.VerifyQualification(qualification_id=stated.qualification_id), "staff")
    ) == ("points.own_qualification")
    town.ask(requests.VerifyQualification(qualification_id=stated.qualification_id), "confirmer")

    assert code_of(lambda: town.ask(signing(clinic, drafted), "anna")) == "points.qualification_not_verified"


@pytest.mark.parametrize(
    ("name", "basis", "organisation"),
    [
        ("anna", Basis.PAID, "shop"),
        ("carl", Basis.PAID, "company"),
        ("carl", Basis.UNPAID, "shop"),
        ("anna", Basis.PAID, None),
    ],
)
def test_paid_time_names_the_own_organisation_and_unpaid_time_none(town, one_place, name, basis, organisation):
    drafted, only = one_place
    asked = signing(only, drafted, basis=basis, organisation_id=town.ids[organisation] if organisation else None)
    assert code_of(lambda: town.ask(asked, name)) == "points.work_basis_unfit"


def test_sign_up_closes_and_only_those_who_run_it_sign_up_others(town, one_place):
    drafted, only = one_place
    for_bela = signing(only, drafted, party_id=town.ids["bela"])
    elsewhere = actor(town.ids["anna"], Role.RESIDENT, community="elsewhere")

    assert code_of(lambda: town.ask(for_bela, "anna")) == "points.party_not_found"
    assert code_of(lambda: town.bench.ask(signing(only, drafted), as_=elsewhere)) == "points.actor_not_registered"
    assert town.ask(for_bela, "organiser").party_id == town.ids["bela"]
    assert code_of(lambda: town.ask(requests.WithdrawSignUp(sign_up_id=for_bela.sign_up_id), "anna")) == (
        "points.sign_up_not_found"
    )
    assert code_of(lambda: town.ask(requests.ListSignUps(activity_id=drafted.activity_id), "anna")) == (
        "points.not_activity_organiser"
    )
    town.bench.clock.at = drafted.sign_up_closes_at
    assert code_of(lambda: town.ask(signing(only, drafted), "carl")) == "points.sign_up_closed"
    town.bench.clock.at = only.starts_at + timedelta(minutes=1)
    assert code_of(lambda: town.ask(requests.WithdrawSignUp(sign_up_id=for_bela.sign_up_id), "bela")) == (
        "points.sign_up_closed"
    )


def test_calling_off_ends_every_place(town, one_place):
    drafted, only = one_place
    for name in ("anna", "bela"):
        town.ask(signing(only, drafted), name)

    town.ask(requests.CancelActivity(activity_id=drafted.activity_id, reason="大雨"), "organiser")

    assert set(states(town, drafted.activity_id).values()) == {"lapsed"}
    assert taken(town, only.shift_id) == (0, 0)
    assert not any(one.no_show for one in town.ask(requests.ListSignUps(), "anna").items)
    other = published(town, shift(only.starts_at))
    assert town.ask(signing(other.shifts[0], other), "anna").state is SignUpState.PLACED
