"""What other services tell goes the way of every contribution: three persons, a public notice, objections (rulebook §3)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chassis.ids import new_id
from contracts.donations.kinds import AppraisalBasis, GoodsKind
from contracts.merchants.events import PanelServiceWithdrawn
from contracts.merchants.ids import ServiceWithdrawalReason
from contracts.points import requests
from contracts.points.events import ContributionConfirmed, ContributionSubmitted, ContributionWithdrawn, PointsGranted
from contracts.points.kinds import ChallengeState, Channel, ContributionType, Evidence, PriceSource
from contracts.points.kinds import ContributionState as State
from contracts.refused import NotYet
from contracts.roles import Role
from tests.database.points.papers import upload
from tests.database.points.test_reversals import check_books
from tests.database.points.test_submitting import goods as put_forward
from tests.database.points.test_submitting import through
from tests.database.points.told import claim_of, credited, goods, service, went_back
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor


def gone(told) -> PanelServiceWithdrawn:
    return PanelServiceWithdrawn(
        community=COMMUNITY,
        withdrawal_id=new_id("svw"),
        panel_id=told.panel_id,
        judge_id=told.judge_id,
        reason=ServiceWithdrawalReason.ERROR,
        withdrawn_on=told.served_on,
    )


def test_goods_are_under_notice_confirmed_by_whoever_counted_them_and_earn_nothing_yet(town):
    told = goods(town, grams=12_000)

    town.bench.tell(told)

    claim = claim_of(town, told)
    assert (claim.state, claim.channel, claim.evidence) == (State.UNDER_NOTICE, Channel.SERVICE, Evidence.E2)
    assert (claim.submitted_by, claim.confirmed_by) == (town.ids["staff"], town.ids["confirmer"])
    assert (claim.contribution_type, claim.value, claim.cv, claim.sp) == (ContributionType.G2, 100_00, 10_00, 5_00)
    assert (claim.activity, claim.told_as) == ("大米", told.gift_id)
    assert claim.notice_ends_at == town.now + timedelta(days=3)
    assert (town.balance("anna").cv, town.bench.count("grants")) == (0, 0)
    said = town.bench.said_types()
    assert (said.count(ContributionSubmitted), said.count(ContributionConfirmed), said.count(PointsGranted)) == (
        1,
        1,
        0,
    )
    [notice] = town.ask(requests.ListNotices(), "stranger").items
    assert (notice.contribution_id, notice.value) == (claim.contribution_id, 100_00)


def test_a_judges_hours_are_under_notice_confirmed_by_the_chief(town):
    told = service(town, began_at=town.now - timedelta(hours=2))

    town.bench.tell(told)

    claim = claim_of(town, told)
    assert (claim.state, claim.contribution_type, claim.minutes) == (State.UNDER_NOTICE, ContributionType.H4, 120)
    assert (claim.confirmed_by, claim.level, claim.started_at) == (town.ids["confirmer"], 4, told.began_at)
    assert town.balance("anna").minutes == 0


def test_a_third_person_approves_them_after_the_notice_and_only_then(town):
    told = goods(town, accepted_by=town.ids["carl"])
    town.bench.tell(told)
    claim = claim_of(town, told)
    approval = requests.ApproveContribution(contribution_id=claim.contribution_id)

    with pytest.raises(AskRefused, match=r"points\.notice_running"):
        town.ask(approval, "approver")
    town.bench.clock.advance(days=3)
    for name, code in (
        ("confirmer", "points.approving_own_confirmation"),
        ("organiser", "points.own_contribution"),
        ("staff", "points.own_contribution"),
        ("carl", "points.own_contribution"),
        ("anna", "points.own_contribution"),
        ("bela", "points.too_close"),
    ):
        with pytest.raises(AskRefused, match=code.replace(".", r"\.")):
            town.bench.ask(approval, as_=actor(town.ids[name], Role.APPROVER))

    assert town.approve(claim.contribution_id).state is State.SETTLED
    assert (town.balance("anna").cv, town.balance("anna").sp) == (10_00, 5_00)
    found = town.ask(requests.GetGrant(source_id=told.gift_id), "anna")
    assert (found.source_id, found.told_as) == (claim.contribution_id, told.gift_id)
    check_books(town)


def test_much_is_under_notice_for_seven_days(town):
    told = goods(town, fen=2_000_00, receipted=True)

    town.bench.tell(told)

    claim = claim_of(town, told)
    assert (claim.contribution_type, claim.evidence) == (ContributionType.G1, Evidence.E3)
    assert claim.notice_ends_at == town.now + timedelta(days=7)


def test_told_again_by_many_at_once_it_is_one_contribution(town):
    told, served = goods(town), service(town)

    ids = town.bench.tell(told, served)
    town.bench.tell(told, served, event_ids=ids)
    assert set(at_once([lambda: town.bench.tell(told, served) for _ in range(6)])) == {"ok"}

    assert town.bench.count("contributions") == 2
    credited(town, told, served)
    town.bench.tell(told, served)
    assert (town.bench.count("contributions"), town.bench.count("grants")) == (2, 2)


def test_who_is_not_registered_yet_waits(town):
    with pytest.raises(NotYet):
        town.bench.tell(goods(town, donor_id=new_id("pty")))

    assert town.bench.count("contributions") == 0


@pytest.mark.parametrize("near", ["bela", "staff", "organiser", "stranger of nowhere"])
def test_where_the_other_side_may_not_confirm_somebody_here_does(town, near):
    told = goods(town, received_by=town.ids.get(near, new_id("pty")))
    town.bench.tell(told)
    waiting = claim_of(town, told)

    town.confirm(waiting.contribution_id)

    passed = town.ask(requests.ListPassedOver(contribution_id=waiting.contribution_id), "staff").items
    assert (waiting.state, waiting.confirmed_by) == (State.SUBMITTED, None)
    assert [one.party_id for one in passed] == ([town.ids[near]] if near in town.ids else [])
    assert claim_of(town, told).state is State.UNDER_NOTICE


def test_what_was_told_before_it_named_persons_waits_for_a_confirmer(town):
    told = goods(town, title=None, recorded_by=None, appraised_by=(), received_by=None, basis=None)
    served = service(town, closed_by=None)

    town.bench.tell(told, served)

    assert [claim_of(town, one).state for one in (told, served)] == [State.SUBMITTED] * 2
    assert claim_of(town, told).activity == "新物品捐赠"
    assert claim_of(town, told).submitted_by == town.ids["anna"]


def test_dear_goods_without_a_document_are_returned_and_come_again_with_one(town):
    bare = goods(town, fen=2_500_00)
    billed = goods(town, "shop", 2_600_00, basis=AppraisalBasis.INVOICE)

    town.bench.tell(bare, billed)

    sent_back = claim_of(town, bare)
    assert (sent_back.state, claim_of(town, billed).evidence) == (State.RETURNED, Evidence.E3)
    assert "E3" in sent_back.reason
    upload(town, "invoice")
    again = put_forward(
        town, activity="大米", unit_price=250_00, given_at=sent_back.started_at, replaces=sent_back.contribution_id
    )
    town.ask(again, "organiser")
    settled = through(town, again.contribution_id, Evidence.E3)
    town.bench.tell(bare, went_back(bare, 500_00))

    # What donations takes back finds what came in its place.
    assert (settled.told_as, settled.cv) == (bare.gift_id, 250_00)
    assert town.balance("anna").cv == 200_00
    assert town.bench.count("contributions") == 3


def test_what_went_back_while_it_was_returned_is_not_earned_by_what_comes_in_its_place(town):
    part, whole = goods(town, fen=2_500_00), goods(town, "shop", 2_500_00)
    town.bench.tell(part, whole)
    gone = went_back(part, 1_000_00)
    town.bench.tell(gone, gone, went_back(whole, 2_500_00))
    sent_back = claim_of(town, part)
    upload(town, "invoice")
    again = put_forward(
        town, activity="大米", unit_price=250_00, given_at=sent_back.started_at, replaces=sent_back.contribution_id
    )

    town.ask(again, "organiser")
    price = requests.AppraiseContributedGoods(
        contribution_id=again.contribution_id, unit_price=240_00, source=PriceSource.INVOICE
    )
    town.ask(price, "staff")
    settled = through(town, again.contribution_id, Evidence.E3)
    town.bench.tell(gone)

    assert (sent_back.state, sent_back.value, claim_of(town, whole).state) == (
        State.RETURNED,
        1_500_00,
        State.WITHDRAWN,
    )
    assert (settled.value, settled.cv, town.balance("anna").cv) == (1_500_00, 150_00, 150_00)


def test_time_that_overlaps_what_was_put_forward_is_returned_and_the_other_way_round_refused(town):
    town.ask(town.hours(), "anna")
    late = service(town, began_at=town.now - timedelta(hours=2))
    town.bench.tell(late)

    free = service(town, "bela", began_at=town.now - timedelta(hours=2))
    town.bench.tell(free)
    with pytest.raises(AskRefused, match=r"points\.time_overlaps"):
        town.ask(town.hours("bela"), "bela")

    assert (claim_of(town, late).state, claim_of(town, free).state) == (State.RETURNED, State.UNDER_NOTICE)


def test_less_than_counts_at_all_earns_nothing(town):
    town.bench.tell(service(town, minutes=20))

    assert town.bench.count("contributions") == 0


def test_an_objection_keeps_them_from_being_settled_and_the_council_decides(town):
    told = goods(town)
    town.bench.tell(told)
    claim = claim_of(town, told)
    objection = requests.ChallengeContribution(
        challenge_id=new_id("chl"), contribution_id=claim.contribution_id, reason="没有收到"
    )
    town.ask(objection, "stranger")
    town.bench.clock.advance(days=3)

    with pytest.raises(AskRefused, match=r"points\.under_challenge"):
        town.approve(claim.contribution_id)
    decision = requests.DecideChallenge(contribution_id=claim.contribution_id, upheld=True, reason="属实")
    town.ask(decision, "council")
    town.bench.tell(went_back(told, 100_00))

    assert claim_of(town, told).state is State.REJECTED
    assert town.bench.count("grants") == 0


def test_what_goes_back_under_notice_is_less_and_as_a_whole_nothing(town):
    told = goods(town, grams=10_000)
    town.bench.tell(told)
    objection = requests.ChallengeContribution(
        challenge_id=new_id("chl"), contribution_id=claim_of(town, told).contribution_id, reason="没有收到"
    )
    town.ask(objection, "stranger")

    ids = town.bench.tell(went_back(told, 40_00))
    first = claim_of(town, told)
    town.bench.tell(went_back(told, 60_00))

    assert ids
    assert (first.state, first.value, first.cv) == (State.CHALLENGED, 60_00, 6_00)
    assert claim_of(town, told).state is State.WITHDRAWN
    [ended] = town.ask(requests.ListChallenges(), "stranger").items
    assert ended.state is ChallengeState.LAPSED
    assert town.bench.said_types().count(ContributionWithdrawn) == 1
    assert town.ask(requests.ListNotices(), "stranger").items == ()


def test_what_is_left_after_a_part_went_back_is_settled_and_its_rest_taken_back(town):
    told = goods(town, grams=10_000)
    town.bench.tell(told, went_back(told, 40_00))
    town.bench.clock.advance(days=3)
    settled = town.approve(claim_of(town, told).contribution_id)
    earned = (town.balance("anna").cv, town.balance("anna").sp)

    town.bench.tell(went_back(told, 60_00))

    assert (settled.cv, earned) == (6_00, (6_00, 3_00))
    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    town.bench.run_sweeps()
    check_books(town)


def test_a_service_that_does_not_count_is_withdrawn_before_anybody_decides(town):
    told = service(town)
    town.bench.tell(told, gone(told), gone(told))

    assert claim_of(town, told).state is State.WITHDRAWN
    assert town.bench.count("grants") == 0


def test_an_unusual_amount_is_held_for_the_council(town):
    told = goods(town, fen=3_500_00, basis=AppraisalBasis.INVOICE)

    town.bench.tell(told)

    held = claim_of(town, told)
    assert (held.state, held.held) == (State.CONFIRMED, True)


def test_an_activity_that_nobody_made_known_here_is_left_out(town):
    told = goods(town, activity_id=new_id("act"), goods_kind=GoodsKind.SECOND_HAND)

    town.bench.tell(told)

    assert claim_of(town, told).activity_id is None
