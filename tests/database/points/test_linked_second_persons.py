"""Two accounts that are one identity are one person, wherever a second one is asked for (rulebook §3, §10)."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import NeedGroup, PoolReason, PriceSource
from contracts.points.requests import NeedCount
from contracts.roles import Role
from tests.database.points.charity import agree, festival, running
from tests.database.points.papers import upload
from tests.database.points.saga import one_identity
from tests.database.points.test_attendance_by_hand import correcting, keying, line
from tests.database.points.test_reversals_by_hand import fraud
from tests.database.points.test_role_changes import Change, duty, item, reserve, reversal
from tests.database.points.test_role_changes import sheet as sheet_of_hours
from tests.database.points.test_submitting import goods
from tests.database.points.test_volunteers import asking
from tests.support.bench import AskRefused, actor

FIRST, SECOND = "stranger", "dora"


def pool(change: Change):
    change.town.earn("anna", 300_00)
    change.town.ask(requests.GiveToPool(gift_id=new_id("pgf"), sp=100_00), "anna")
    asked = requests.ProposePoolGrant(
        grant_id=new_id("pgr"), party_id=change.town.ids["bela"], sp=50_00, reason=PoolReason.CANNOT_EARN
    )
    change.does(asked, Role.COMMUNITY_STAFF)
    return requests.ApprovePoolGrant(grant_id=asked.grant_id), Role.COUNCIL_MEMBER


def suspension(change: Change):
    asked = requests.ProposeSuspension(
        suspension_id=new_id("ssp"),
        party_id=change.town.ids["anna"],
        reversal_id=fraud(change.town),
        months=3,
        reason="代签到",
    )
    change.does(asked, Role.COMMUNITY_STAFF)
    return requests.DecideSuspension(suspension_id=asked.suspension_id, impose=True), Role.COUNCIL_MEMBER


def qualification(change: Change):
    stated = requests.StateQualification(
        qualification_id=new_id("qlf"),
        party_id=change.town.ids["anna"],
        code="nursing",
        document="证书（演示）",
        valid_until=None,
    )
    change.does(stated, Role.COMMUNITY_STAFF)
    return requests.VerifyQualification(qualification_id=stated.qualification_id), Role.CONFIRMER


def publication(change: Change):
    drafted = festival(change.town)
    change.does(drafted, Role.ACTIVITY_ORGANISER)
    agree(change.town, drafted.activity_id)
    return requests.PublishActivity(activity_id=drafted.activity_id), Role.COMMUNITY_STAFF


def running_festival(change: Change):
    """Three hours old, run by an agent of a host."""
    fair = running(change.town)
    change.town.bench.clock.advance(hours=3)
    return fair, actor(change.town.ids[change.name], Role.ACTIVITY_ORGANISER, organisation_id=change.town.ids["shop"])


def correction(change: Change):
    fair, runner = running_festival(change)
    asked = correcting(change.town, fair)
    change.town.bench.ask(asked, as_=runner)
    return requests.DecideCorrection(correction_id=asked.correction_id, accepts=True), Role.CONFIRMER


def paper(change: Change):
    fair, _ = running_festival(change)
    town = change.town
    sheet = town.ask(requests.PrintSheet(activity_id=fair.activity_id, shift_id=fair.shifts[0].shift_id), "organiser")
    upload(town, "sheet")
    change.does(keying(sheet.serial, line(town, fair)), Role.COMMUNITY_STAFF)
    return requests.EnterSheet(serial=sheet.serial), Role.CONFIRMER


def beneficiaries(change: Change):
    fair, runner = running_festival(change)
    asked = requests.ReportBeneficiaries(
        report_id=new_id("bnf"),
        activity_id=fair.activity_id,
        counts=(NeedCount(group=NeedGroup.ELDERS, people=30),),
    )
    change.town.bench.ask(asked, as_=runner)
    return requests.ConfirmBeneficiaries(report_id=asked.report_id), Role.CONFIRMER


def certificate(change: Change):
    town = change.town
    town.settle(town.hours())
    town.bench.clock.advance(days=20)
    asked = asking(party_id=town.ids["anna"])
    change.does(asked, Role.COMMUNITY_STAFF)
    town.bench.clock.advance(days=7)
    return requests.DeclineCertificate(certificate_id=asked.certificate_id, reason="没有服务"), Role.APPROVER


def appraisal(change: Change):
    """A dear piece is appraised twice: whoever entered it has said its price."""
    entered = goods(change.town, quantity=1, unit_price=2_000_01)
    change.does(entered, Role.ACTIVITY_ORGANISER)
    price = requests.AppraiseContributedGoods(
        contribution_id=entered.contribution_id, unit_price=2_000_01, source=PriceSource.INVOICE
    )
    return price, Role.COMMUNITY_STAFF


CASES = [
    (appraisal, "points.own_goods"),
    (correction, "points.own_correction"),
    (paper, "points.own_sheet"),
    (beneficiaries, "points.own_beneficiary_report"),
    (certificate, "points.own_certificate"),
    (item, "points.own_item"),
    (reserve, "points.own_reserve_source"),
    (reversal, "points.own_reversal"),
    (duty, "points.own_duty"),
    (sheet_of_hours, "points.import_is_own"),
    (pool, "points.own_pool_grant"),
    (suspension, "points.own_suspension"),
    (qualification, "points.own_qualification"),
    (publication, "points.own_activity"),
]


@pytest.mark.parametrize(("begin", "code"), CASES)
def test_a_linked_account_is_no_second_person_and_another_one_is(town, begin, code):
    request, role = begin(Change(town, FIRST))
    one_identity(town, FIRST, SECOND)

    with pytest.raises(AskRefused) as refused:
        Change(town, SECOND).does(request, role)

    assert refused.value.code == code
    # carl works for the shop whose item it is; the approver had a hand in what is taken back.
    Change(town, "approver" if begin is item else "carl").does(request, role)
