"""The calendar of working days: by two persons; and what of a statement waits for more than three of them (rulebook §0, §21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.calendar_kinds import HolidayTableState
from contracts.donations.events import StatementLineUnmatched
from contracts.donations.kinds import LineState
from contracts.roles import Role
from tests.database.donations.town import FUND
from tests.support.bench import AskRefused, actor

# Tomb-Sweeping Day 2023: Wednesday the 5th of April. For this story the 3rd and 4th are free too, and Saturday the 1st is worked.
ROWS = (
    requests.RawDay(day="2023-04-05", kind="holiday", name="清明节"),
    requests.RawDay(day="2023-04-03", kind="holiday"),
    requests.RawDay(day="2023-04-04", kind="holiday"),
    requests.RawDay(day="2023-04-01", kind="working"),
)
THURSDAY = datetime(2023, 3, 30, 2, tzinfo=UTC)


def table(**changes: object) -> requests.ProposeHolidays:
    plain = {"table_id": new_id("hol"), "year": "2023", "source": "国办发明电〔2022〕16号", "rows": ROWS}
    return requests.ProposeHolidays(**(plain | changes))


def member(town, name):
    return actor(town.ids[name], Role.COUNCIL_MEMBER)


def decision(asked, *, accept=True) -> requests.DecideHolidays:
    return requests.DecideHolidays(table_id=asked.table_id, accept=accept)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def tables(town):
    return town.bench.ask(requests.ListHolidayTables(), as_=actor(None)).items


def in_force(town, **changes: object) -> None:
    asked = table(**changes)
    town.ask(asked, "staff")
    town.bench.ask(decision(asked), as_=member(town, "carrier"))


def unmatched(town):
    return [event for event in town.bench.said() if isinstance(event, StatementLineUnmatched)]


def test_a_table_holds_once_somebody_else_agreed_and_nobody_close_is_somebody_else(town):
    asked = table()
    waiting = town.bench.ask(asked, as_=member(town, "anna"))
    own = code_of(lambda: town.bench.ask(decision(asked), as_=actor(town.ids["anna"], *Role)))
    close = code_of(lambda: town.bench.ask(decision(asked), as_=member(town, "annas_husband")))
    agreed = town.bench.ask(decision(asked), as_=member(town, "carrier"))
    again = code_of(lambda: town.bench.ask(decision(asked), as_=member(town, "bela")))

    assert (waiting.state, own, close) == (HolidayTableState.PROPOSED, "holidays.own", "holidays.own")
    assert (agreed.state, agreed.decided_by, again) == (
        HolidayTableState.AGREED,
        town.ids["carrier"],
        "holidays.decided",
    )
    [shown] = tables(town)
    assert [one.day.day for one in shown.days] == [1, 3, 4, 5]


def test_with_a_faulty_row_nothing_is_kept_and_the_row_is_named(town):
    asked = table(rows=(*ROWS, requests.RawDay(day="2022-12-31", kind="holiday")))
    found = town.ask(asked, "staff")

    assert (found.state, [(one.row, one.reason) for one in found.faults]) == (
        HolidayTableState.FAULTY,
        [(5, "day_of_another_year")],
    )
    assert tables(town) == ()
    assert code_of(lambda: town.bench.ask(decision(asked), as_=member(town, "carrier"))) == "holidays.not_found"
    assert town.ask(replace(asked, rows=ROWS), "staff").state is HolidayTableState.PROPOSED


def test_the_same_table_again_is_answered_alike_and_another_one_refused(town):
    asked = table()
    town.ask(asked, "staff")
    town.bench.ask(decision(asked, accept=False), as_=member(town, "carrier"))

    assert town.ask(asked, "staff").state is HolidayTableState.REJECTED
    assert code_of(lambda: town.ask(replace(asked, rows=ROWS[:1]), "staff")) == "holidays.id_taken"


@pytest.mark.parametrize("name", ["anna", "officer", "treasurer", "auditor", "appraiser"])
def test_only_staff_and_council_propose_and_the_council_decides(town, name):
    asked = table()
    town.ask(asked, "staff")

    assert [code_of(lambda one=one: town.ask(one, name)) for one in (table(), decision(asked))] == ["not-allowed"] * 2
    assert code_of(lambda: town.ask(decision(asked), "staff")) == "not-allowed"


@pytest.mark.parametrize(
    ("with_table", "still", "told"),
    [(True, date(2023, 4, 6), date(2023, 4, 7)), (False, date(2023, 4, 4), date(2023, 4, 5))],
)
def test_both_sides_are_told_once_of_what_waits_for_more_than_three_working_days(town, with_table, still, told):
    # From Thursday the 30th: with the table the 31st, the 1st and the 6th of April are its working days, and the alarm comes on the 7th.
    if with_table:
        in_force(town)
    town.bench.clock.at = THURSDAY
    exact = town.promise(amount=50_00)
    town.bank(town.line(exact.payment_reference, 50_00), town.line("生日快乐", 5_00))
    for day in (still, told):
        town.bench.clock.at = datetime(day.year, day.month, day.day, 2, tzinfo=UTC)
        town.bench.run_sweeps()
    town.bench.run_sweeps()

    [event] = unmatched(town)
    [line] = town.ask(requests.ListStatementLines(fund_code=FUND, state=LineState.OPEN), "treasurer").items
    assert (event.line_id, event.amount, event.overdue_on) == (line.line_id, 5_00, told)
    assert line.overdue_on == told


def test_of_two_tables_of_a_year_the_one_agreed_last_holds(town):
    in_force(town)
    town.bench.clock.advance(days=1)
    in_force(town, rows=(requests.RawDay(day="2023-05-01", kind="holiday"),))
    town.bench.clock.at = THURSDAY
    town.open_line()
    town.bench.clock.at = datetime(2023, 4, 5, 2, tzinfo=UTC)
    town.bench.run_sweeps()

    assert len(unmatched(town)) == 1
