"""Nobody confirms a gift by an import alone in which they have a part, nor one that earns many points (ADR 0107)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.actor import Actor
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed
from contracts.donations.kinds import GiftChoice, GiftState, LineOutcome, LineState, MatchKind
from contracts.points.events import PartyHouseholdChanged
from contracts.roles import Role
from tests.database.donations import pledging, rounding
from tests.database.donations.test_mandates import CONSENT, drafting, wake
from tests.database.donations.test_statements import at_once, confirmed, refusal
from tests.database.donations.town import FUND
from tests.support.bench import COMMUNITY, AskRefused, actor

POINTS = {"choice": GiftChoice.POINTS, "waiver_number": "WAIVER-1"}
OWN = [(LineOutcome.OPEN, MatchKind.OWN)]
MATCHED = [(LineOutcome.MATCHED, None)]


def as_(town, name: str, *roles: Role, acts_for: str | None = None) -> Actor:
    """The same person under another hat."""
    return actor(town.ids[name], *roles, organisation_id=town.ids[acts_for] if acts_for else None)


def recorded(town, whose: str, by: Actor, amount: int = 50_00, **more: Any):
    return town.bench.ask(town.asking_gift(whose, amount, **more), as_=by)


def told(statement):
    return [(result.outcome, result.reason) for result in statement.results]


def imported(town, gift):
    return town.bank(town.line(gift.payment_reference, gift.amount))


def home_of(town, name: str, household: str | None, *, version: int) -> None:
    moved = PartyHouseholdChanged(
        community=COMMUNITY,
        party_id=town.ids[name],
        former_household_id=None,
        household_id=household,
        changed_on=date(2023, 3, 10),
        party_version=version,
    )
    town.bench.tell(moved)


def test_an_officers_own_gift_earns_nothing_by_her_own_file_and_is_matched_by_two_others(town):
    gift = recorded(town, "officer", as_(town, "officer", Role.RESIDENT), 10_000_00, **POINTS)

    statement = imported(town, gift)
    again = imported(town, gift)

    assert (told(statement), told(again)) == (OWN, OWN)
    assert (statement.matched, statement.waiting, confirmed(town)) == (0, 1, [])
    looked = requests.ListStatementLines(fund_code=FUND, match=MatchKind.OWN)
    first, _ = town.ask(looked, "treasurer").items
    assert (first.state, first.match, first.gift_id) == (LineState.OPEN, MatchKind.OWN, None)
    assert town.ask(replace(looked, match=MatchKind.LARGE), "treasurer").items == ()

    approve = requests.ApproveMatch(line_id=first.line_id)
    town.ask(requests.ProposeMatch(line_id=first.line_id, gift_id=gift.gift_id, reason="本人捐赠"), "officer")
    assert refusal(town, approve, "officer") == "statements.same_person"
    assert refusal(town, approve, "second_officer") == "statements.own_gift"  # Of one organisation with the donor.
    assert confirmed(town) == []
    town.ask(approve, "treasurer")
    assert refusal(town, approve, "treasurer") == "statements.line_not_proposed"
    assert [event.gift_id for event in confirmed(town)] == [gift.gift_id]
    assert town.unmatched() == {}


def test_who_recorded_for_somebody_else_does_not_confirm_it_under_another_hat(town):
    gift = recorded(town, "bela", as_(town, "officer", Role.COMMUNITY_STAFF))

    statement = imported(town, gift)

    assert told(statement) == OWN
    [line] = town.ask(requests.ListStatementLines(fund_code=FUND, state=LineState.OPEN), "treasurer").items
    town.ask(requests.ProposeMatch(line_id=line.line_id, gift_id=gift.gift_id, reason="代为登记"), "treasurer")
    assert refusal(town, requests.ApproveMatch(line_id=line.line_id), "officer") == "statements.own_gift"
    assert confirmed(town) == []


def test_the_household_counts_as_it_is_when_the_file_comes(town):
    gift, other = town.promise("anna"), town.promise("anna")

    home_of(town, "officer", town.ids["home"], version=2)
    assert told(imported(town, gift)) == OWN

    home_of(town, "officer", None, version=3)
    assert told(imported(town, other)) == MATCHED


def test_whoever_acts_for_the_donor_in_any_way_has_a_part_in_its_gift(town):
    by_agent = recorded(town, "bakery", as_(town, "bela", Role.ORGANISATION_AGENT, acts_for="bakery"))
    line = town.line(by_agent.payment_reference, by_agent.amount)
    importing = as_(town, "carrier", Role.FEDERATION_OFFICER, acts_for="bakery")
    assert told(town.bench.ask(town.statement(line), as_=importing)) == OWN

    her_own_word = recorded(town, "bakery", as_(town, "officer", Role.ORGANISATION_AGENT, acts_for="bakery"))
    assert told(imported(town, her_own_word)) == OWN
    assert confirmed(town) == []


def test_a_monthly_promise_is_also_theirs_who_agreed_to_it(town):
    asked = drafting(town, donor_id=town.ids["bakery"])
    agent = as_(town, "officer", Role.MERCHANT_AGENT, acts_for="bakery")
    town.bench.ask(asked, as_=agent)
    town.bench.ask(requests.SignMandate(mandate_id=asked.mandate_id, consent_sha256=CONSENT), as_=agent)
    town.ask(requests.ActivateMandate(mandate_id=asked.mandate_id, contract_number="WX-1"), "second_officer")
    wake(town, date(2023, 3, 20))
    [cycle] = town.ask(requests.ListCycles(mandate_id=asked.mandate_id), "baker").items

    line = town.line(cycle.payment_reference, cycle.amount)

    assert told(town.bank(line)) == OWN
    assert confirmed(town) == []


def test_a_pledge_is_also_theirs_who_signed_it(town):
    asked = pledging.asking_pledge(town)
    agent = as_(town, "officer", Role.MERCHANT_AGENT, acts_for="bakery")
    for request in (asked, pledging.sign(asked.pledge_id)):
        town.bench.ask(request, as_=agent)
    for hand in ("second_officer", "treasurer"):
        pledge = town.ask(pledging.countersign(asked.pledge_id), hand)
    pledging.day(town, 5, 2)
    month = pledging.state(town, pledge, "2023-04", 1000_00)

    assert told(pledging.pay(town, month)) == OWN
    assert confirmed(town) == []


@pytest.mark.parametrize("part", ["customer", "shop"])
def test_a_batch_in_which_the_importer_has_a_part_waits_as_a_whole(town, part):
    rounds = [rounding.rounded(town, "anna", 50), rounding.rounded(town, None, 20)]
    if part == "customer":
        rounds.append(rounding.rounded(town, "officer", 60))
        rounding.report(town, *rounds)
    else:
        asked = requests.ReportRounds(
            merchant_id=town.ids["bakery"], fund_code=FUND, project_code="agreed", rounds=tuple(rounds)
        )
        town.bench.ask(asked, as_=as_(town, "officer", Role.MERCHANT_AGENT, acts_for="bakery"))
    [batch] = rounding.close(town)

    assert told(rounding.pay(town, batch)) == OWN
    assert confirmed(town) == []
    [line] = town.ask(requests.ListStatementLines(fund_code=FUND, match=MatchKind.OWN), "treasurer").items
    propose = requests.ProposeMatch(line_id=line.line_id, batch_id=batch.batch_id, reason="含本人零钱")
    town.ask(propose, "treasurer")
    assert refusal(town, requests.ApproveMatch(line_id=line.line_id), "officer") == "statements.own_gift"
    town.ask(requests.DeclineMatch(line_id=line.line_id), "treasurer")
    town.ask(propose, "officer", key="again")
    town.ask(requests.ApproveMatch(line_id=line.line_id), "treasurer")
    assert {event.batch_id for event in town.bench.said() if hasattr(event, "rounds")} >= {batch.batch_id}
    assert len(confirmed(town)) == len(rounds)


def test_of_one_file_only_what_is_the_importers_own_waits(town):
    mine = recorded(town, "officer", as_(town, "officer", Role.RESIDENT))
    others = [town.promise("anna"), town.promise("bela")]

    statement = town.bank(*(town.line(gift.payment_reference, 50_00) for gift in (others[0], mine, others[1])))

    assert told(statement) == [*MATCHED, *OWN, *MATCHED]
    assert {event.gift_id for event in confirmed(town)} == {gift.gift_id for gift in others}
    assert town.unmatched() == {}


@pytest.mark.parametrize(
    ("fen", "choice", "outcome"),
    [
        (1_999_99, POINTS, MATCHED),
        (2_000_00, POINTS, [(LineOutcome.OPEN, MatchKind.LARGE)]),
        (2_000_00, {}, MATCHED),
    ],
)
def test_a_gift_that_earns_many_points_waits_for_two_people_whoever_imports_it(town, fen, choice, outcome):
    gift = town.promise("anna", fen, **choice)

    assert told(imported(town, gift)) == outcome
    assert len(confirmed(town)) == (outcome == MATCHED)


def test_two_who_agree_at_once_to_a_line_that_was_held_back_confirm_it_once(town):
    gift = recorded(town, "officer", as_(town, "officer", Role.RESIDENT), **POINTS)
    [result] = imported(town, gift).results
    town.ask(requests.ProposeMatch(line_id=result.line_id, gift_id=gift.gift_id, reason="已核银行"), "officer")
    asked = requests.ApproveMatch(line_id=result.line_id)

    outcomes = at_once(
        *(lambda who=who: town.ask(asked, who) for who in ("treasurer", "second_officer", "officer", "treasurer"))
    )

    assert sum(not isinstance(outcome, AskRefused) for outcome in outcomes) == 1
    [event] = [event for event in town.bench.said() if isinstance(event, GiftConfirmed)]
    assert event.gift_id == gift.gift_id
    after = town.bench.ask(requests.GetGift(gift_id=gift.gift_id), as_=as_(town, "officer", Role.RESIDENT))
    assert after.state is GiftState.CONFIRMED
