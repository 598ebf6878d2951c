"""How a member's standing moves, and what a ballot and an assent are (rulebook §15, §17)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from contracts.merchants.answers import Permit
from contracts.merchants.ids import Category, MemberStatus, PermitKind, Verification
from services.merchants.initiative import rules as initiative
from services.merchants.members.rules import standing
from services.merchants.members.rules.refusals import CheckedByEnterer, SuspensionTooLong, VoteNotCarried, WrongStatus
from services.merchants.members.rules.standing import Member, Move
from services.merchants.parties.rules import KnownParty
from services.merchants.tasting.rules import panels
from services.merchants.tasting.rules.ballots import Scores

S = MemberStatus
PATH = {
    Move.VERIFY: {S.APPLIED},
    Move.SIGN: {S.VERIFIED},
    Move.PLAQUE: {S.SIGNED},
    Move.ACTIVATE: {S.PLAQUED},
    Move.WARN: {S.ACTIVE, S.REINSTATED},
    Move.CLEAR: {S.WARNED},
    Move.SUSPEND: {S.WARNED},
    Move.REINSTATE: {S.SUSPENDED},
    Move.EXPEL: {S.SUSPENDED},
    Move.WITHDRAW: set(S) - {S.EXPELLED, S.WITHDRAWN},
}
TODAY = date(2023, 3, 18)


def member(status: MemberStatus) -> Member:
    return Member(
        member_id="mem",
        party_id="pty_shop",
        shop_name="生成商户",
        licence="91510108GEN000001X",
        category=Category.FOOD,
        permits=(Permit(kind=PermitKind.BUSINESS_LICENCE), Permit(kind=PermitKind.FOOD_PERMIT, valid_until=TODAY)),
        status=status,
        applied_on=TODAY,
        entered_by="pty_agent",
    )


@pytest.mark.parametrize("step", PATH)
@pytest.mark.parametrize("status", MemberStatus)
def test_each_step_is_possible_from_where_the_rulebook_draws_it_and_from_nowhere_else(step: Move, status: MemberStatus):
    if status in PATH[step]:
        assert standing.move(member(status), step).status is not status
        return
    with pytest.raises(WrongStatus):
        standing.move(member(status), step)


def test_a_permit_is_valid_on_its_last_day():
    assert standing.verify(member(S.APPLIED), by="pty_staff", on=TODAY, selves=()).verified_by == "pty_staff"


@pytest.mark.parametrize("until", [TODAY, date(2023, 6, 17)])
def test_a_suspension_ends_after_today_and_within_ninety_days(until: date):
    with pytest.raises(SuspensionTooLong):
        standing.suspend(member(S.WARNED), until=until, on=TODAY)

    assert standing.suspend(member(S.WARNED), until=date(2023, 6, 16), on=TODAY).suspended_until == date(2023, 6, 16)


@pytest.mark.parametrize(
    ("entitled", "votes_for", "votes_against", "carried"),
    [(12, 4, 2, True), (12, 4, 1, False), (12, 5, 3, False), (12, 6, 3, True), (12, 13, 0, False), (1, 1, 0, True)],
)
def test_expulsion_needs_half_of_the_alliance_and_two_thirds_of_the_votes(
    entitled: int, votes_for: int, votes_against: int, carried: bool
):
    def expel() -> Member:
        return standing.expel(member(S.SUSPENDED), entitled=entitled, votes_for=votes_for, votes_against=votes_against)

    if carried:
        assert expel().status is S.EXPELLED
    else:
        with pytest.raises(VoteNotCarried):
            expel()


def edition(number: int, **changed: str) -> initiative.Edition:
    clauses = tuple(
        initiative.Clause(number=place, title=f"第{place}条", text=changed.get(f"c{place}", "条文"))
        for place in range(1, 11)
    )
    return initiative.Edition(
        number=number,
        title="倡议",
        clauses=clauses,
        published_by="pty",
        published_at=datetime(2023, 3, 18, tzinfo=UTC),
    )


def test_only_the_changed_clause_is_missing_after_a_new_version():
    assented = set(edition(1).hashes.items())

    assert initiative.missing(edition(1), assented=assented) == []
    assert initiative.missing(edition(2, c7="新条文"), assented=assented) == [7]
    assert edition(1).text_hash != edition(2, c7="新条文").text_hash


@pytest.mark.parametrize(
    ("signer", "witness", "entered", "verification", "good"),
    [
        ("a", "b", "a", Verification.SMS, True),
        ("a", "a", "a", Verification.SMS, False),
        ("a", "b", "c", Verification.REAL_NAME, False),
        ("a", "b", "c", Verification.PAPER, True),
        ("a", "b", "a", Verification.PAPER, False),
    ],
)
def test_who_signs_who_sees_it_and_who_keys_it(
    signer: str, witness: str, entered: str, verification: Verification, good: bool
):
    def check() -> None:
        initiative.check_hands(
            signer_id=signer, witness_id=witness, entered_by=entered, verification=verification, selves=()
        )

    if good:
        check()
    else:
        with pytest.raises(initiative.WitnessNeeded):
            check()


def person(name: str, *, home: str | None = None, of: str | None = None) -> KnownParty:
    return KnownParty(party_id=name, is_person=True, household_id=home, organisation_id=of, public_name="生*")


def test_a_tie_shows_in_ones_own_organisation_and_ones_own_home_and_nowhere_else():
    owner = person("owner", home="home1", of="shop")

    assert panels.tied(person("clerk", of="shop"), merchant_id="shop", people=[])
    assert panels.tied(person("spouse", home="home1"), merchant_id="shop", people=[owner])
    assert panels.tied(owner, merchant_id="other", people=[owner])
    assert not panels.tied(person("neighbour", home="home2"), merchant_id="shop", people=[owner])
    assert not panels.tied(person("alone"), merchant_id="shop", people=[person("single")])


def test_a_tie_shows_under_any_name_of_the_judge_or_of_who_acts_for_the_shop():
    owner = replace(person("owner", home="home1", of="shop"), selves=frozenset({"owner", "twin"}))
    assert panels.tied(replace(person("judge"), linked=frozenset({"owner"})), merchant_id="shop", people=[owner])
    assert panels.tied(replace(person("judge"), linked=frozenset({"shop"})), merchant_id="shop", people=[])
    assert panels.tied(person("twin"), merchant_id="shop", people=[owner])
    assert not panels.tied(replace(person("judge"), linked=frozenset({"pen"})), merchant_id="shop", people=[owner])


def test_nobody_verifies_or_witnesses_what_another_of_their_names_did():
    with pytest.raises(CheckedByEnterer):
        standing.verify(member(S.APPLIED), by="pty_staff", selves={member(S.APPLIED).entered_by}, on=TODAY)
    with pytest.raises(initiative.WitnessNeeded):
        initiative.check_hands(
            signer_id="s", selves={"w"}, witness_id="w", entered_by="s", verification=Verification.SMS
        )


def test_a_score_weighs_colour_and_aroma_three_tenths_and_taste_four():
    # 色 7.0, 香 8.5, 味 6.0: .3×7 + .3×8.5 + .4×6 = 7.05
    assert Scores(colour=14, aroma=17, taste=12).parts / 20 == 7.05


def test_a_title_is_valid_for_twelve_months_also_from_a_leap_day():
    assert panels.title_ends(TODAY) == date(2024, 3, 18)
    assert panels.title_ends(date(2024, 2, 29)) == date(2025, 2, 28)
