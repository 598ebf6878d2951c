"""A rate card or a loan table is proposed by one council member, put in force by another, and holds from a later month on."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import LoanRate, Rate
from contracts.points.kinds import ContributionType, Evidence, Measure, RateProposalState
from contracts.roles import Role
from tests.database.points.importing import approve, row, sent
from tests.database.points.test_identities import link
from tests.database.points.test_submitting import loan
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor

ROOM = LoanRate(code="ROOM-20", name="20 平方米以内的房间", hourly=40_00)
BOAT = LoanRate(code="BOAT", name="游船", hourly=80_00)
DEARER = Rate(contribution_type=ContributionType.H1, measure=Measure.HOUR, cv=12_00, sp=10_00)
NEXT_MONTH = "2023-04"
APRIL = datetime(2023, 4, 1, 10, tzinfo=UTC)


def card(**changes: object) -> requests.ProposeRateCard:
    plain = {
        "proposal_id": new_id("rtp"),
        "number": 2,
        "in_force_from": NEXT_MONTH,
        "heavy_cv_percent": 150,
        "sp_hours_per_month": 40,
        "rates": (DEARER,),
        "reason": "议事会三月会议",
    }
    return requests.ProposeRateCard(**(plain | changes))


def table(**changes: object) -> requests.ProposeLoanTable:
    plain = {
        "proposal_id": new_id("rtp"),
        "number": 2,
        "in_force_from": NEXT_MONTH,
        "items": (ROOM, BOAT),
        "reason": "租金调查",
    }
    return requests.ProposeLoanTable(**(plain | changes))


def decision(proposed, *, accept=True) -> requests.DecideRateProposal:
    return requests.DecideRateProposal(proposal_id=proposed.proposal_id, accept=accept)


def member(town, name):
    return actor(town.ids[name], Role.COUNCIL_MEMBER)


def code_of(asking) -> str:
    with pytest.raises(AskRefused) as refused:
        asking()
    return refused.value.code


def cards(town):
    return town.bench.ask(requests.ListRateCards(), as_=actor(None)).items


def tables(town):
    return town.bench.ask(requests.ListLoanTables(), as_=actor(None)).items


def proposals(town):
    return town.bench.ask(requests.ListRateProposals(), as_=actor(None)).items


def test_a_card_holds_once_a_second_member_agreed_for_what_is_performed_from_its_month_on(town):
    proposed = card()
    waiting = town.ask(proposed, "council")
    alone = [one.number for one in cards(town)]
    agreed = town.bench.ask(decision(proposed), as_=member(town, "stranger"))
    town.bench.clock.at = datetime(2023, 3, 31, 10, tzinfo=UTC)
    in_march = town.hours()
    town.ask(in_march, "anna")
    town.bench.clock.at = APRIL
    in_april = town.hours()

    town.confirm(in_march.contribution_id)
    [later] = town.settle(in_april)
    earlier = town.approve(in_march.contribution_id)

    assert (waiting.state, alone) == (RateProposalState.PROPOSED, [1])
    assert (agreed.state, agreed.decided_by) == (RateProposalState.AGREED, town.ids["stranger"])
    assert (earlier.cv, earlier.rate_card, later.cv, later.rate_card) == (20_00, 1, 24_00, 2)
    second = cards(town)[1]
    assert (second.proposed_by, second.agreed_by) == (town.ids["council"], town.ids["stranger"])


def test_a_loan_is_priced_by_the_table_that_held_when_it_was_lent_whichever_way_it_comes(town):
    town.put_in_force(table())
    town.bench.clock.at = APRIL
    in_march = loan(town, started_at=datetime(2023, 3, 31, 6, tzinfo=UTC))
    before = town.ask(in_march, "anna")
    after = town.ask(loan(town), "anna")
    boat = town.ask(loan(town, item="BOAT"), "organiser")
    early_boat = loan(town, item="BOAT", started_at=datetime(2023, 3, 31, 9, tzinfo=UTC))
    left_out = code_of(lambda: town.ask(loan(town, item="TENT"), "anna"))
    too_early = code_of(lambda: town.ask(early_boat, "anna"))
    lent = {"contribution_type": "V1", "loan": "ROOM-20", "minutes": "60"}
    found = sent(town, row(town, "carl", **lent), row(town, "carl", 3, **(lent | {"loan": "TENT"})))
    approve(town, found, without_faulty=True)
    town.bench.run_sweeps()
    [entered] = town.bench.rows("SELECT fen, loan_table FROM contributions WHERE channel = 'import'")

    assert [(one.value, one.loan_table) for one in (before, after, boat)] == [(90_00, 1), (120_00, 2), (240_00, 2)]
    assert (left_out, too_early) == ("points.loan_unknown", "points.loan_unknown")
    assert (found.rows_sound, found.rows_faulty) == (1, 1)
    assert (entered.fen, entered.loan_table) == (40_00, 2)


def test_what_was_lent_keeps_its_table_through_all_steps(town):
    asked = loan(town)
    town.ask(asked, "organiser")
    town.put_in_force(table())
    town.bench.clock.at = APRIL
    town.confirm(asked.contribution_id, Evidence.E1)
    town.bench.clock.advance(days=3)

    settled = town.approve(asked.contribution_id)

    assert (settled.value, settled.cv, settled.loan_table) == (90_00, 9_00, 1)


@pytest.mark.parametrize("make", [card, table])
def test_nobody_agrees_alone_or_with_somebody_close(town, make):
    proposed = make()
    town.bench.ask(proposed, as_=member(town, "anna"))
    again = actor(town.ids["anna"], *Role)

    codes = [
        code_of(lambda who=who: town.bench.ask(decision(proposed), as_=who)) for who in (again, member(town, "bela"))
    ]

    assert codes == ["points.own_rate_proposal"] * 2
    assert (len(cards(town)), len(tables(town))) == (1, 1)
    town.bench.ask(decision(proposed), as_=member(town, "carl"))
    assert len(cards(town)) + len(tables(town)) == 3


def test_one_person_of_two_identities_is_one_person(town):
    proposed = card()
    link(town, "carl", "stranger")
    town.bench.ask(proposed, as_=member(town, "carl"))

    assert (
        code_of(lambda: town.bench.ask(decision(proposed), as_=member(town, "stranger"))) == "points.own_rate_proposal"
    )


@pytest.mark.parametrize("name", ["staff", "approver", "confirmer", "organiser", "anna"])
def test_only_the_council_proposes_and_decides(town, name):
    proposed = card()
    town.ask(proposed, "council")

    codes = [code_of(lambda asked=asked: town.ask(asked, name)) for asked in (card(), table(), decision(proposed))]

    assert codes == ["not-allowed"] * 3


@pytest.mark.parametrize("month", ["2023-03", "2023-02"])
def test_nothing_is_proposed_for_a_month_that_has_begun(town, month):
    codes = [code_of(lambda make=make: town.ask(make(in_force_from=month), "council")) for make in (card, table)]

    assert codes == ["points.rate_card_not_next", "points.loan_table_not_next"]


@pytest.mark.parametrize(("make", "code"), [(card, "points.rate_card_not_next"), (table, "points.loan_table_not_next")])
def test_what_nobody_agreed_to_before_its_month_lapses(town, make, code):
    proposed = make()
    town.ask(proposed, "council")
    town.bench.clock.at = APRIL

    too_late = code_of(lambda: town.bench.ask(decision(proposed), as_=member(town, "stranger")))

    assert too_late == code
    assert [one.state for one in proposals(town)] == [RateProposalState.LAPSED]
    assert (len(cards(town)), len(tables(town))) == (1, 1)


def test_the_second_proposal_for_the_same_number_waits_in_vain(town):
    first, second = card(), card(in_force_from="2023-05")
    town.ask(first, "council")
    town.ask(second, "council")
    town.bench.ask(decision(first), as_=member(town, "stranger"))

    too_late = code_of(lambda: town.bench.ask(decision(second), as_=member(town, "stranger")))
    taken_back = town.ask(decision(second, accept=False), "council")
    decided = code_of(lambda: town.bench.ask(decision(second), as_=member(town, "stranger")))

    assert (too_late, decided) == ("points.rate_card_not_next", "points.rate_proposal_decided")
    assert taken_back.state is RateProposalState.REJECTED
    assert [one.number for one in cards(town)] == [1, 2]


def test_of_two_that_are_agreed_at_once_one_is_put_in_force(town):
    rivals = [table(), table(items=(BOAT,))]
    for one in rivals:
        town.ask(one, "council")

    outcomes = at_once([lambda one=one: town.bench.ask(decision(one), as_=member(town, "stranger")) for one in rivals])

    assert sorted(outcomes) == ["ok", "points.loan_table_not_next"]
    assert [one.number for one in tables(town)] == [1, 2]


def test_two_who_agree_to_the_same_at_once_put_it_in_force_once(town):
    proposed = card()
    town.ask(proposed, "council")

    outcomes = at_once(
        [lambda name=name: town.bench.ask(decision(proposed), as_=member(town, name)) for name in ("stranger", "carl")]
    )

    assert sorted(outcomes) == ["ok", "points.rate_proposal_decided"]
    assert [one.number for one in cards(town)] == [1, 2]


def test_the_same_proposal_again_is_answered_alike_and_another_one_is_refused(town):
    proposed = table()
    first = town.ask(proposed, "council")
    town.bench.ask(decision(proposed), as_=member(town, "stranger"))
    again = town.ask(proposed, "council")

    assert (first.state, again.state) == (RateProposalState.PROPOSED, RateProposalState.AGREED)
    others = [replace(proposed, items=(BOAT,)), card(proposal_id=proposed.proposal_id)]
    assert [code_of(lambda one=one: town.ask(one, "council")) for one in others] == [
        "points.rate_proposal_id_taken"
    ] * 2
    unknown = requests.DecideRateProposal(proposal_id=new_id("rtp"), accept=True)
    assert code_of(lambda: town.ask(unknown, "council")) == "points.rate_proposal_not_found"
    stale = lambda: town.ask(decision(proposed), "council", if_version=1)  # noqa: E731 - one use
    assert code_of(stale) == "stale-version"


def test_everybody_reads_what_holds_in_a_month_and_who_proposed_and_agreed(town):
    proposed = table()
    town.put_in_force(proposed)

    march, april = (
        town.bench.ask(requests.GetLoanTable(month=month), as_=actor(None)) for month in ("2023-03", "2023-04")
    )
    [shown] = proposals(town)

    assert (march.number, march.proposed_by, len(march.items)) == (1, None, 9)
    assert (april.number, april.items) == (2, (ROOM, BOAT))
    assert (april.proposed_by, april.agreed_by, april.agreed_at) == (
        town.ids["council"],
        town.ids["stranger"],
        town.now,
    )
    assert (shown.loans.items, shown.card, shown.decided_by) == (proposed.items, None, town.ids["stranger"])
    page = town.bench.ask(requests.ListLoanTables(limit=1), as_=actor(None))
    assert ([one.number for one in page.items], page.next_key) == ([1], "1")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("'changlinpan', 2, '2023-04', '[]', 'a', 'a', '2023-03-18'", "loan_tables_two_persons"),
        ("'changlinpan', 2, '2023-03', '[]', 'a', 'b', '2023-03-18'", "loan_tables_never_backwards"),
        # By the civil clock April has begun.
        ("'changlinpan', 2, '2023-04', '[]', 'a', 'b', '2023-03-31T16:00Z'", "loan_tables_never_backwards"),
    ],
)
def test_the_table_itself_refuses_one_person_and_the_past(town, owner, values, constraint):
    with pytest.raises(IntegrityError, match=constraint), owner.begin() as connection:
        connection.execute(text(f"INSERT INTO loan_tables VALUES ({values})"))
