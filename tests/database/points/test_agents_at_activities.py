"""Agents who help at activities: on whose account their hours go, by which door they ever came (rulebook §1, §3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.kinds import Basis
from tests.database.points import charity
from tests.database.points.test_agencies import acting, as_shop, code_of, end, refused


def closed(town, drafted) -> None:
    """Over, with what was attended put forward."""
    town.bench.clock.at = drafted.planned_end
    town.ask(requests.CloseActivity(activity_id=drafted.activity_id), "organiser")
    town.bench.run_sweeps()


def attended(town, drafted) -> answers.Attendance:
    """The only attendance, as those who run the activity see it."""
    [one] = town.ask(requests.ListAttendances(activity_id=drafted.activity_id), "organiser").items
    return one


def for_shop(town) -> dict[str, object]:
    return {"basis": Basis.PAID, "organisation_id": town.ids["shop"]}


def test_a_place_is_taken_and_kept_for_the_organisation_and_the_hours_are_its(town):
    drafted = charity.published(town)
    only = drafted.shifts[0]
    early = charity.signing(only, drafted, **for_shop(town))
    assert refused(town, early, "anna") == "points.work_basis_unfit"
    acting(town)
    town.ask(early, "anna")
    town.bench.clock.at = drafted.planned_start
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    charity.scan_in(town, drafted.activity_id)
    town.bench.clock.advance(hours=2)
    charity.scan_out(town, drafted.activity_id)

    closed(town, drafted)

    done = attended(town, drafted)
    put = town.ask(requests.GetContribution(contribution_id=done.contribution_id), "anna")
    assert (put.party_id, put.performed_by) == (town.ids["shop"], town.ids["anna"])


def test_who_stops_acting_in_between_has_given_nothing_for_the_organisation(town):
    agency = acting(town)
    drafted = charity.published(town)
    town.ask(charity.signing(drafted.shifts[0], drafted, **for_shop(town)), "anna")
    as_shop(town, end(agency))
    town.bench.clock.at = drafted.planned_start
    town.ask(requests.StartActivity(activity_id=drafted.activity_id), "organiser")
    charity.scan_in(town, drafted.activity_id)
    town.bench.clock.advance(hours=2)
    charity.scan_out(town, drafted.activity_id)

    closed(town, drafted)

    done = attended(town, drafted)
    assert (done.contribution_id, done.refusal) == (None, "points.not_of_this_organisation")


def test_without_a_place_one_arrives_for_the_organisation_and_a_correction_knows_the_day(town):
    agency = acting(town)
    drafted = charity.running(town, charity.shift(town.now + timedelta(hours=24), quota=5))
    only = drafted.shifts[0]
    charity.scan_in(town, drafted.activity_id, shift_id=only.shift_id, **for_shop(town))
    arriving = {"shift_id": only.shift_id, **for_shop(town)}
    assert code_of(lambda: charity.scan_in(town, drafted.activity_id, "dora", **arriving)) == "points.work_basis_unfit"
    town.bench.clock.advance(hours=1)
    as_shop(town, end(agency))
    town.bench.clock.advance(hours=1)
    correction = requests.ProposeCorrection(
        correction_id=new_id("cor"),
        activity_id=drafted.activity_id,
        shift_id=only.shift_id,
        party_id=town.ids["anna"],
        checked_in_at=only.starts_at,
        checked_out_at=only.starts_at + timedelta(hours=1),
        reason="提前离开",
        **for_shop(town),
    )
    longer = replace(correction, correction_id=new_id("cor"), checked_out_at=only.starts_at + timedelta(minutes=61))

    assert town.ask(correction, "organiser").organisation_id == town.ids["shop"]
    assert refused(town, longer, "organiser") == "points.work_basis_unfit"


def test_a_line_on_paper_is_the_organisations_for_which_the_person_then_acted(town):
    agency = acting(town)
    drafted = charity.running(town)
    town.bench.clock.advance(hours=1)
    as_shop(town, end(agency))
    town.bench.clock.advance(hours=2)
    only = drafted.shifts[0]
    printed = requests.PrintSheet(activity_id=drafted.activity_id, shift_id=only.shift_id)
    sheet = town.ask(printed, "organiser")
    line = requests.SheetLine(
        line=1, party_id=town.ids["anna"], began_at=only.starts_at, minutes=60, signed=True, **for_shop(town)
    )
    longer = requests.KeySheet(serial=sheet.serial, scan_sha256="5" * 64, lines=(replace(line, minutes=61),))

    assert refused(town, longer, "staff") == "points.work_basis_unfit"
    keyed = town.ask(replace(longer, lines=(line,)), "staff")
    assert keyed.lines[0].organisation_id == town.ids["shop"]
