"""Points that lapse: said before, and moved where their owners want them (rulebook §4)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from chassis.actor import system
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.events import LapseNoticed, PointsExpired, PointsPooled
from contracts.points.kinds import LapseTo, PoolCause
from contracts.roles import Role
from ledger import NewAccount, Transfer, open_accounts, post
from services.points.accounts import rules as accounts
from services.points.accounts import store as account_store
from services.points.lapses import rules
from services.points.rate_cards.rules import FIRST_RULEBOOK
from tests.support.bench import COMMUNITY, AskRefused, actor
from tests.support.counting import statements

GRANTED = date(2023, 3, 18)
LAST_DAY = date(2025, 3, 31)


def go_to(town, day: date) -> None:
    """Noon of that day."""
    town.bench.clock.advance(days=(day - date(2023, 3, 18)).days - town_days(town))


def town_days(town) -> int:
    return (town.now.date() - date(2023, 3, 18)).days


def days_pass(town, day: date) -> None:
    """To that day, with the job of each day before it run in time; the first run only looks at the day before."""
    town.bench.run_periods()
    go_to(town, day)
    town.bench.run_periods()


def notices(town, name="anna"):
    return town.ask(requests.ListLapseNotices(), name).items


def at(town, code: str) -> int:
    found = town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = :code AND unit = 'SP'", code=code)
    return found[0].balance if found else 0


def test_a_lot_is_announced_thirty_seven_and_one_days_before_once_each(town):
    town.earn("anna", 120_00)
    seen = []
    go_to(town, LAST_DAY - timedelta(days=32))
    town.bench.run_periods()
    for days in (31, 30, 8, 7, 2, 1, 0):
        go_to(town, LAST_DAY - timedelta(days=days))
        town.bench.run_periods()
        town.bench.run_periods()
        seen.append(len(notices(town)))

    assert seen == [0, 1, 1, 2, 2, 3, 3]
    assert [(one.days_before, one.sp, one.expires_on) for one in notices(town)] == [
        (1, 120_00, LAST_DAY),
        (7, 120_00, LAST_DAY),
        (30, 120_00, LAST_DAY),
    ]
    assert town.bench.said_types().count(LapseNoticed) == 3
    assert notices(town, "bela") == ()


def test_days_that_were_missed_are_made_up(town):
    town.earn("anna", 120_00)
    go_to(town, LAST_DAY - timedelta(days=40))
    town.bench.run_periods()
    go_to(town, LAST_DAY)

    town.bench.run_periods()

    assert [one.days_before for one in notices(town)] == [1, 7, 30]


def test_a_person_gets_one_notice_a_day_whatever_lapses_on_how_many_days(town):
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        lots(work, town.ids["anna"], {date(2023, 4, 17): 3_00, date(2023, 3, 25): 2_00, date(2023, 3, 19): 1_00})

    town.bench.run_periods()

    [said] = [event for event in town.bench.said() if isinstance(event, LapseNoticed)]
    assert (said.sp, [(one.days_before, one.sp) for one in said.lots]) == (6_00, [(1, 1_00), (7, 2_00), (30, 3_00)])
    assert len(notices(town)) == 3


def lots(work, party_id: str, wanted: dict[date, int]) -> None:
    account_store.open_for(work, [party_id])
    open_accounts(work, [NewAccount(code="mint:test", unit="SP", floor=None)])
    post(
        work,
        [
            Transfer(
                debit="mint:test",
                credit=accounts.sp_of(party_id),
                unit="SP",
                amount=amount,
                kind="grant-H1",
                reference="tst",
                rulebook="1",
                expires_on=day,
            )
            for day, amount in wanted.items()
        ],
    )


def test_what_lapses_goes_to_the_pool_or_to_nothing_as_its_owner_wants(town):
    for name in ("anna", "bela", "dora"):
        town.earn(name, 100_00)
    town.ask(requests.ChooseLapse(to=LapseTo.NOTHING), "bela")
    town.ask(requests.ChooseLapse(to=LapseTo.NOTHING), "dora")
    town.ask(requests.ChooseLapse(to=LapseTo.POOL), "dora")
    assert town.ask(requests.GetLapseChoice(), "anna").to is LapseTo.POOL
    assert town.ask(requests.GetLapseChoice(), "bela").to is LapseTo.NOTHING

    go_to(town, LAST_DAY)
    town.bench.run_sweeps()
    assert town.balance("anna").sp == 100_00
    go_to(town, LAST_DAY + timedelta(days=1))
    for _ in range(2):
        town.bench.run_sweeps()

    assert (at(town, "pool:mutual-aid"), at(town, "expired")) == (200_00, 100_00)
    assert [town.balance(name).sp for name in ("anna", "bela", "dora")] == [0, 0, 0]
    said = town.bench.said()
    assert [(one.party_id, one.sp) for one in said if isinstance(one, PointsExpired)] == [(town.ids["bela"], 100_00)]
    pooled = [(one.party_id, one.sp, one.cause) for one in said if isinstance(one, PointsPooled)]
    assert sorted(pooled) == sorted([(town.ids[name], 100_00, PoolCause.LAPSE) for name in ("anna", "dora")])


def test_what_is_held_does_not_lapse(town):
    town.earn("anna", 100_00)
    item = town.offer(price=30_00)
    go_to(town, LAST_DAY)
    town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=30_00), "anna")
    go_to(town, LAST_DAY + timedelta(days=1))
    # Not the sweep of redemptions, which would free what its own time is over for.
    town.bench.service.lapse_points()

    assert (town.balance("anna").sp, at(town, "pool:mutual-aid")) == (30_00, 70_00)


def test_only_who_holds_points_chooses(town):
    for name in ("staff", "approver", "clerk"):
        with pytest.raises(AskRefused, match="not-allowed"):
            town.ask(requests.ChooseLapse(to=LapseTo.NOTHING), name)
    unknown = actor(new_id("pty"), Role.RESIDENT)
    with pytest.raises(AskRefused, match=r"points\.actor_not_registered"):
        town.bench.ask(requests.ChooseLapse(to=LapseTo.NOTHING), as_=unknown)


def test_two_thousand_lots_are_announced_and_lapse_in_a_handful_of_statements(town):
    """Set-based: what grows is the size of the statements, not their number."""
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        people = [new_id("pty") for _ in range(500)]
        account_store.open_for(work, people)
        soon = {date(2023, 3, 19 + turn): 1_00 + turn for turn in range(3)} | {date(2023, 3, 25): 9_00}
        for person in people:
            lots(work, person, soon)
    with statements(town.bench.database.engine) as noticing:
        town.bench.service.notice_lapses("2023-03-17")
    town.bench.clock.advance(days=10)
    with statements(town.bench.database.engine) as lapsing:
        for _ in range(2):
            town.bench.service.lapse_points()

    assert town.bench.count("lapse_notices") == 1_000
    assert at(town, "pool:mutual-aid") == 500 * sum(soon.values())
    assert len(noticing) < 12, noticing
    assert len(lapsing) < 50, lapsing


def test_the_steps_are_those_of_the_rulebook():
    assert rules.last_days(date(2025, 3, 1), now=FIRST_RULEBOOK, before=FIRST_RULEBOOK) == {
        date(2025, 3, 31): 30,
        date(2025, 3, 8): 7,
        date(2025, 3, 2): 1,
    }
