"""Volunteer records on real tables: raw time whatever it earned, certificates that two persons and a week in public stand for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from chassis.ids import new_id
from contracts.points import answers, requests
from contracts.points.events import CertificateIssued, CertificateRequested, CertificateRevoked
from contracts.points.kinds import CertificateState, Evidence, ReversalReason
from contracts.roles import Role
from services.points.reversals.rules import Reversal
from services.points.reversals.store import reverse
from tests.database.points.charity import HOURS, running, scan_in, scan_out, shift
from tests.database.points.told import credited, service
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

FIRST, LAST = date(2023, 3, 1), date(2023, 3, 31)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def record(town, name: str = "anna", **more: object) -> list[answers.ServiceLine]:
    return list(town.ask(requests.ListServiceRecord(**more), name).items)


@pytest.fixture
def served(town):
    """Anna has given 2 hours and 50 minutes, which was settled; it is April."""
    town.settle(town.hours(), town.hours(minutes=50, started_at=town.now - timedelta(hours=8)))
    town.bench.clock.advance(days=20)
    return town


def asking(**more: object) -> requests.RequestCertificate:
    return requests.RequestCertificate(
        **({"certificate_id": new_id("crt"), "first_day": FIRST, "last_day": LAST} | more)
    )


def issuer(town, name: str = "approver", *roles: Role):
    return actor(town.ids[name], *(roles or (Role.APPROVER,)), organisation_id=town.ids["company"])


def issuing(town, certificate_id: str) -> requests.IssueCertificate:
    contact = "长林盘社区 028-00000000"
    return requests.IssueCertificate(certificate_id=certificate_id, issuer_id=town.ids["company"], contact=contact)


def issued(town, **more: object) -> answers.Certificate:
    """A certificate of anna's, with its code."""
    asked = asking(**more)
    town.ask(asked, "anna")
    town.bench.clock.advance(days=7)
    town.bench.ask(issuing(town, asked.certificate_id), as_=issuer(town))
    return town.ask(requests.GetCertificate(certificate_id=asked.certificate_id), "anna")


def verify(town, number: str, check_code: str) -> answers.CertificateCheck:
    return town.bench.ask(requests.VerifyCertificate(number=number, check_code=check_code), as_=actor(None))


def test_the_record_keeps_raw_minutes_whatever_was_granted(town):
    days = [town.hours(minutes=470, started_at=town.now - timedelta(days=day, hours=9)) for day in range(6)]
    town.settle(*days)

    lines = record(town)
    total = town.ask(requests.GetServiceTotal(), "anna")

    assert [line.minutes for line in lines] == [470] * 6
    assert [line.performed_on for line in lines] == sorted(line.performed_on for line in lines)
    assert (total.minutes, total.services, total.days) == (6 * 470, 6, 6)
    assert town.balance("anna").sp < total.minutes / 60 * 10_00
    assert {line.evidence for line in lines} == {Evidence.E2}
    assert {line.recorded_by for line in lines} == {("张********r",)}


def test_time_at_an_activity_names_its_hosts_and_is_as_long_as_it_was(town):
    begins = town.now + 24 * HOURS
    fair = running(town, shift(begins, ends_at=begins + 10 * HOURS), planned_end=begins + 10 * HOURS)
    scan_in(town, fair.activity_id, shift_id=fair.shifts[0].shift_id)
    town.bench.clock.advance(hours=9)
    scan_out(town, fair.activity_id)
    town.ask(requests.CloseActivity(activity_id=fair.activity_id), "organiser")
    town.bench.run_sweeps()
    [claim] = town.ask(requests.ListContributions(party_id=town.ids["anna"]), "confirmer").items
    town.confirm(claim.contribution_id)
    before = record(town)
    town.bench.clock.advance(days=7)
    town.approve(claim.contribution_id)

    [line] = record(town)
    assert before == []
    assert (line.minutes, line.activity_id, line.recorded_by) == (9 * 60, fair.activity_id, ("张shop",))
    assert line.activity == "邻里公益集市：布置会场"


def test_a_panels_service_is_on_the_record_too(town):
    [settled] = credited(town, service(town, minutes=90))
    [line] = record(town)
    assert (line.minutes, line.contribution_type, line.source_id) == (90, "H4", settled.contribution_id)
    assert (line.activity, line.recorded_by) == ("品鉴团评审", ("张********r",))


def test_pages_of_the_record_lose_and_repeat_nothing_and_keep_to_the_period(town):
    wanted = [town.hours(started_at=town.now - timedelta(days=day, hours=3)) for day in range(5)]
    same_day = town.hours(started_at=town.now - timedelta(hours=6))
    town.settle(*wanted, same_day)

    seen, after = [], None
    while True:
        page = town.ask(requests.ListServiceRecord(limit=2, after=after), "anna")
        seen += [line.source_id for line in page.items]
        after = page.next_key
        if after is None:
            break

    assert sorted(seen) == sorted(one.contribution_id for one in (*wanted, same_day))
    assert len(record(town, first_day=date(2023, 3, 15), last_day=date(2023, 3, 16))) == 2
    assert len(record(town, first_day=date(2023, 3, 18))) == 2


def test_nobody_sees_another_ones_record(served):
    elsewhere = actor(served.ids["anna"], Role.COMMUNITY_STAFF, community="elsewhere")
    for request in (
        requests.ListServiceRecord(party_id=served.ids["anna"]),
        requests.GetServiceTotal(party_id=served.ids["anna"]),
    ):
        assert code_of(lambda request=request: served.ask(request, "bela")) == "points.party_not_found"
        assert code_of(lambda request=request: served.bench.ask(request, as_=elsewhere)) == "points.party_not_found"
    assert len(served.ask(requests.ListServiceRecord(party_id=served.ids["anna"]), "staff").items) == 2
    assert record(served, "bela") == []


def test_a_certificate_is_a_week_in_public_then_issued_by_another_person_and_verified_by_anybody(served):
    asked = asking()
    requested = served.ask(asked, "anna")
    [notice] = served.bench.ask(requests.ListCertificateNotices(), as_=actor(None)).items
    early = code_of(lambda: served.bench.ask(issuing(served, asked.certificate_id), as_=issuer(served)))
    served.bench.clock.advance(days=7)
    after = served.bench.ask(requests.ListCertificateNotices(), as_=actor(None)).items
    done = served.bench.ask(issuing(served, asked.certificate_id), as_=issuer(served))
    mine = served.ask(requests.GetCertificate(certificate_id=asked.certificate_id), "anna")

    assert (requested.state, requested.minutes, requested.number) == (CertificateState.UNDER_NOTICE, 170, None)
    assert (notice.public_name, notice.minutes, early) == ("张***a", 170, "points.certificate_notice_running")
    assert after == ()
    assert (done.state, done.number, done.check_code, done.name) == (
        CertificateState.ISSUED,
        "ZY-2023-000001",
        None,
        None,
    )
    assert (mine.name, [line.minutes for line in mine.lines]) == ("张anna", [120, 50])
    seen = verify(served, mine.number, mine.check_code)
    assert (seen.state, seen.minutes, seen.services, seen.public_name) == (CertificateState.ISSUED, 170, 2, "张***a")
    assert (seen.issuer, seen.contact) == ("张company", "长林盘社区 028-00000000")
    assert "张anna" not in repr(seen)
    assert [CertificateRequested, CertificateIssued] == served.bench.said_types()[-2:]


def test_without_its_own_code_a_number_tells_nothing(served):
    mine = issued(served)
    other = issued(served)
    wrong = ("3" if mine.check_code[0] == "2" else "2") + mine.check_code[1:]

    for number, code in ((mine.number, wrong), (mine.number, other.check_code), ("ZY-2023-000009", mine.check_code)):
        assert code_of(lambda number=number, code=code: verify(served, number, code)) == "points.certificate_not_found"
    elsewhere = requests.VerifyCertificate(number=mine.number, check_code=mine.check_code)
    assert code_of(lambda: served.bench.ask(elsewhere, as_=actor(None, community="elsewhere"))) == (
        "points.certificate_not_found"
    )


def test_no_table_holds_a_check_code(served, owner):
    mine = issued(served)
    with owner.connect() as connection:
        names = connection.execute(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).scalars()
        rows = [str(row) for name in names for row in connection.execute(text(f'SELECT t::text FROM "{name}" t'))]
    assert mine.number in "\n".join(rows)
    assert mine.check_code not in "\n".join(rows)


def test_nobody_issues_what_they_asked_for_or_what_is_close_to_them(served):
    for_anna = asking(party_id=served.ids["anna"])
    both = actor(served.ids["staff"], Role.COMMUNITY_STAFF, Role.APPROVER, organisation_id=served.ids["company"])
    served.bench.ask(for_anna, as_=both)
    served.bench.clock.advance(days=7)
    issue = issuing(served, for_anna.certificate_id)

    for who in (both, issuer(served, "anna"), issuer(served, "bela")):
        assert code_of(lambda who=who: served.bench.ask(issue, as_=who)) == "points.own_certificate"
    for name in ("anna", "staff", "confirmer", "organiser"):
        assert code_of(lambda name=name: served.ask(issue, name)) == "not-allowed"
    assert code_of(lambda: served.ask(issue, "approver")) == "points.not_an_issuer"
    foreign = replace(issue, issuer_id=served.ids["shop"])
    assert code_of(lambda: served.bench.ask(foreign, as_=issuer(served))) == "points.not_an_issuer"
    elsewhere = actor(served.ids["approver"], Role.APPROVER, community="elsewhere")
    assert code_of(lambda: served.bench.ask(issue, as_=elsewhere)) == "points.actor_not_registered"


def test_issued_at_once_it_gets_one_number_and_others_get_the_next(served):
    first, second = asking(), asking()
    for one in (first, second):
        served.ask(one, "anna")
    served.bench.clock.advance(days=7)
    calls = [
        lambda one=one: served.bench.ask(issuing(served, one.certificate_id), as_=issuer(served))
        for one in (first, second)
        for _ in range(3)
    ]

    outcomes = at_once(calls)

    assert sorted(outcomes) == ["ok"] * 2 + ["points.certificate_in_other_state"] * 4
    listed = served.ask(requests.ListCertificates(), "anna").items
    assert sorted(one.number for one in listed) == ["ZY-2023-000001", "ZY-2023-000002"]


def test_a_revoked_certificate_says_so_and_why(served):
    mine = issued(served)
    revoke = requests.RevokeCertificate(certificate_id=mine.certificate_id, reason="服务记录有误")

    assert code_of(lambda: served.bench.ask(revoke, as_=issuer(served))) == "points.own_certificate"
    assert code_of(lambda: served.ask(revoke, "staff")) == "not-allowed"
    served.ask(revoke, "council")

    seen = verify(served, mine.number, mine.check_code)
    assert (seen.state, seen.reason) == (CertificateState.REVOKED, "服务记录有误")
    assert code_of(lambda: served.ask(revoke, "council")) == "points.certificate_in_other_state"
    assert CertificateRevoked in served.bench.said_types()


def test_what_was_declined_is_not_issued(served):
    asked = asking()
    served.ask(asked, "anna")
    decline = requests.DeclineCertificate(certificate_id=asked.certificate_id, reason="公示期内有异议")
    served.bench.ask(decline, as_=issuer(served))
    served.bench.clock.advance(days=7)

    assert code_of(lambda: served.bench.ask(issuing(served, asked.certificate_id), as_=issuer(served))) == (
        "points.certificate_in_other_state"
    )
    assert served.ask(requests.ListCertificates(), "anna").items[0].reason == "公示期内有异议"


def test_a_record_that_changed_since_the_notice_is_not_certified(served):
    asked = asking(last_day=date(2023, 4, 10))
    served.ask(asked, "anna")
    served.settle(served.hours())
    served.bench.clock.advance(days=7)

    assert code_of(lambda: served.bench.ask(issuing(served, asked.certificate_id), as_=issuer(served))) == (
        "points.record_changed"
    )


def test_the_same_request_is_the_same_and_what_cannot_be_certified_is_refused(served):
    asked = asking()
    first = served.ask(asked, "anna")

    assert served.ask(asked, "anna") == first
    assert code_of(lambda: served.ask(replace(asked, first_day=date(2023, 3, 2)), "anna")) == (
        "points.certificate_id_taken"
    )
    assert code_of(lambda: served.ask(asked, "bela")) == "points.certificate_id_taken"
    assert code_of(lambda: served.ask(asking(), "bela")) == "points.nothing_to_certify"
    assert code_of(lambda: served.ask(asking(party_id=served.ids["anna"]), "bela")) == "points.party_not_found"
    for period in ({"last_day": date(2023, 4, 30)}, {"first_day": date(2023, 4, 1)}):
        assert code_of(lambda period=period: served.ask(asking(**period), "anna")) == (
            "points.certificate_period_unfit"
        )
    assert code_of(lambda: served.ask(requests.GetCertificate(certificate_id=asked.certificate_id), "bela")) == (
        "points.certificate_not_found"
    )
    auditor = actor(served.ids["stranger"], Role.AUDITOR)
    masked = served.bench.ask(requests.GetCertificate(certificate_id=asked.certificate_id), as_=auditor)
    assert (masked.name, masked.public_name) == (None, "张***a")


def test_what_was_taken_back_is_not_on_the_record(served):
    whole, part = record(served)
    with served.bench.transactions.begin(served.actor("staff")) as work:
        taking = [
            Reversal(source_id=whole.source_id, reason=ReversalReason.ERROR, because="录入有误"),
            Reversal(source_id=part.source_id, reason=ReversalReason.ERROR, because="录入有误", amount=20),
        ]
        reverse(work, taking)

    assert [(line.source_id, line.minutes) for line in record(served)] == [(part.source_id, part.minutes - 20)]
    assert served.ask(requests.GetServiceTotal(), "anna").minutes == part.minutes - 20
