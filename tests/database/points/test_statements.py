"""Statements: one page for time, goods and money; any period, any past instant; the same question gets the same answer."""

from __future__ import annotations

import os
import random
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import text

import ledger
from chassis.actor import system
from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.kinds import HoursType, ReversalReason, Unit
from contracts.roles import Role
from gateway.files import writing
from gateway.files.papers import Form
from gateway.routes.points.statements import paper
from ledger import NewAccount, Reversal, Transfer
from services.points.reversals import store as reversals
from services.points.reversals.rules import Reversal as TakenBack
from tests.database.points.told import credited, goods
from tests.support.bench import COMMUNITY, AskRefused, actor

INSTANTS = 1_000 if os.environ.get("FAULTS") == "long" else 60
SUM_UNTIL = text("""
SELECT coalesce(sum(e.amount), 0) FROM ledger_entries e
  JOIN ledger_transfers t ON t.community = e.community AND t.id = e.transfer_id
  JOIN ledger_accounts a ON a.community = e.community AND a.id = e.account_id
 WHERE a.community = :community AND a.code = :code AND a.unit = :unit AND t.recorded_at <= :at
""")


def statement(town, name="anna", by=None, **changes: object):
    return town.ask(requests.GetStatement(party_id=town.ids[name], **changes), by or name)


def balances(found) -> dict[Unit, tuple[int, int]]:
    return {one.unit: (one.opening, one.closing) for one in found.balances}


def test_one_statement_shows_three_hours_twelve_kilograms_and_sixty_yuan(town):
    ordinary = town.hours(started_at=town.now - timedelta(hours=5))
    town.qualify("anna", "ELECTRICIAN")
    skilled = town.hours(
        contribution_type=HoursType.H3, started_at=town.last_night, minutes=60, qualification="ELECTRICIAN"
    )
    town.settle(ordinary, skilled)
    credited(town, goods(town, fen=96_00, grams=12_000))
    town.bench.tell(town.give("anna", 60_00))

    found = statement(town)

    assert (found.minutes, found.grams, found.goods, found.money) == (180, 12_000, 96_00, 60_00)
    assert balances(found) == {Unit.CV: (0, 58_10), Unit.SP: (0, 34_80)}
    assert [(one.contribution_type.value, one.minutes, one.goods, one.money) for one in found.given] == [
        ("F1", 0, 0, 60_00),
        ("G2", 0, 96_00, 0),
        ("H1", 120, 0, 0),
        ("H3", 60, 0, 0),
    ]
    assert sum(lot.remaining for lot in found.lots) == 34_80
    for unit in Unit:
        running = 0
        for line in (line for line in found.items if line.unit is unit):
            running += line.amount
            assert line.balance == running
    words = {(line.about, line.counterpart) for line in found.items}
    assert ("获得：普通志愿服务", "积分发放：普通志愿服务") in words
    assert ("获得：捐款（有票据）", "积分发放：捐款（有票据）") in words


def live(town, *, steps: int) -> None:
    """Gifts, spending and refunds over half a year."""
    chance, spent = random.Random(3), []
    purse, shop = f"party:{town.ids['anna']}:sp", "redeemed:shop"
    for _ in range(steps):
        town.bench.clock.advance(hours=chance.choice([0, 0, 1, 30, 300]))
        if chance.random() < 0.6:
            choice = chance.choice(list(GiftChoice))
            town.bench.tell(town.give("anna", chance.randint(1, 90) * 100, choice=choice))
            continue
        with town.bench.transactions.begin(system(COMMUNITY)) as work:
            ledger.open_account(work, NewAccount(code=shop, unit="SP"))
            if spent and chance.random() < 0.5:
                back = spent.pop()
                ledger.reverse(work, Reversal(transfer_id=back.id, amount=back.amount, reason="DISPUTE_LOST"))
            elif available := ledger.balance(work, purse, "SP").available:
                words = {"kind": "redemption", "reference": "rdm_1", "rulebook": "ccs-1", "unit": "SP"}
                spent += ledger.post(work, [Transfer(debit=purse, credit=shop, amount=1 + available // 3, **words)])


def test_the_balances_of_any_period_at_any_past_instant_are_the_sum_of_what_was_recorded(town):
    chance, start = random.Random(8), town.now
    live(town, steps=40)
    whole = int((town.now - start).total_seconds())

    for _ in range(INSTANTS):
        as_of = start + timedelta(seconds=chance.randint(0, whole))
        days = sorted(start.date() + timedelta(days=chance.randint(-5, whole // 86_400 + 5)) for _ in range(2))
        found = statement(town, from_day=days[0], until_day=days[1], as_of=as_of)
        midnight = datetime(days[0].year, days[0].month, days[0].day, tzinfo=UTC) - timedelta(hours=8)
        ends = datetime(days[1].year, days[1].month, days[1].day, tzinfo=UTC) + timedelta(hours=16)
        moment = timedelta(microseconds=1)
        for one in found.balances:
            names = {"code": f"party:{town.ids['anna']}:{one.unit.value.lower()}", "unit": one.unit.value}
            sums = [
                town.bench.rows(SUM_UNTIL.text, community=COMMUNITY, at=min(at - moment, as_of), **names)[0][0]
                for at in (midnight, ends)
            ]
            # Nothing that was booked at `as_of` itself is left out.
            assert (one.opening, one.closing) == tuple(sums)
            lines = [line.amount for line in found.items if line.unit is one.unit]
            if len(found.items) < 50:
                assert one.opening + sum(lines) == one.closing
        spendable = next(one for one in found.balances if one.unit is Unit.SP)
        assert sum(lot.remaining for lot in found.lots) == spendable.closing


def test_pages_go_through_one_state_of_the_books_whatever_is_booked_meanwhile(town):
    for _ in range(7):
        town.bench.tell(town.give("anna", 100_00))
    whole = statement(town)

    seen, after = [], None
    while True:
        page = statement(town, limit=2, after=after)
        seen += page.items
        assert balances(page) == balances(whole)
        town.bench.clock.advance(minutes=1)
        town.bench.tell(town.give("anna", 100_00))
        if page.next_key is None:
            break
        after = page.next_key

    assert seen == list(whole.items)


@pytest.mark.parametrize("form", list(Form))
def test_the_same_statement_is_the_same_file_to_the_byte(town, form):
    town.bench.tell(town.give("anna", 60_00, choice=GiftChoice.POINTS))
    asked = requests.GetStatement(party_id=town.ids["anna"], as_of=town.now)

    files = []
    for _ in range(2):
        answer = town.bench.ask_json("get_statement", to_json(asked), as_=town.actor("anna"))
        assert answer["final"] is bool(files)
        files.append(writing.written(paper([answer]), form))
        town.bench.clock.advance(days=3)
        town.bench.tell(town.give("anna", 60_00))

    assert files[0] == files[1]


def to_json(asked):
    from contracts import shape

    return shape.dump(asked)


def test_what_is_known_later_is_not_in_what_was_known_then(town):
    town.bench.tell(town.give("anna", 100_00))
    then = town.now
    town.bench.clock.advance(days=2)
    town.bench.tell(town.give("anna", 500_00))

    before = statement(town, as_of=then)
    after = statement(town)

    assert [one.closing for one in before.balances if one.unit is Unit.CV] == [10_00]
    assert before.money == 100_00
    assert [one.closing for one in after.balances if one.unit is Unit.CV] == [60_00]


@pytest.mark.parametrize("name", ["bela", "carl", "organiser", "confirmer", "clerk", "officer", "council"])
def test_nobody_else_reads_it(town, name):
    with pytest.raises(AskRefused) as refused:
        statement(town, by=name)
    assert refused.value.code == "points.party_not_found"


def test_not_even_with_all_roles_but_those_of_staff_and_auditor(town):
    most = [role for role in Role if role not in {Role.COMMUNITY_STAFF, Role.AUDITOR}]
    asked = requests.GetStatement(party_id=town.ids["anna"])

    for who, code in ((actor(town.ids["stranger"], *most), "points.party_not_found"), (actor(None), "not-allowed")):
        with pytest.raises(AskRefused) as refused:
            town.bench.ask(asked, as_=who)
        assert refused.value.code == code
    with pytest.raises(AskRefused) as refused:
        town.bench.ask(asked, as_=actor(town.ids["anna"], Role.RESIDENT, community="elsewhere"))
    assert refused.value.code == "points.party_not_found"


def test_staff_say_why_first_and_the_party_sees_it(town):
    with pytest.raises(AskRefused) as refused:
        statement(town, by="staff")
    access = requests.OpenStatement(access_id=new_id("sac"), party_id=town.ids["anna"], reason="核对申诉")
    town.ask(access, "staff")
    again = town.ask(access, "staff")

    assert refused.value.code == "points.statement_reason_needed"
    assert statement(town, by="staff").party_id == town.ids["anna"]
    seen = town.ask(requests.ListStatementAccesses(party_id=town.ids["anna"]), "anna")
    assert [(one.reader_id, one.reason) for one in seen.items] == [(town.ids["staff"], "核对申诉")]
    assert seen.items[0] == again
    with pytest.raises(AskRefused) as unseen:
        town.ask(requests.ListStatementAccesses(party_id=town.ids["anna"]), "staff")
    assert unseen.value.code == "points.party_not_found"
    town.bench.clock.advance(hours=24)
    with pytest.raises(AskRefused) as late:
        statement(town, by="staff")
    assert late.value.code == "points.statement_reason_needed"


def test_a_reason_is_for_one_reader_and_one_party_and_an_id_for_one_reason(town):
    access = requests.OpenStatement(access_id=new_id("sac"), party_id=town.ids["anna"], reason="核对申诉")
    town.ask(access, "staff")
    colleague = actor(town.ids["stranger"], Role.COMMUNITY_STAFF)

    codes = []
    for ask in (
        lambda: town.bench.ask(requests.GetStatement(party_id=town.ids["anna"]), as_=colleague),
        lambda: statement(town, "bela", by="staff"),
        lambda: town.bench.ask(access, as_=colleague),
        lambda: town.ask(
            requests.OpenStatement(access_id=new_id("sac"), party_id=town.ids["staff"], reason="看看"), "staff"
        ),
    ):
        with pytest.raises(AskRefused) as refused:
            ask()
        codes.append(refused.value.code)

    assert codes == [
        "points.statement_reason_needed",
        "points.statement_reason_needed",
        "points.statement_access_id_taken",
        "points.statement_is_own",
    ]


def test_a_household_an_organisation_and_an_auditor_read_what_is_theirs_to_read(town):
    auditor = actor(town.ids["stranger"], Role.AUDITOR)

    assert statement(town, "home", by="bela").party_id == town.ids["home"]
    agent = actor(town.ids["stranger"], Role.MERCHANT_AGENT, organisation_id=town.ids["shop"])
    theirs = town.bench.ask(requests.GetStatement(party_id=town.ids["shop"]), as_=agent)
    assert theirs.party_id == town.ids["shop"]
    assert town.bench.ask(requests.GetStatement(party_id=town.ids["anna"]), as_=auditor).public_name == "张***a"
    with pytest.raises(AskRefused):
        statement(town, "home", by="dora")
    for name in ("carl", "clerk"):
        with pytest.raises(AskRefused):
            statement(town, "shop", by=name)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"from_day": date(2023, 3, 2), "until_day": date(2023, 3, 1)}, "points.statement_period_backwards"),
        ({"as_of": datetime(2099, 1, 1, tzinfo=UTC)}, "points.statement_not_known_yet"),
        ({"after": "pty_1"}, "points.statement_place_unknown"),
        ({"after": f"{10**20}.1"}, "points.statement_place_unknown"),
    ],
)
def test_what_makes_no_sense_is_refused(town, changes, code):
    with pytest.raises(AskRefused) as refused:
        statement(town, **changes)
    assert refused.value.code == code


def test_a_period_before_or_after_everything_is_empty(town):
    town.bench.tell(town.give("anna", 100_00))

    early = statement(town, from_day=date(2020, 1, 1), until_day=date(2020, 1, 31))
    late = statement(town, from_day=date(2030, 1, 1), until_day=date(9999, 12, 31))

    assert (early.items, balances(early)[Unit.CV]) == ((), (0, 0))
    assert (late.items, balances(late)[Unit.CV]) == ((), (10_00, 10_00))


def test_what_was_taken_back_is_no_longer_given_but_was_given_then(town):
    given = goods(town, grams=12_000)
    credited(town, given)
    before = town.now
    town.bench.clock.advance(days=1)
    returned = TakenBack(
        source_id=given.gift_id, reason=ReversalReason.RETURNED_GOODS, because="returned", amount=25_00
    )
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        reversals.reverse(work, [returned])

    now, then = statement(town), statement(town, as_of=before)

    assert (then.goods, then.grams) == (100_00, 12_000)
    assert (now.goods, now.grams) == (75_00, 9_000)
    assert balances(now)[Unit.CV] == (0, 7_50)
