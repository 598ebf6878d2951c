"""Indices from settled entries: to the digit of the rulebook, explained, for whom they are, recomputed and never patched."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import HoursType, LinkKind, NeedGroup
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.indices.entrypoints import VIEWERS
from services.points.indices.rules.periods import year_before
from tests.database.points.six import Six
from tests.support.bench import AskRefused, actor
from tests.support.counting import statements
from tests.unit.points import six_parties

TABLE = {
    "A": ("28.2", "49.4", "36.8", "37.1"),
    "B": ("46.9", "31.8", "41.2", "39.5"),
    "C": ("37.7", "29.1", "43.6", "36.3"),
    "D": ("44.5", "25.5", "39.4", "35.5"),
    "E": ("34.9", "23.2", "38.2", "31.4"),
    "F": ("51.3", "43.1", "46.4", "46.8"),
}


@pytest.fixture
def six(town) -> Six:
    made = Six(town)
    made.settle()
    return made


def four(scores) -> tuple[str, ...]:
    return (scores.coordination, scores.depth, scores.breadth, scores.composite)


def with_a_third(six: Six) -> None:
    """Nobody of the example but A, B, D has three activities; a gift of a fen outside of any makes no tie and no other level."""
    for party in ("C", "E", "F"):
        shared = sum(party in given for given in six_parties.GIVEN.values())
        six.credit(*(six.earning(party, None, 0.01) for _ in range(3 - shared)))


def test_the_six_parties_to_the_digit(six):
    with_a_third(six)

    found = {party: six.index(party) for party in six_parties.SECTORS}

    assert {party: four(index.scores) for party, index in found.items()} == TABLE
    assert [index.sector for index in found.values()] == list(six_parties.SECTORS.values())
    assert found["A"].activity_count == 3
    assert (found["A"].depth.cv, found["A"].depth.amount, found["A"].depth.role) == (90_00, "0.268", "0.600")
    assert (found["A"].coordination.partners, found["A"].coordination.reach) == ("1.87", "0.467")


def test_a_index_is_explained_down_to_activity_and_partner(six):
    found = six.index("A", "staff")

    assert [(tie.public_name, tie.cv, tie.sector.value) for tie in found.coordination.ties] == [
        ("第D方", "20.4", "UNI"),
        ("第B方", "14.7", "MER"),
        ("第F方", "11.1", "SOC"),
        ("第C方", "3.3", "PRO"),
        ("第E方", "2.8", "VIL"),
    ]
    assert [(group.group, group.people, group.points) for group in found.breadth.groups] == [
        (NeedGroup.ELDERS, "18.1", "12.0"),
        (NeedGroup.CHILDREN, "14.2", "7.8"),
        (NeedGroup.HARDSHIP, "5.2", "7.6"),
        (NeedGroup.OTHERS, "26.3", "9.4"),
    ]
    shares = {share.name: (share.cv, share.cv_of_all) for share in found.activities}
    assert shares == {"活动a1": (30_00, 540_00), "活动a3": (40_00, 100_00), "活动a4": (20_00, 20_00)}
    gifts = next(share for share in found.activities if share.name == "活动a3")
    assert [(each.group.value, each.people, each.due_to_party) for each in gifts.groups] == [
        ("elders", "12", "<5"),
        ("children", "<5", "<5"),
        ("hardship", "6", "<5"),
        ("others", "<5", "<5"),
    ]
    assert [month.cv for month in found.depth.months] == [1_00] * 8 + [82_00]
    assert [(each.level, each.cv) for each in found.depth.levels] == [(2, 50_00), (3, 40_00)]


def test_persons_are_masked_and_only_organisations_have_an_id(six):
    six.credit(six.earning("anna", "a1", 50), six.earning("F", None, 1))

    ties = {tie.public_name: tie.party_id for tie in six.index("F").coordination.ties}

    assert ties["第B方"] == six.town.ids["B"]
    assert ties["第*方"] is None
    # anna counts for her household, and that has no name.
    assert ties.keys() & {"张anna"} == set()
    assert six.index("A", "staff").name == "第*方"
    assert six.town.bench.ask(
        requests.GetPartyIndex(party_id=six.town.ids["A"]), as_=actor(None, Role.AUDITOR)
    ).name.startswith("第*")


def test_too_little_is_no_number_in_no_place(six):
    index = six.index("C")
    assert (index.activity_count, index.sufficient, index.note) == (2, False, "数据不足")
    assert (index.scores, index.coordination, index.depth, index.breadth) == (None, None, None, None)

    fresh = [six.earning("bela", None, 10, on=six.today - timedelta(days=28)) for _ in range(3)]
    six.credit(*fresh)
    assert six.index("bela").scores is None
    six.town.bench.clock.advance(days=1)
    assert six.index("bela").days == 30
    assert six.index("bela").scores is not None

    six.night()
    rows = {row.party_id: row.composite for row in six.town.bench.rows("SELECT party_id, composite FROM party_indices")}
    assert rows[six.town.ids["C"]] is None
    assert rows[six.town.ids["A"]] == 371


def test_without_published_needs_there_is_no_number(town):
    six = Six(town)
    six.register("A", Sector.RES)
    six.credit(*(six.earning("A", None, 30) for _ in range(3)))

    assert (six.index("A").scores, six.index("A").note) == (None, "数据不足")
    six.night()
    assert town.bench.rows("SELECT composite FROM party_indices")[0].composite is None


def test_an_identity_that_poses_as_five_counts_once(six):
    with_a_third(six)
    honest = four(six.index("F").scores)
    six.town.bench.clock.advance(minutes=1)
    for number in range(4):
        six.register(f"B{number}", Sector.MER)
        six.credit(six.earning(f"B{number}", "a1", 30, level=3))
    puffed = six.index("F").scores

    for number in range(4):
        link_id = new_id("lnk")
        six.town.ask(
            requests.RecordLink(
                link_id=link_id,
                one_id=six.town.ids["B"],
                other_id=six.town.ids[f"B{number}"],
                kind=LinkKind.SAME_LEGAL_REPRESENTATIVE,
                reason="同一法人",
            ),
            "staff",
        )
        six.town.ask(requests.ConfirmLink(link_id=link_id), "council")
    once = six.index("F")

    assert float(puffed.coordination) - float(once.scores.coordination) > 5
    assert float(once.scores.coordination) - float(honest[0]) < 1.5
    assert len([tie for tie in once.coordination.ties if tie.sector is Sector.MER]) == 1
    assert six.index("B3").identities == 5
    assert four(six.index("B3").scores) == four(six.index("B").scores)
    six.night(six.today)
    assert {
        row.composite
        for row in six.town.bench.rows(
            "SELECT composite FROM party_indices WHERE party_id = ANY(:ids)",
            ids=[six.town.ids[name] for name in ("B", "B0", "B3")],
        )
    } == {round(float(six.index("B").scores.composite) * 10)}


def test_a_household_is_one_and_its_members_never_meet_each_other(six):
    six.credit(
        *(six.earning(name, "a1", 40) for name in ("anna", "bela")), *(six.earning("anna", None, 1) for _ in "ab")
    )

    together = six.index("bela")

    assert together.identities == 3
    assert together.depth.cv == 82_00
    assert "住户" not in {tie.public_name for tie in together.coordination.ties}
    assert four(together.scores) == four(six.index("anna").scores)


def test_who_counts_as_one_does_not_thereby_see_the_others_deeds(six):
    six.credit(six.earning("anna", "a1", 40), six.earning("bela", "a2", 30), six.earning("bela", None, 1))

    anna = six.town.bench.ask(
        requests.GetPartyIndex(party_id=six.town.ids["anna"]), as_=actor(six.town.ids["anna"], Role.RESIDENT)
    )

    assert [(share.name, share.gifts, share.cv) for share in anna.activities] == [
        ("活动a1", 1, 40_00),
        (None, 2, 31_00),
    ]
    assert [share.name for share in six.index("anna", "staff").activities] == ["活动a1", "活动a2", None]
    assert anna.scores == six.index("anna", "staff").scores


def test_a_late_correction_shows_at_the_next_computation_and_not_in_the_past(six):
    before = six.index("A")
    then = six.now
    six.town.bench.clock.advance(hours=1)
    six.count("a4", (100, 10, 2, 18), number=2)

    after = six.index("A")

    assert float(after.scores.breadth) > float(before.scores.breadth) + 5
    assert six.index("A", as_of=then) == before
    six.night(six.today)
    assert six.town.bench.rows("SELECT breadth FROM party_indices WHERE party_id = :id", id=six.town.ids["A"])[
        0
    ].breadth == round(float(after.scores.breadth) * 10)


def test_what_was_granted_later_was_not_known_then(six):
    then = six.now
    before = six.index("A")
    six.town.bench.clock.advance(hours=1)
    six.credit(six.earning("B", "a4", 100))

    assert six.index("A", as_of=then).scores == before.scores
    assert float(six.index("A").scores.coordination) > float(before.scores.coordination)


def test_any_period(six):
    whole = six.index("A")
    first = six.index("A", since=date(2022, 4, 1), until=date(2022, 11, 30))
    rest = six.index("A", since=date(2022, 12, 1))

    # Before the last month A had given eight times to one activity.
    assert (first.activity_count, first.sufficient) == (1, False)
    assert (rest.activity_count, rest.days) == (3, (six.today - date(2022, 12, 15)).days + 1)
    assert rest.depth.regularity == "0.083"
    assert [share.cv for share in rest.activities] == [40_00, 22_00, 20_00]
    assert whole.since == date(2022, 3, 19)
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)


@pytest.mark.parametrize(
    "period",
    [
        {"since": date(2023, 2, 2), "until": date(2023, 2, 1)},
        {"until": date(2023, 3, 19)},
        {"since": date(2010, 1, 1)},
        {"as_of": "tomorrow"},
        {"until": date(2023, 3, 1), "as_of": "february"},
    ],
)
def test_a_period_that_does_not_fit_is_refused(six, period):
    instants = {"tomorrow": six.now + timedelta(days=1), "february": six.now - timedelta(days=30)}
    asked = period | ({"as_of": instants[period["as_of"]]} if "as_of" in period else {})

    with pytest.raises(AskRefused) as refused:
        six.index("A", **asked)

    assert refused.value.code == "points.index_period_unfit"


def test_what_if_i_add_two_hours_says_what_comes_of_them(six):
    asked = requests.PreviewPartyIndex(
        party_id=six.town.ids["A"], activity_id=six.acts["a2"], hours_type=HoursType.H1, minutes=120
    )

    seen = six.town.bench.ask(asked, as_=actor(six.town.ids["A"], Role.RESIDENT))

    assert seen.added_cv == 20_00
    assert four(seen.before) == TABLE["A"]
    assert all(float(after) > float(before) for before, after in zip(four(seen.before), four(seen.after), strict=True))
    assert four(six.index("A").scores) == TABLE["A"]
    six.credit(six.earning("A", "a2", 20, on=six.today, level=2))
    assert six.index("A").scores == seen.after


def test_what_if_a_new_activity_with_partners_makes_enough(six):
    asked = requests.PreviewPartyIndex(
        party_id=six.town.ids["C"],
        cv=30_00,
        level=3,
        partner_ids=(six.town.ids["anna"], six.town.ids["bela"], six.town.ids["shop"]),
        partner_cv=15_00,
        elders=40,
    )

    seen = six.town.ask(asked, "staff")

    assert seen.before is None
    assert four(seen.after) > ("0.0",) * 4
    six.announce("a6")
    six.count("a6", (40, 0, 0, 0))
    # anna and bela are one household: their 15 CV each are one partner's.
    six.credit(
        six.earning("C", "a6", 30, on=six.today, level=3),
        six.earning("anna", "a6", 15, on=six.today),
        six.earning("shop", "a6", 15, on=six.today),
    )
    assert six.index("C").scores == seen.after


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({}, "points.addition_unfit"),
        ({"cv": 10_00, "hours_type": HoursType.H1, "minutes": 60}, "points.addition_unfit"),
        ({"hours_type": HoursType.H1}, "points.addition_unfit"),
        ({"cv": 10_00, "minutes": 60}, "points.addition_unfit"),
        ({"cv": 10_00, "partner_cv": 5_00}, "points.addition_unfit"),
        ({"cv": 10_00, "partner_ids": (new_id("pty"),)}, "points.addition_unfit"),
        ({"cv": 10_00, "partner_ids": (new_id("pty"),), "partner_cv": 5_00}, "points.party_not_found"),
        ({"cv": 10_00, "activity_id": new_id("act"), "elders": 3}, "points.addition_unfit"),
    ],
)
def test_an_addition_without_a_value_is_refused(six, wrong, code):
    with pytest.raises(AskRefused) as refused:
        six.town.ask(requests.PreviewPartyIndex(party_id=six.town.ids["A"], **wrong), "staff")
    assert refused.value.code == code


def test_an_index_is_for_the_party_its_agents_staff_and_auditors(six):
    six.night()
    anna, shop = six.town.ids["anna"], six.town.ids["shop"]
    for role in Role:
        as_other = actor(six.town.ids["carl"], role)
        for asked in (
            requests.GetPartyIndex(party_id=anna),
            requests.ListPartyIndices(party_id=anna),
            requests.PreviewPartyIndex(party_id=anna, cv=1_00),
        ):
            if role in (Role.COMMUNITY_STAFF, Role.AUDITOR):
                assert six.town.bench.ask(asked, as_=as_other)
                continue
            with pytest.raises(AskRefused) as refused:
                six.town.bench.ask(asked, as_=as_other)
            assert refused.value.code == ("points.party_not_found" if role in VIEWERS else "not-allowed")
    own = actor(anna, Role.RESIDENT)
    agent = actor(six.town.ids["carl"], Role.MERCHANT_AGENT, organisation_id=shop)
    assert six.town.bench.ask(requests.GetPartyIndex(party_id=anna), as_=own).name == "张***a"
    assert six.town.bench.ask(requests.GetPartyIndex(party_id=shop), as_=agent).party_id == shop
    elsewhere = actor(anna, *Role, community="elsewhere")
    with pytest.raises(AskRefused) as refused:
        six.town.bench.ask(requests.GetPartyIndex(party_id=anna), as_=elsewhere)
    assert refused.value.code == "points.party_not_found"


@pytest.mark.parametrize(
    "role",
    [Role.TASTING_CHIEF, Role.TASTING_JUDGE, Role.MERCHANT_CLERK, Role.FUND_COMMITTEE_MEMBER, Role.COUNCIL_MEMBER],
)
def test_where_dishes_are_judged_stalls_drawn_or_seats_filled_no_index_is_seen(six, role):
    for asked in (
        requests.GetPartyIndex(party_id=six.town.ids["A"]),
        requests.ListPartyIndices(party_id=six.town.ids["A"]),
    ):
        with pytest.raises(AskRefused) as refused:
            six.town.bench.ask(asked, as_=actor(six.town.ids["A"], role))
        assert refused.value.code == "not-allowed"


def test_one_partys_index_costs_the_same_statements_whatever_the_community_does(six):
    def cost() -> int:
        with statements(six.town.bench.database.engine) as counted:
            six.index("A")
        return len(counted)

    before = cost()
    for number in range(5):
        six.register(f"Y{number}", Sector.ENT)
        six.credit(six.earning(f"Y{number}", "a1", 10), *(six.earning(f"Y{number}", None, 1) for _ in range(20)))

    assert cost() == before <= 12
