"""Providers' months on real tables: each choice, two persons, complaints before and after, at once (rulebook §8, step 7)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

import ledger
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.answers import ItemTerms
from contracts.points.events import PointsGranted, PointsRefunded, ProviderSettled, SettlementReversed
from contracts.points.kinds import RedemptionState, ReserveKind, SettlementChoice, SettlementLineKind, SettlementState
from contracts.roles import Role
from services.points.accounts.rules import owed_by_provider, redeemed_at
from tests.database.points.saga import Saga, agent, one_identity, refused
from tests.database.points.town import at_once
from tests.support.bench import actor
from tests.support.books import Books

State = RedemptionState
COST = 8_00
MARCH, APRIL = "2023-03", "2023-04"


@pytest.fixture
def saga(town) -> Saga:
    town.earn("anna", 2_000_00)
    fund(town, 1_000_00)
    made = Saga(town)
    made.item_id = made.offer(terms=ItemTerms(cost=COST), asks_provider=True)
    return made


def fund(town, fen: int) -> None:
    """Money of a company that may be used for redemptions."""
    recorded = requests.RecordReserveSource(
        source_id=new_id("rsv"), kind=ReserveKind.COMPANY_BUDGET, title="年度兑换预算", amount=fen, document="协议"
    )
    town.ask(recorded, "staff")
    town.ask(requests.DecideReserveSource(source_id=recorded.source_id, approve=True), "council")


def reserve(town) -> int:
    return town.bench.rows('SELECT sum("left") AS n FROM reserve_sources')[0].n


def to(town, month: int, day: int = 1) -> None:
    town.bench.clock.at = datetime(2023, month, day, 2, 0, tzinfo=UTC)


def prepare(town, month: str = MARCH, *, by="staff", settlement_id: str | None = None):
    asked = requests.PrepareSettlement(
        settlement_id=settlement_id or new_id("stl"), provider_id=town.ids["shop"], month=month
    )
    return town.ask(asked, by)


def approve(town, settlement, *, by="council"):
    return town.ask(requests.ApproveSettlement(settlement_id=settlement.settlement_id), by)


def choose(town, choice: SettlementChoice, month: str = MARCH):
    asked = requests.ChooseSettlement(provider_id=town.ids["shop"], month=month, choice=choice)
    return town.bench.ask(asked, as_=agent(town))


def on_account(town, *codes: str) -> list[int]:
    books = Books(town.bench.database.engine, "changlinpan", "SP")
    found = {
        account.code: account.balance
        for account in books.do(ledger.find_accounts, [ledger.Ref(c, "SP") for c in codes]).values()
    }
    return [found.get(code, 0) for code in codes]


def shop_accounts(town) -> list[int]:
    """What stands at the shop, and what it owes."""
    return on_account(town, redeemed_at(town.ids["shop"]), owed_by_provider(town.ids["shop"]))


def hear_refunds(town) -> None:
    town.bench.tell(*[event for event in town.bench.said() if isinstance(event, PointsRefunded)])


def test_reimbursed_at_the_agreed_cost_and_the_account_ends_at_zero(town, saga):
    for _ in range(3):
        saga.bring(State.FULFILLED)
    to(town, 4)

    settlement = prepare(town)
    assert (settlement.state, settlement.lines, settlement.reimbursed) == (SettlementState.PREPARED, 3, 24_00)
    assert shop_accounts(town) == [30_00, 0], "nothing moves before it is approved"
    settled = approve(town, settlement)

    assert (settled.state, settled.left_fen, settled.left_sp) == (SettlementState.APPROVED, 0, 0)
    assert shop_accounts(town) == [0, 0]
    assert reserve(town) == 1_000_00 - 24_00
    [told] = [event for event in town.bench.said() if isinstance(event, ProviderSettled)]
    assert (told.reimbursed, told.waived, told.recycled, told.lines) == (24_00, 0, 0, 3)
    saga.assert_sound()


def test_what_the_reserve_does_not_have_is_not_paid(town, saga):
    saga.item_id = saga.offer(terms=ItemTerms(cost=1_000_01), asks_provider=True)
    saga.bring(State.FULFILLED)
    to(town, 4)
    settlement = prepare(town)

    assert refused(lambda: approve(town, settlement)) == "points.reserve_exhausted"
    assert (shop_accounts(town), reserve(town)) == ([10_00, 0], 1_000_00)
    fund(town, 1)
    assert approve(town, settlement).reimbursed == 1_000_01


def test_waived_earns_the_provider_value_by_g2(town, saga):
    for _ in range(5):
        saga.bring(State.FULFILLED)
    choose(town, SettlementChoice.WAIVE)
    to(town, 4)

    settled = approve(town, prepare(town))

    assert (settled.choice, settled.waived, settled.reimbursed) == (SettlementChoice.WAIVE, 40_00, 0)
    assert town.balance("shop").cv == 4_00, "one for ¥10"
    [granted] = [
        event for event in town.bench.said() if isinstance(event, PointsGranted) and event.party_id == town.ids["shop"]
    ]
    assert (granted.contribution_type.value, granted.source_id) == ("G2", settled.settlement_id)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_recycled_points_become_the_providers_own(town, saga):
    for _ in range(2):
        saga.bring(State.FULFILLED)
    choose(town, SettlementChoice.REIMBURSE)
    choose(town, SettlementChoice.RECYCLE)
    to(town, 4)

    settled = approve(town, prepare(town))

    assert (settled.recycled, settled.reimbursed) == (20_00, 0)
    assert (town.balance("shop").sp, town.balance("shop").cv) == (20_00, 0)
    assert town.balance("shop").lots[0].expires_on.isoformat() == "2025-04-30"
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_the_terms_of_the_items_decide_when_the_provider_says_nothing(town, saga):
    saga.item_id = saga.offer(terms=ItemTerms(cost=COST, settlement=SettlementChoice.WAIVE), asks_provider=True)
    saga.bring(State.FULFILLED)
    to(town, 4)
    assert prepare(town).choice is SettlementChoice.WAIVE


def test_what_is_disputed_waits_for_the_next_month_and_what_was_refunded_is_not_paid(town, saga):
    open_one, part, whole = (saga.bring(State.DISPUTED) for _ in range(3))
    saga.decide(part, refund=5_00)
    saga.decide(whole)
    to(town, 4)

    first = approve(town, prepare(town))
    assert (first.lines, first.reimbursed) == (1, 4_00)
    assert shop_accounts(town) == [10_00, 0], "what is disputed is still there"
    saga.decide(open_one, upheld=False)
    to(town, 5)
    second = approve(town, prepare(town, APRIL))

    assert (second.lines, second.reimbursed) == (1, 8_00)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_a_dispute_that_is_won_after_money_was_paid_is_the_next_months_line_below_zero(town, saga):
    to(town, 3, 30)
    rdm = saga.bring(State.FULFILLED)
    to(town, 4)
    first = approve(town, prepare(town))
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")
    saga.decide(rdm)
    assert town.balance("anna").sp == 2_000_00, "the person has it back at once"
    assert shop_accounts(town) == [0, -10_00]
    hear_refunds(town)
    [told] = [event for event in town.bench.said() if isinstance(event, SettlementReversed)]
    assert (told.settlement_id, told.redemption_id, told.sp, told.fen) == (first.settlement_id, rdm, 10_00, COST)
    assert (told.choice, told.cv_taken_back, told.sp_taken_back) == (SettlementChoice.REIMBURSE, 0, 0)

    for _ in range(3):
        saga.bring(State.FULFILLED)
    to(town, 5)
    second = prepare(town, APRIL)
    asked = requests.ListSettlementLines(settlement_id=second.settlement_id)
    before = town.ask(asked, "council").items
    approve(town, second)

    assert town.ask(asked, "council").items == before, "the lines that were approved are those that were shown"
    assert [(line.sp, line.fen) for line in before if line.kind is SettlementLineKind.REVERSED] == [(-10_00, -COST)]
    assert (second.reimbursed, second.waived, second.recycled) == (16_00, 0, 0)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_a_month_below_zero_pays_nothing_and_is_carried_on(town, saga):
    to(town, 3, 30)
    pieces = [saga.bring(State.FULFILLED) for _ in range(2)]
    to(town, 4)
    approve(town, prepare(town))
    for rdm in pieces:
        saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")
        saga.decide(rdm)
    saga.bring(State.FULFILLED)
    to(town, 5)

    april = approve(town, prepare(town, APRIL))

    assert (april.reimbursed, april.left_fen, april.left_sp) == (0, -8_00, -10_00)
    saga.bring(State.FULFILLED)
    saga.bring(State.FULFILLED)
    to(town, 6)
    may = approve(town, prepare(town, "2023-05"))
    assert (may.carried_fen, may.reimbursed, may.left_fen, may.left_sp) == (-8_00, 8_00, 0, 0)
    assert shop_accounts(town) == [0, 0]
    saga.assert_sound()


def test_what_the_reserve_bears_is_paid_in_money_whatever_was_chosen(town, saga):
    rdm = saga.bring(State.HELD)
    code = saga.by_me(requests.GetRedemptionPass, rdm).code
    for device in ("till-1", "till-2"):
        use = requests.NewOfflineUse(
            use_id=new_id("use"), redemption_id=rdm, code=code, device=device, used_at=town.now
        )
        town.ask(requests.UploadOfflineUses(provider_id=town.ids["shop"], uses=(use,)), "clerk")
    choose(town, SettlementChoice.RECYCLE)
    to(town, 4)

    settled = approve(town, prepare(town))

    assert (settled.lines, settled.recycled, settled.reimbursed) == (2, 10_00, COST)
    to(town, 5)
    assert refused(lambda: prepare(town, APRIL)) == "points.nothing_to_settle", "each is settled once"


def test_nobody_settles_alone_or_for_their_own(town, saga):
    saga.bring(State.FULFILLED)
    to(town, 4)
    every = (Role.COMMUNITY_STAFF, Role.COUNCIL_MEMBER, Role.FUND_TREASURER)
    both = actor(town.ids["staff"], *every)
    at_shop = actor(town.ids["carl"], *every)
    asked = requests.PrepareSettlement(settlement_id=new_id("stl"), provider_id=town.ids["shop"], month=MARCH)

    assert refused(lambda: town.bench.ask(asked, as_=at_shop)) == "points.own_settlement"
    town.bench.ask(asked, as_=both)
    for request in (
        requests.ApproveSettlement(settlement_id=asked.settlement_id),
        requests.RejectSettlement(settlement_id=asked.settlement_id, reason="不对"),
    ):
        for who in (both, at_shop):
            assert refused(lambda request=request, who=who: town.bench.ask(request, as_=who)) == (
                "points.own_settlement"
            )
        for name in ("anna", "staff", "clerk", "approver"):
            assert refused(lambda request=request, name=name: town.ask(request, name)) == "not-allowed"
    assert refused(lambda: town.ask(asked, "council")) == "not-allowed"
    one_identity(town, "staff", "stranger")
    second_account = actor(town.ids["stranger"], Role.FUND_TREASURER)
    approved = requests.ApproveSettlement(settlement_id=asked.settlement_id)
    assert refused(lambda: town.bench.ask(approved, as_=second_account)) == "points.own_settlement"
    treasurer = actor(town.ids["approver"], Role.FUND_TREASURER)
    assert town.bench.ask(approved, as_=treasurer).state is SettlementState.APPROVED


def test_a_settlement_is_decided_once_and_a_rejected_one_is_prepared_anew(town, saga):
    saga.bring(State.FULFILLED)
    to(town, 4)
    first = prepare(town)
    assert prepare(town, settlement_id=first.settlement_id) == first
    assert refused(lambda: prepare(town)) == "points.month_settled"
    assert refused(lambda: prepare(town, APRIL, settlement_id=first.settlement_id)) == "points.settlement_id_taken"
    rejected = town.ask(requests.RejectSettlement(settlement_id=first.settlement_id, reason="单价不对"), "council")
    assert (rejected.state, rejected.reason) == (SettlementState.REJECTED, "单价不对")
    assert refused(lambda: approve(town, first)) == "points.settlement_decided"

    second = prepare(town)
    approve(town, second)

    assert refused(lambda: approve(town, second)) == "points.settlement_decided"
    assert refused(lambda: prepare(town)) == "points.month_settled"


def test_what_is_disputed_after_it_was_prepared_stops_the_approval(town, saga):
    to(town, 3, 30)
    rdm = saga.bring(State.FULFILLED)
    saga.bring(State.FULFILLED)
    to(town, 4)
    settlement = prepare(town)
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的")

    assert refused(lambda: approve(town, settlement)) == "points.settlement_outdated"
    assert shop_accounts(town) == [20_00, 0]


def test_a_month_is_settled_when_it_is_over_and_once_there_is_something(town, saga):
    saga.bring(State.FULFILLED)
    assert refused(lambda: prepare(town)) == "points.settlement_month_not_over"
    asked = requests.PrepareSettlement(settlement_id=new_id("stl"), provider_id=town.ids["other_shop"], month=MARCH)
    to(town, 4)
    assert refused(lambda: town.ask(asked, "staff")) == "points.nothing_to_settle"
    missing = requests.GetSettlement(settlement_id=new_id("stl"))
    assert refused(lambda: town.ask(missing, "council")) == "points.settlement_not_found"


def test_a_choice_is_the_providers_and_made_before_the_month_is_prepared(town, saga):
    saga.bring(State.FULFILLED)
    asked = requests.ChooseSettlement(provider_id=town.ids["shop"], month=MARCH, choice=SettlementChoice.WAIVE)
    assert refused(lambda: town.bench.ask(asked, as_=agent(town, "other_shop"))) == "points.settlement_not_found"
    assert refused(lambda: town.ask(asked, "staff")) == "not-allowed"
    to(town, 4)
    prepare(town)
    assert refused(lambda: town.bench.ask(asked, as_=agent(town))) == "points.choice_too_late"


def test_a_settlement_is_seen_by_its_provider_and_those_who_decide(town, saga):
    saga.bring(State.FULFILLED)
    to(town, 4)
    settlement = prepare(town)
    for request in (
        requests.GetSettlement(settlement_id=settlement.settlement_id),
        requests.ListSettlementLines(settlement_id=settlement.settlement_id),
    ):
        for who in (agent(town), town.actor("council"), actor(town.ids["dora"], Role.AUDITOR)):
            assert town.bench.ask(request, as_=who)
        assert refused(lambda request=request: town.bench.ask(request, as_=agent(town, "other_shop"))) == (
            "points.settlement_not_found"
        )
        assert refused(lambda request=request: town.ask(request, "anna")) == "not-allowed"
    assert len(town.bench.ask(requests.ListSettlements(), as_=agent(town)).items) == 1
    assert town.bench.ask(requests.ListSettlements(), as_=agent(town, "other_shop")).items == ()


def test_approved_twice_while_somebody_disputes_settles_once_or_not_at_all(town, saga):
    to(town, 3, 30)
    rdm = saga.bring(State.FULFILLED)
    to(town, 4)
    settlement = prepare(town)

    codes = at_once(
        [
            lambda: approve(town, settlement),
            lambda: saga.by_me(requests.DisputeRedemption, rdm, reason="面是坏的"),
            lambda: approve(town, settlement),
        ]
    )

    assert set(codes) <= {"ok", "points.settlement_decided", "points.settlement_outdated"}
    settled = town.bench.count("settlement_lines")
    assert shop_accounts(town) == ([0, 0] if settled else [10_00, 0])
    saga.assert_sound()
