"""Taking back by hand and suspending for fraud: always another person, never the one concerned, with an appeal."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.events import EarningSuspended, EarningSuspensionLifted
from contracts.points.kinds import ContributionType, Limit, PriceSource, ProposalState, ReversalReason
from contracts.points.kinds import SuspensionState as State
from contracts.roles import Role
from tests.database.points.test_reversals import FRAUD, back, check_books, debt, gift, of, spend
from tests.database.points.test_submitting import goods
from tests.database.points.town import at_once
from tests.support.bench import AskRefused, actor


def propose(town, source_id: str, who="staff", **changes: object):
    plain = {"proposal_id": new_id("rvp"), "source_id": source_id, "reason": ReversalReason.ERROR, "note": "签到表不符"}
    return town.ask(requests.ProposeReversal(**(plain | changes)), who)


def decide(town, proposal, who="council", *, accept=True):
    asked = requests.DecideReversal(proposal_id=proposal.proposal_id, accept=accept)
    return town.bench.ask(asked, as_=who) if not isinstance(who, str) else town.ask(asked, who)


def member(town, name: str):
    """Somebody who sits in the council too."""
    return actor(town.ids[name], Role.COUNCIL_MEMBER, Role.COMMUNITY_STAFF, Role.APPROVER)


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def test_proposed_by_one_and_done_by_another_in_parts(town):
    [settled] = town.settle(town.hours(minutes=120))
    first = propose(town, settled.contribution_id, amount=30)
    done = decide(town, first)
    again = decide(town, propose(town, settled.contribution_id, amount=30))

    assert (done.state, again.state) == (ProposalState.DONE, ProposalState.DONE)
    assert done.reversal_id != again.reversal_id
    assert (town.balance("anna").minutes, town.balance("anna").sp) == (60, 10_00)
    declined = decide(town, propose(town, settled.contribution_id), accept=False)
    assert (declined.state, declined.reversal_id) == (ProposalState.DECLINED, None)
    why = town.ask(requests.GetGrant(source_id=settled.contribution_id), "anna")
    assert [(one.minutes, one.cv, one.sp) for one in why.reversals] == [(30, 5_00, 5_00)] * 2
    check_books(town)


def test_nobody_decides_who_proposed_is_concerned_close_or_had_a_hand_in_it(town):
    [settled] = town.settle(town.hours())
    proposal = propose(town, settled.contribution_id)

    outcomes = {
        name: code(lambda name=name: decide(town, proposal, member(town, name)))
        for name in ("staff", "anna", "bela", "organiser", "confirmer", "approver")
    }
    assert set(outcomes.values()) == {"points.own_reversal"}
    for name in ("staff", "approver", "anna", "confirmer", "officer"):
        assert code(lambda name=name: decide(town, proposal, name)) == "not-allowed"
    for name in ("anna", "clerk", "confirmer", "council"):
        assert code(lambda name=name: propose(town, settled.contribution_id, name)) == "not-allowed"
    # An operator has no business rights.
    operator = actor(None, Role.SYSTEM_OPERATOR)
    assert code(lambda: decide(town, proposal, operator)) == "not-allowed"
    assert town.balance("anna").cv == 20_00
    assert decide(town, proposal).state is ProposalState.DONE
    assert code(lambda: decide(town, proposal, accept=False)) == "points.reversal_proposal_decided"


@pytest.mark.parametrize(("proposer", "near"), [("bela", "anna"), ("carl", "clerk")])
def test_nobody_decides_who_lives_or_works_with_whoever_proposed(town, proposer, near):
    source = gift(town, "dora", 10_00)
    asked = {"proposal_id": new_id("rvp"), "source_id": source, "reason": ReversalReason.ERROR, "note": "签到表不符"}
    proposal = town.bench.ask(requests.ProposeReversal(**asked), as_=member(town, proposer))

    for accept in (True, False):
        refused = code(lambda accept=accept: decide(town, proposal, member(town, near), accept=accept))
        assert refused == "points.own_reversal"
    assert decide(town, proposal, member(town, "stranger")).state is ProposalState.DONE


def test_nobody_decides_who_stood_up_for_it_appraised_it_or_confirmed_it_again(town):
    for _ in range(4):
        town.settle(town.hours(minutes=180, started_at=town.now - timedelta(hours=4)))
    late = town.hours(started_at=town.now - timedelta(days=9), entry_reason="当时没有手机")
    town.ask(late, "organiser")
    second = requests.SecondEntry(contribution_id=late.contribution_id)
    town.bench.ask(second, as_=actor(town.ids["stranger"], Role.COMMUNITY_STAFF))
    given = goods(town)
    town.ask(given, "anna")
    price = requests.AppraiseContributedGoods(
        contribution_id=given.contribution_id, unit_price=40_00, source=PriceSource.INVOICE
    )
    town.bench.ask(price, as_=actor(town.ids["dora"], Role.COMMUNITY_STAFF))
    town.confirm_fully(late.contribution_id)
    town.confirm_fully(given.contribution_id)
    town.bench.clock.advance(days=7)
    settled = [town.approve(one.contribution_id) for one in (late, given)]
    assert settled[0].second_confirmed_by == town.ids["second_confirmer"]

    by_hand, appraised = (propose(town, one.contribution_id) for one in settled)
    for name in ("stranger", "second_confirmer"):
        assert code(lambda name=name: decide(town, by_hand, member(town, name))) == "points.own_reversal"
    assert code(lambda: decide(town, appraised, member(town, "dora"))) == "points.own_reversal"
    # Who had a hand in another one decides on this one as before.
    assert decide(town, by_hand, member(town, "dora")).state is ProposalState.DONE
    assert decide(town, appraised, member(town, "stranger")).state is ProposalState.DONE


def test_what_cannot_be_proposed_or_done(town):
    source = gift(town, "anna", 10_00)
    proposal = propose(town, source, amount=200_01)

    assert code(lambda: decide(town, proposal)) == "points.reverses_more_than_is_left"
    assert code(lambda: propose(town, new_id("gft"))) == "points.grant_not_found"
    assert code(lambda: propose(town, source, proposal_id=proposal.proposal_id)) == "points.reversal_proposal_id_taken"
    assert code(lambda: decide(town, proposal.__class__(**(vars(proposal) | {"proposal_id": new_id("rvp")})))) == (
        "points.reversal_proposal_not_found"
    )
    same = propose(town, source, proposal_id=proposal.proposal_id, amount=200_01)
    assert same.proposal_id == proposal.proposal_id
    assert code(lambda: town.ask(requests.GetGrant(source_id=source), "dora")) == "points.source_not_found"
    assert code(lambda: town.ask(requests.GetClawback(party_id=town.ids["anna"]), "dora")) == "points.party_not_found"
    assert town.balance("anna").sp == 10_00


def test_decided_by_many_at_once_it_is_done_once(town):
    source = gift(town, "anna", 10_00)
    proposal = propose(town, source, amount=100_00)

    outcomes = at_once([lambda: decide(town, proposal)] * 6)

    assert sorted(outcomes) == ["ok"] + ["points.reversal_proposal_decided"] * 5
    assert town.balance("anna").sp == 5_00


def test_a_shortage_is_seen_by_the_party_and_staff_alone(town):
    source = gift(town, "anna", 10_00)
    spend(town, "anna", 10_00)
    back(town, of(source))

    seen = town.ask(requests.GetClawback(party_id=town.ids["anna"]), "anna")

    assert (seen.sp_debt, seen.percent) == (10_00, 50)
    assert town.ask(requests.GetClawback(party_id=town.ids["anna"]), "staff") == seen
    assert code(lambda: town.ask(requests.GetClawback(party_id=town.ids["anna"]), "bela")) == "points.party_not_found"


def fraud(town, name="anna") -> str:
    [made] = back(town, of(gift(town, name, 10_00), reason=FRAUD))
    return made.taken.reversal_id


def suspend(town, reversal_id: str, name="anna", who="staff", **changes: object):
    plain = {
        "suspension_id": new_id("ssp"),
        "party_id": town.ids[name],
        "reversal_id": reversal_id,
        "months": 3,
        "reason": "代签到",
    }
    return town.ask(requests.ProposeSuspension(**(plain | changes)), who)


def impose(town, one, who="council", *, impose=True):
    asked = requests.DecideSuspension(suspension_id=one.suspension_id, impose=impose)
    return town.bench.ask(asked, as_=who) if not isinstance(who, str) else town.ask(asked, who)


def appeal(town, one, who="anna"):
    return town.ask(requests.AppealSuspension(suspension_id=one.suspension_id, appeal="我在现场，有照片"), who)


def judge(town, one, who, *, lift):
    return town.bench.ask(requests.DecideAppeal(suspension_id=one.suspension_id, lift=lift), as_=who)


def give(town, name, on) -> tuple[int, int]:
    before = town.balance(name)
    told = town.give(name, 200_00, choice=GiftChoice.POINTS, confirmed_on=on)
    town.bench.tell(told)
    return town.balance(name).cv - before.cv, town.balance(name).sp - before.sp


def test_a_suspension_begins_after_the_time_for_an_appeal_and_ends_by_itself(town):
    imposed = impose(town, suspend(town, fraud(town)))
    today = town.now.date()
    assert (imposed.state, imposed.begins_on) == (State.IMPOSED, today + timedelta(days=15))
    assert (imposed.begins_on, imposed.ends_on) != (None, None)

    worth = (20_00, 10_00)
    assert give(town, "anna", imposed.begins_on - timedelta(days=1)) == worth
    assert give(town, "anna", imposed.begins_on) == (0, 0)
    assert give(town, "anna", imposed.ends_on) == (0, 0)
    assert give(town, "anna", imposed.ends_on + timedelta(days=1)) == worth
    asked = {
        "party_id": town.ids["anna"],
        "contribution_type": ContributionType.H1,
        "performed_on": imposed.begins_on,
        "minutes": 60,
    }
    told = town.ask(requests.EstimateContribution(**asked), "anna")
    assert (told.cv, told.sp, told.full_sp, told.limited_by) == (0, 0, 10_00, Limit.SUSPENDED)
    # Nobody else is concerned, not even of the same household.
    assert give(town, "bela", imposed.begins_on) == worth
    withheld = town.bench.rows("SELECT sum(cv_withheld) AS cv, sum(sp_withheld) AS sp FROM grants")[0]
    assert (withheld.cv, withheld.sp) == (40_00, 20_00)
    [said] = [event for event in town.bench.said() if isinstance(event, EarningSuspended)]
    assert (said.begins_on, said.ends_on) == (imposed.begins_on, imposed.ends_on)
    check_books(town)


def test_hours_stay_in_the_record_while_they_earn_nothing(town):
    imposed = impose(town, suspend(town, fraud(town)))
    town.bench.clock.at = town.now + timedelta(days=(imposed.begins_on - town.now.date()).days + 1)

    town.settle(town.hours(minutes=120))

    balance = town.balance("anna")
    assert (balance.minutes, balance.cv, balance.sp) == (120, 0, 0)


def test_an_appeal_keeps_it_from_beginning_and_another_member_decides(town):
    imposed = impose(town, suspend(town, fraud(town)))
    appealed = appeal(town, imposed)
    assert (appealed.state, appealed.begins_on) == (State.APPEALED, None)
    assert give(town, "anna", town.now.date() + timedelta(days=20)) == (20_00, 10_00)
    for name in ("staff", "council", "anna", "bela"):
        assert code(lambda name=name: judge(town, imposed, member(town, name), lift=True)) == "points.own_suspension"

    lifted = judge(town, imposed, member(town, "dora"), lift=True)

    assert (lifted.state, lifted.begins_on) == (State.LIFTED, None)
    assert EarningSuspensionLifted in town.bench.said_types()
    assert code(lambda: judge(town, imposed, member(town, "dora"), lift=False)) == "points.suspension_state"


def test_an_appeal_that_fails_lets_it_begin_the_next_day(town):
    imposed = impose(town, suspend(town, fraud(town), months=12))
    appeal(town, imposed)
    town.bench.clock.advance(days=40)

    upheld = judge(town, imposed, member(town, "dora"), lift=False)

    today = town.now.date()
    assert (upheld.state, upheld.begins_on) == (State.UPHELD, today + timedelta(days=1))
    assert give(town, "anna", today) == (20_00, 10_00)
    assert give(town, "anna", today + timedelta(days=1)) == (0, 0)


def test_who_may_suspend_and_what_for(town):
    guilty = fraud(town)
    [error] = back(town, of(gift(town, "anna", 10_00)))
    proposed = suspend(town, guilty)

    assert {
        "error only": code(lambda: suspend(town, error.taken.reversal_id)),
        "somebody else's": code(lambda: suspend(town, guilty, "dora")),
        "no such": code(lambda: suspend(town, new_id("rvs"))),
        "short": code(lambda: suspend(town, guilty, months=2)),
        "long": code(lambda: suspend(town, guilty, months=13)),
        "id taken": code(lambda: suspend(town, guilty, suspension_id=proposed.suspension_id, months=4)),
        "council proposes": code(lambda: suspend(town, guilty, who="council")),
        "staff imposes": code(lambda: impose(town, proposed, "staff")),
        "proposer imposes": code(lambda: impose(town, proposed, member(town, "staff"))),
        "household imposes": code(lambda: impose(town, proposed, member(town, "bela"))),
        "appeal before": code(lambda: appeal(town, proposed)),
        "not theirs": code(lambda: appeal(town, proposed, "dora")),
        "not theirs to see": code(
            lambda: town.ask(requests.GetSuspension(suspension_id=proposed.suspension_id), "dora")
        ),
    } == {
        "error only": "points.suspension_needs_fraud",
        "somebody else's": "points.suspension_needs_fraud",
        "no such": "points.suspension_needs_fraud",
        "short": "points.suspension_length",
        "long": "points.suspension_length",
        "id taken": "points.suspension_id_taken",
        "council proposes": "not-allowed",
        "staff imposes": "not-allowed",
        "proposer imposes": "points.own_suspension",
        "household imposes": "points.own_suspension",
        "appeal before": "points.suspension_state",
        "not theirs": "points.suspension_not_found",
        "not theirs to see": "points.suspension_not_found",
    }
    assert impose(town, proposed, impose=False).state is State.DECLINED
    imposed = impose(town, suspend(town, guilty))
    town.bench.clock.advance(days=15)
    assert code(lambda: appeal(town, imposed)) == "points.appeal_too_late"
    assert debt(town, "anna") == 0


def listed(town, who, **wanted: object) -> list[str]:
    asked = requests.ListSuspensions(**wanted)
    found = town.ask(asked, who) if isinstance(who, str) else town.bench.ask(asked, as_=who)
    return [one.suspension_id for one in found.items]


def test_suspensions_are_listed_for_those_who_decide_and_audit_and_for_oneself(town):
    waiting = suspend(town, fraud(town, "bela"), "bela")
    declined = impose(town, suspend(town, fraud(town)), impose=False)
    imposed = impose(town, suspend(town, fraud(town, "dora"), "dora"))
    contested = appeal(town, impose(town, suspend(town, fraud(town, "carl"), "carl")), "carl")
    newest_first = [one.suspension_id for one in (contested, imposed, declined, waiting)]
    auditor = actor(town.ids["stranger"], Role.AUDITOR)

    for who in ("staff", "approver", "council", auditor):
        assert listed(town, who) == newest_first
    assert listed(town, auditor, state=State.APPEALED) == [contested.suspension_id]
    assert listed(town, "council", open_only=True) == [newest_first[0], newest_first[1], newest_first[3]]
    assert listed(town, "dora") == [imposed.suspension_id]
    assert listed(town, "confirmer") == listed(town, "organiser") == []
    town.bench.clock.at = town.now + timedelta(days=(imposed.ends_on - town.now.date()).days + 1)
    assert listed(town, "council", open_only=True) == [newest_first[0], newest_first[3]]


def test_suspensions_come_page_by_page_and_of_ones_own_community_only(town):
    ids = [suspend(town, fraud(town)).suspension_id for _ in range(3)]
    first = town.ask(requests.ListSuspensions(limit=2), "council")
    rest = town.ask(requests.ListSuspensions(limit=2, after=first.next_key), "council")

    assert [one.suspension_id for one in (*first.items, *rest.items)] == ids[::-1]
    assert rest.next_key is None
    elsewhere = actor(town.ids["council"], Role.COUNCIL_MEMBER, community="elsewhere")
    assert listed(town, elsewhere) == []


def test_an_agent_sees_and_contests_what_an_organisation_is_suspended_for(town):
    imposed = impose(town, suspend(town, fraud(town, "shop"), "shop"))
    agent = actor(town.ids["stranger"], Role.MERCHANT_AGENT, organisation_id=town.ids["shop"])

    assert listed(town, agent) == [imposed.suspension_id]
    assert listed(town, "clerk") == []
    objection = requests.AppealSuspension(suspension_id=imposed.suspension_id, appeal="并非本店所为")
    clerk = actor(town.ids["clerk"], Role.RESIDENT, organisation_id=town.ids["shop"])
    assert code(lambda: town.bench.ask(objection, as_=clerk)) == "points.suspension_not_found"
    assert town.bench.ask(objection, as_=agent).state is State.APPEALED
