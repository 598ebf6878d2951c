"""The indices to the digit of the rulebook (§10, §11): the worked examples, thresholds, what might be added."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from contracts.points.kinds import CouplingGrade, Indicator, Subsystem
from contracts.sectors import Sector
from services.points.indices.rules import community, formulas, records
from services.points.indices.rules.formulas import Act, Need, Own
from services.points.indices.rules.records import Addition, Partner, Standing
from tests.unit.points import six_parties

TABLE = [
    "",
    "A RES  90 1.87 .47 28.2 .268 .75 .6  49.4  63.9 36.8 37.1",
    "B MER 180 3.23 .81 46.9 .128 .42 .6  31.8  96.0 41.2 39.5",
    "C PRO 160 2.55 .64 37.7 .062 .50 .8  29.1 108.3 43.6 36.3",
    "D UNI 160 3.06 .76 44.5 .062 .67 .4  25.5  77.4 39.4 35.5",
    "E VIL 110 2.35 .59 34.9 .083 .25 .6  23.2  72.8 38.2 31.4",
    "F SOC 260 3.56 .89 51.3 .096 .83 1.0 43.1 149.7 46.4 46.8",
    "",
][1:-1]
PLACES = (2, 2, 1, 3, 2, 1, 1, 1, 1, 1)


def shown(values, places=PLACES) -> list[str]:
    return [f"{value:.{digits}f}".removeprefix("0") for value, digits in zip(values, places, strict=True)]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row[0])
def test_every_number_of_the_six_parties(row):
    party, sector, cv, *numbers = row.split()
    record = six_parties.record(party)

    found = records.indices(record, six_parties.NEEDS)

    together, deep, broad = found.coordination, found.depth, found.breadth
    assert record.sector_of[party].value == sector
    assert round(records.own(record.entries, Sector(sector)).cv, 9) == float(cv)
    assert shown(
        (
            together.partners,
            together.reach,
            together.value,
            deep.amount,
            deep.regularity,
            deep.role,
            deep.value,
            sum(broad.served.values()),
            broad.value,
            found.composite,
        )
    ) == [number.removeprefix("0") for number in numbers]


def test_the_breadth_and_the_ties_of_a_explained():
    found = records.indices(six_parties.record("A"), six_parties.NEEDS)

    assert {group: f"{points:.1f}" for group, points in found.breadth.points.items()} == {
        "elders": "12.0",
        "children": "7.8",
        "hardship": "7.6",
        "others": "9.4",
    }
    assert {partner: f"{cv:.1f}" for partner, cv in found.coordination.ties.items()} == {
        "D": "20.4",
        "B": "14.7",
        "F": "11.1",
        "C": "3.3",
        "E": "2.8",
    }


def test_nobody_is_counted_twice_over_the_six_parties():
    reached = [
        sum(formulas.breadth(party, six_parties.acts(), six_parties.NEEDS).served.values())
        for party in six_parties.SECTORS
    ]

    assert sum(reached) == pytest.approx(300 + 90 + 18 + 40 + 120, abs=1e-9)


def test_sham_partners_a_big_festival_and_one_posing_as_five():
    everybody, sectors = six_parties.acts(), six_parties.SECTORS
    shams = {f"S{number}": 1.0 for number in range(10)}
    sham = [replace(everybody[0], cv=everybody[0].cv | shams), *everybody[1:]]
    guests = {f"M{number}": 10.0 for number in range(99)}
    festival = [*everybody, Act(act_id="mega", cv=guests | {"A": 10.0})]
    guest_sectors = {guest: Sector.RES if int(guest[1:]) % 2 else Sector.MER for guest in guests}
    posing = [
        replace(
            act,
            cv={party: cv for party, cv in act.cv.items() if party != "B"}
            | {f"B{number}": act.cv["B"] / 5 for number in range(5) if "B" in act.cv},
        )
        for act in everybody
    ]

    def shown_c(party, acts, more=()) -> str:
        everyone = sectors | dict(more)
        found = formulas.coordination(sectors[party], formulas.ties(party, acts), everyone)
        return f"{found.value:.1f}"

    assert (shown_c("F", everybody), shown_c("F", sham, dict.fromkeys(shams, Sector.MER))) == ("51.3", "52.2")
    assert (shown_c("A", everybody), shown_c("A", festival, guest_sectors)) == ("28.2", "32.9")
    assert shown_c("F", posing, {f"B{number}": Sector.MER for number in range(5)}) == "58.6"


@pytest.mark.parametrize(
    ("at_level", "role"),
    [({}, 0.0), ({1: 19.9}, 0.1), ({1: 20.0}, 0.2), ({1: 5.0, 3: 10.0, 5: 9.9}, 0.2), ({3: 10.0, 5: 10.0}, 0.6)],
)
def test_a_level_counts_from_twenty_cv_at_or_above_it(at_level, role):
    assert formulas.role_of(at_level) == role


def test_a_full_year_of_a_thousand_cv_as_steward_is_a_residents_full_depth():
    full = Own(sector=Sector.RES, at_level={5: 1_000.0}, months={f"2023-{month:02d}" for month in range(1, 13)})

    assert formulas.depth(full).value == pytest.approx(100)
    assert formulas.depth(replace(full, at_level={5: 9_999.0})).value == pytest.approx(100)
    assert formulas.depth(replace(full, months={"2023-01"})).value == pytest.approx(100 * (1 / 12) ** (1 / 3))


def test_a_lone_giver_is_not_wiped_out_and_nobody_given_is_nothing():
    alone = [Act(act_id="a", cv={"A": 20.0}, served={"elders": 10.0})]

    assert formulas.ties("A", alone) == {}
    assert formulas.composite(0.0, 40.0, 20.0) == pytest.approx(800 ** (1 / 3))
    nothing = formulas.breadth("A", alone, {"elders": Need(share=1.0, size=0)})
    assert nothing.value == 0


def test_people_of_an_act_on_the_border_of_two_periods_are_counted_once():
    before = Act(act_id="a", cv={"A": 30.0}, outside=70.0, served={"elders": 50.0})
    after = Act(act_id="a", cv={"A": 20.0, "B": 50.0}, outside=30.0, served={"elders": 50.0})

    reached = [
        formulas.breadth(party, [act], six_parties.NEEDS).served["elders"]
        for act in (before, after)
        for party in ("A", "B")
    ]

    assert sum(reached) == pytest.approx(50)


def test_fewer_than_three_activities_or_thirty_days_are_not_enough():
    mine = six_parties.entries("A")
    first = min(entry.performed_on for entry in mine)

    def enough(entries, days) -> Standing:
        return records.standing(entries, until=first + timedelta(days=days - 1))

    assert enough(mine, 30) == Standing(acts=3, days=30)
    assert enough(mine, 30).sufficient
    assert not enough(mine, 29).sufficient
    assert not enough([entry for entry in mine if entry.act_id != "a4"], 300).sufficient
    reversed_wholly = [replace(entry, cv=0.0) if entry.act_id == "a4" else entry for entry in mine]
    assert not enough(reversed_wholly, 300).sufficient
    assert records.standing([], until=first) == Standing(acts=0, days=0)


def test_what_if_two_more_hours_and_a_new_activity_with_a_school():
    record = six_parties.record("A")
    before = records.indices(record, six_parties.NEEDS)
    hours = Addition(act_id="a1", cv=20.0, level=2, performed_on=date(2023, 12, 1))
    school = Partner(party_id="U", sector=Sector.UNI, cv=40.0)
    new = Addition(
        act_id="new",
        cv=15.0,
        level=3,
        performed_on=date(2023, 12, 2),
        partners=(school,),
        served={"children": 30.0},
    )

    more = records.indices(records.added(record, [hours]), six_parties.NEEDS)
    most = records.indices(records.added(record, [hours, new]), six_parties.NEEDS)

    for earlier, later in ((before, more), (more, most)):
        assert later.coordination.value > earlier.coordination.value
        assert later.depth.value > earlier.depth.value
        assert later.breadth.value > earlier.breadth.value
        assert later.composite > earlier.composite
    assert more.depth.regularity == pytest.approx(10 / 12)
    assert most.coordination.ties["U"] == pytest.approx(15 * 40 / 55)
    assert records.indices(record, six_parties.NEEDS) == before


def test_an_addition_to_somebody_elses_activity_makes_ties_to_all_who_gave_there():
    alien = Act(act_id="a5", cv={"C": 100.0, "E": 60.0})
    record = six_parties.record("A")
    record = replace(record, acts=(*record.acts, alien))

    joined = records.added(record, [Addition(act_id="a5", cv=40.0, level=2, performed_on=date(2023, 12, 1))])

    before = records.indices(record, six_parties.NEEDS).coordination.ties
    after = records.indices(joined, six_parties.NEEDS).coordination.ties
    assert after["C"] - before["C"] == pytest.approx(40 * 100 / 200)


@pytest.mark.parametrize(
    ("levels", "numbers"),
    [
        ((0.62, 0.55, 0.40, 0.58, 0.35), (".797", ".500", ".631")),
        ((0.7, 0.7, 0.7, 0.7, 0.1), (".684", ".580", ".630")),
        ((0.5,) * 5, ("1.000", ".500", ".707")),
    ],
)
def test_the_three_computed_coupling_degrees(levels, numbers):
    found = community.coupling(levels)

    assert shown((found.coupling, found.development, found.degree), (3, 3, 3)) == list(numbers)


def test_grades_are_tenths():
    assert community.coupling((0.62, 0.55, 0.40, 0.58, 0.35)).grade is CouplingGrade.PRIMARY
    assert community.coupling((0.5,) * 5).grade is CouplingGrade.INTERMEDIATE
    assert community.coupling((1.0,) * 5).grade is CouplingGrade.QUALITY
    assert community.coupling((0.0,) * 5).grade is CouplingGrade.EXTREME_IMBALANCE
    assert community.coupling((0.9, 0.9, 0.9, 0.9, 0.0)).degree == 0


def test_a_subsystem_is_the_mean_of_its_indicators_each_at_most_its_target():
    targets = dict.fromkeys(Indicator, 100)
    measured = dict.fromkeys(Indicator, 50.0) | {
        Indicator.JOINT_ACTIVITIES: 1_000.0,
        Indicator.PEOPLE_SERVED: 0.0,
        Indicator.SKILLED_HOURS: 70.0,
    }

    levels = community.subsystem_levels(measured, targets)

    assert set(levels) == set(Subsystem)
    assert levels[Subsystem.COMMUNITY] == 0.5
    assert levels[Subsystem.SOCIAL_WORKERS] == pytest.approx(0.6)
    assert sorted(one for both in community.INDICATORS.values() for one in both) == sorted(Indicator)


def test_how_evenly_the_six_parties_give():
    cv = [90.0, 180.0, 160.0, 160.0, 110.0, 260.0]

    assert f"{community.gini(cv):.3f}" == "0.184"
    assert community.gini([7.0] * 9) == pytest.approx(0)
    assert community.gini([]) == community.gini([0.0]) == community.top_share([]) == community.density(0, 1) == 0
    assert community.top_share(cv) == pytest.approx(1 - 90 / 960)
    assert community.density(9, 6) == pytest.approx(0.6)
