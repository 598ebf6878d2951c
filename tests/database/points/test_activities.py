"""Acts of charity on real tables: hosts that agree, a second person that publishes, counts that two persons stand for."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import ActivityCancelled, ActivityPublished, BeneficiariesConfirmed
from contracts.points.kinds import ActivityState, HostState, HoursType, NeedGroup, Strain
from contracts.points.requests import NeedCount
from contracts.roles import Role
from services.points.activities import store
from tests.database.points.charity import HOURS, agree, festival, published, running, shift
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def nobody(town, request):
    return town.bench.ask(request, as_=actor(None))


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def test_an_activity_is_known_when_a_host_agreed_and_a_second_person_published_it(town):
    drafted = festival(town)
    get = requests.GetActivity(activity_id=drafted.activity_id)
    publish = requests.PublishActivity(activity_id=drafted.activity_id)
    town.ask(drafted, "organiser")

    hidden = code_of(lambda: nobody(town, get))
    without_host = code_of(lambda: town.ask(publish, "staff"))
    agree(town, drafted.activity_id)
    seen = town.ask(publish, "staff")

    assert (hidden, without_host) == ("points.activity_not_found", "points.no_host_yet")
    assert seen.state is ActivityState.PUBLISHED
    public = nobody(town, get)
    assert [(host.party_id, host.state) for host in public.hosts] == [(town.ids["shop"], HostState.ACCEPTED)]
    assert [host.state for host in town.ask(get, "organiser").hosts].count(HostState.NAMED) == 1
    assert [item.activity_id for item in nobody(town, requests.ListActivities()).items] == [drafted.activity_id]
    [said] = [event for event in town.bench.said() if isinstance(event, ActivityPublished)]
    assert said.host_ids == (town.ids["shop"],)


def test_no_role_helps_to_publish_what_one_drafted(town):
    drafted = festival(town)
    both = actor(town.ids["organiser"], Role.ACTIVITY_ORGANISER, Role.COMMUNITY_STAFF)
    town.bench.ask(drafted, as_=both)
    agree(town, drafted.activity_id)
    publish = requests.PublishActivity(activity_id=drafted.activity_id)

    assert code_of(lambda: town.bench.ask(publish, as_=both)) == "points.own_activity"
    for name in ("anna", "organiser", "approver", "confirmer"):
        assert code_of(lambda name=name: town.ask(publish, name)) == "not-allowed"
    elsewhere = actor(town.ids["staff"], Role.COMMUNITY_STAFF, community="elsewhere")
    assert code_of(lambda: town.bench.ask(publish, as_=elsewhere)) == "points.activity_not_found"


def test_only_the_host_itself_agrees_and_does_not_change_its_mind_in_public(town):
    drafted = festival(town)
    town.ask(drafted, "organiser")
    yes = requests.AnswerHosting(activity_id=drafted.activity_id, host_id=town.ids["shop"], accepts=True)

    employee = actor(town.ids["carl"], Role.RESIDENT)
    for who in (employee, town.actor("organiser"), actor(town.ids["anna"], Role.ORGANISATION_AGENT)):
        assert code_of(lambda who=who: town.bench.ask(yes, as_=who)) == "points.not_a_host"
    agree(town, drafted.activity_id, accepts=False)
    agree(town, drafted.activity_id)
    town.ask(requests.PublishActivity(activity_id=drafted.activity_id), "staff")

    assert code_of(lambda: agree(town, drafted.activity_id, accepts=False)) == "points.host_answered"
    agree(town, drafted.activity_id)
    late = agree(town, drafted.activity_id, "company")
    assert [host.state for host in late.hosts] == [HostState.ACCEPTED] * 2


def test_the_same_draft_again_is_the_same_and_another_one_is_refused(town):
    drafted = festival(town)
    first = town.ask(drafted, "organiser")
    other_shifts = (shift(drafted.planned_start, task="收拾会场"),)

    assert town.ask(drafted, "organiser") == first
    for other in (
        replace(drafted, name="另一个集市"),
        replace(drafted, shifts=other_shifts),
        replace(drafted, hosts=(town.ids["shop"],)),
        festival(town, *drafted.shifts),
    ):
        assert code_of(lambda other=other: town.ask(other, "organiser")) == "points.activity_id_taken"
    assert (town.bench.count("activities"), town.bench.count("shifts")) == (1, 1)


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda drafted: replace(drafted, hosts=()), "points.activity_incomplete"),
        (lambda drafted: replace(drafted, needs=(NeedGroup.ELDERS,) * 2), "points.activity_incomplete"),
        (lambda drafted: replace(drafted, hosts=("pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF",)), "points.party_not_found"),
        (lambda drafted: replace(drafted, planned_end=drafted.planned_start), "points.activity_times_unfit"),
        (
            lambda drafted: replace(drafted, sign_up_closes_at=drafted.planned_end + HOURS),
            "points.activity_times_unfit",
        ),
        (
            lambda drafted: replace(drafted, shifts=(shift(drafted.planned_end - HOURS),)),
            "points.activity_times_unfit",
        ),
        (
            lambda drafted: replace(drafted, shifts=(shift(drafted.planned_start, hours_type=HoursType.H2),)),
            "points.shift_unfit",
        ),
        (
            lambda drafted: replace(drafted, shifts=(shift(drafted.planned_start, hours_type=HoursType.H3),)),
            "points.shift_unfit",
        ),
        (
            lambda drafted: replace(drafted, shifts=(shift(drafted.planned_start, strain=Strain.HEAVY),)),
            "points.shift_unfit",
        ),
        (
            lambda drafted: replace(
                drafted,
                shifts=(shift(drafted.planned_start, hours_type=HoursType.H3, strain=Strain.NIGHT),),
            ),
            "points.shift_unfit",
        ),
    ],
)
def test_what_cannot_be_an_activity_is_refused(town, wrong, code):
    assert code_of(lambda: town.ask(wrong(festival(town)), "organiser")) == code
    assert town.bench.count("activities") == 0


def test_the_doors_open_two_hours_before_and_for_those_who_run_it(town):
    drafted = published(town)
    start = requests.StartActivity(activity_id=drafted.activity_id)
    host = actor(town.ids["carl"], Role.ACTIVITY_ORGANISER, organisation_id=town.ids["shop"])
    stranger = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER)
    not_agreed = actor(town.ids["stranger"], Role.ACTIVITY_ORGANISER, organisation_id=town.ids["company"])

    assert code_of(lambda: town.ask(start, "organiser")) == "points.too_early_to_start"
    town.bench.clock.at = drafted.planned_start - timedelta(hours=2)
    for who in (stranger, not_agreed):
        assert code_of(lambda who=who: town.bench.ask(start, as_=who)) == "points.not_activity_organiser"
    assert town.bench.ask(start, as_=host).state is ActivityState.RUNNING
    assert code_of(lambda: town.ask(start, "organiser")) == "points.activity_in_other_state"


def test_calling_off_is_said_with_its_reason(town):
    drafted = published(town)
    town.ask(requests.CancelActivity(activity_id=drafted.activity_id, reason="大雨"), "organiser")

    assert nobody(town, requests.GetActivity(activity_id=drafted.activity_id)).reason == "大雨"
    assert nobody(town, requests.ListActivities()).items == ()
    assert [item.reason for item in nobody(town, requests.ListActivities(past=True)).items] == ["大雨"]
    assert ActivityCancelled in town.bench.said_types()


def counting(activity_id: str, *counts: tuple[NeedGroup, int], **more: object) -> requests.ReportBeneficiaries:
    return requests.ReportBeneficiaries(
        report_id=new_id("bnf"),
        activity_id=activity_id,
        counts=tuple(NeedCount(group=group, people=people) for group, people in counts),
        **more,
    )


def reached(town, activity_id: str):
    with town.bench.transactions.begin(town.actor("staff")) as work:
        return store.beneficiaries(work, [activity_id, "act_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"])


def test_people_reached_count_when_a_second_person_confirmed_them_and_small_numbers_stay_hidden(town):
    drafted = running(town)
    report = counting(drafted.activity_id, (NeedGroup.ELDERS, 64), (NeedGroup.HARDSHIP, 4))
    get = requests.GetActivity(activity_id=drafted.activity_id)

    town.ask(report, "organiser")
    before = (reached(town, drafted.activity_id), nobody(town, get).beneficiaries)
    town.ask(requests.ConfirmBeneficiaries(report_id=report.report_id), "confirmer")

    assert before == ({}, ())
    assert reached(town, drafted.activity_id) == {drafted.activity_id: {NeedGroup.ELDERS: 64, NeedGroup.HARDSHIP: 4}}
    shown = {one.group: one.people for one in nobody(town, get).beneficiaries}
    assert shown == {
        NeedGroup.ELDERS: "64",
        NeedGroup.CHILDREN: "<5",
        NeedGroup.HARDSHIP: "<5",
        NeedGroup.OTHERS: "<5",
    }
    assert BeneficiariesConfirmed in town.bench.said_types()


def test_a_correction_says_why_and_keeps_what_was_said_before(town):
    drafted = running(town)
    first = counting(drafted.activity_id, (NeedGroup.ELDERS, 64))
    without_reason = counting(drafted.activity_id, (NeedGroup.ELDERS, 46))
    second = replace(without_reason, reason="数字颠倒")
    town.ask(first, "organiser")
    assert town.ask(first, "organiser", key="again").number == 1
    town.ask(requests.ConfirmBeneficiaries(report_id=first.report_id), "confirmer")

    assert code_of(lambda: town.ask(without_reason, "organiser")) == "points.correction_reason_missing"
    town.ask(second, "organiser")
    assert reached(town, drafted.activity_id)[drafted.activity_id] == {NeedGroup.ELDERS: 64}
    town.ask(requests.ConfirmBeneficiaries(report_id=second.report_id), "confirmer")

    assert reached(town, drafted.activity_id)[drafted.activity_id] == {NeedGroup.ELDERS: 46}
    listed = town.ask(requests.ListBeneficiaryReports(activity_id=drafted.activity_id), "organiser").items
    assert [(one.number, one.counts[0].people, one.reason) for one in listed] == [(2, 46, "数字颠倒"), (1, 64, None)]
    taken = replace(first, counts=(NeedCount(group=NeedGroup.ELDERS, people=640),))
    assert code_of(lambda: town.ask(taken, "organiser")) == "points.beneficiary_report_id_taken"


def test_nobody_confirms_their_own_count_nor_twice(town):
    drafted = running(town)
    report = counting(drafted.activity_id, (NeedGroup.ELDERS, 64))
    confirm = requests.ConfirmBeneficiaries(report_id=report.report_id)
    both = actor(town.ids["organiser"], Role.ACTIVITY_ORGANISER, Role.CONFIRMER)
    elsewhere = actor(town.ids["confirmer"], Role.CONFIRMER, community="elsewhere")
    town.ask(report, "organiser")

    assert code_of(lambda: town.bench.ask(confirm, as_=both)) == "points.own_beneficiary_report"
    assert code_of(lambda: town.ask(confirm, "organiser")) == "not-allowed"
    assert code_of(lambda: town.bench.ask(confirm, as_=elsewhere)) == "points.actor_not_registered"
    codes = at_once([lambda: town.ask(confirm, "confirmer") for _ in range(4)])
    assert sorted(codes) == ["ok"] + ["points.beneficiary_report_decided"] * 3


def test_reports_at_once_are_numbered_one_after_the_other(town):
    drafted = running(town)
    wanted = [counting(drafted.activity_id, (NeedGroup.ELDERS, n), reason="重数") for n in range(1, 5)]

    codes = at_once([lambda one=one: town.ask(one, "organiser") for one in wanted])

    assert codes == ["ok"] * 4
    listed = town.ask(requests.ListBeneficiaryReports(activity_id=drafted.activity_id), "confirmer").items
    assert sorted(one.number for one in listed) == [1, 2, 3, 4]
