"""What points makes of gifts, goods and panels: once each, never a spendable point for a receipt."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

import ledger
from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice, GoodsKind, Lane
from contracts.points import requests
from contracts.points.events import PointsGranted
from contracts.points.kinds import ContributionType, Unit
from contracts.refused import NotYet
from ledger import Reversal
from services.points.accounts.rules import mint_of
from tests.database.points.told import credited, goods, service
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY, AskRefused
from tests.support.books import Books


def test_a_receipted_gift_mints_value_only_and_one_with_the_receipt_waived_points_too(town):
    town.bench.tell(town.give("anna", 60_00))
    town.bench.tell(town.give("bela", 60_00, choice=GiftChoice.POINTS))
    town.bench.tell(town.give("dora", 60_00, choice=GiftChoice.POINTS, lane=Lane.DIRECTED))

    assert [(town.balance(name).cv, town.balance(name).sp) for name in ("anna", "bela", "dora")] == [
        (6_00, 0),
        (6_00, 3_00),
        (6_00, 0),
    ]


def test_a_gift_is_weighed_and_dated_by_the_banks_day_where_that_is_known(town):
    late = town.give("anna", 60_00, confirmed_on=date(2023, 4, 2), paid_on=date(2023, 3, 31))
    plain = town.give("bela", 60_00, confirmed_on=date(2023, 4, 2))
    town.bench.tell(late, plain)

    dates = {row.source_id: row.performed_on for row in town.bench.rows("SELECT source_id, performed_on FROM grants")}
    assert dates == {late.gift_id: date(2023, 3, 31), plain.gift_id: date(2023, 4, 2)}


def test_a_gift_told_again_changes_nothing_under_its_own_or_another_event_id(town):
    gift = town.give("anna", 60_00)

    ids = town.bench.tell(gift)
    town.bench.tell(gift, event_ids=ids)
    town.bench.tell(gift, gift)

    assert town.balance("anna").cv == 6_00
    assert town.bench.said_types().count(PointsGranted) == 1


def test_a_gift_belongs_to_no_act_that_nobody_made_known_here(town):
    town.bench.tell(town.give("anna", 60_00, activity_id=new_id("act")))

    assert [row.activity_id for row in town.bench.rows("SELECT activity_id FROM grants")] == [None]


def test_one_gift_told_by_many_at_once_is_credited_once(town):
    gift = town.give("anna", 60_00)

    assert set(at_once([lambda: town.bench.tell(gift) for _ in range(6)])) == {"ok"}

    assert town.balance("anna").cv == 6_00


def test_a_batch_of_gifts_credits_each_donor_and_nobody_for_an_anonymous_one(town):
    gifts = [town.give(name, 10_00 * turn) for turn in (1, 2, 3) for name in ("anna", "bela", None)]

    town.bench.tell(*gifts)

    assert (town.balance("anna").cv, town.balance("bela").cv) == (6_00, 6_00)
    assert town.bench.count("grants") == 6


def test_a_gift_of_an_unknown_donor_comes_back_later_and_takes_nothing_with_it(town):
    known, unknown = town.give("anna", 10_00), town.give("anna", 10_00, donor_id=new_id("pty"))
    elsewhere = town.give("anna", 10_00, community="elsewhere")
    for gifts in ([known, unknown], [known, elsewhere]):
        with pytest.raises(NotYet):
            town.bench.tell(*gifts)
    assert town.balance("anna").cv == 0
    town.bench.tell(known)
    assert town.balance("anna").cv == 1_00


def test_goods_earn_by_kind_and_receipt(town):
    kinds = (GoodsKind.NEW, GoodsKind.SECOND_HAND, GoodsKind.NEAR_EXPIRY, GoodsKind.SERVICE)
    for kind in kinds:
        for receipted in (True, False):
            credited(town, goods(town, "shop", goods_kind=kind, receipted=receipted))

    granted = town.bench.rows("SELECT contribution_type AS kind, sum(cv) AS cv, sum(sp) AS sp FROM grants GROUP BY 1")

    assert {row.kind: (row.cv, row.sp) for row in granted} == {
        "G1": (30_00, 0),
        "G2": (20_00, 10_00),
        "G3": (10_00, 5_00),
        "G4": (20_00, 0),
    }


def test_a_judges_service_is_governance_time(town):
    credited(town, service(town))

    balance = town.balance("anna")
    assert (balance.cv, balance.sp, balance.minutes) == (16_00, 16_00, 120)


def test_above_the_cap_a_gift_mints_value_only(town):
    town.bench.tell(town.give("anna", 59_990_00, choice=GiftChoice.POINTS))
    town.bench.tell(
        town.give("anna", 100_00, choice=GiftChoice.POINTS), town.give("anna", 100_00, choice=GiftChoice.POINTS)
    )

    assert (town.balance("anna").cv, town.balance("anna").sp) == (6_019_00, 3_000_00)


def test_a_refund_at_the_cap_comes_back_to_its_lot_and_nothing_is_earned_until_there_is_room(town):
    town.earn("anna", 3_000_00)
    held = town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=town.offer(), price=10_00), "anna")
    town.ask(requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), "clerk")
    town.bench.tell(*(town.give("anna", 110_00 * 20, choice=GiftChoice.POINTS) for _ in range(2)))
    assert (town.balance("anna").sp, town.balance("anna").cv) == (3_000_00, 6_440_00)

    refund = Reversal(transfer_id=held.redemption_id, amount=10_00, reason="DISPUTE_LOST")
    Books(engine=town.bench.database.engine, community=COMMUNITY, clock=town.bench.clock).do(ledger.reverse, refund)
    town.earn("anna", 5_00)

    above = town.balance("anna")
    assert (above.sp, above.sp_cap, above.cv) == (3_010_00, 3_000_00, 6_450_00)
    assert sorted(lot.remaining for lot in above.lots) == [10_00, 3_000_00]


def test_whoever_is_credited_out_of_another_lane_of_a_mint_does_not_wait(town):
    def lane(name: str) -> str:
        return mint_of(ContributionType.F1W, town.ids[name])

    others = [name for name in town.ids if lane(name) != lane("anna")]
    town.earn("anna", 5_00)
    books = Books(engine=town.bench.database.engine, community=COMMUNITY, clock=town.bench.clock)

    with books.begin() as work:
        ledger.lock_accounts(work, [ledger.Ref(lane("anna"), unit) for unit in ("CV", "SP")])
        town.earn(others[0], 5_00)

    assert len(others) > 0
    assert town.balance(others[0]).sp == 5_00
    books.hold_together()


def test_the_statement_names_every_source(town):
    gifts = [town.give("anna", 10_00 * turn) for turn in (1, 2, 3)]
    town.bench.tell(*gifts)
    asked = requests.ListEntries(party_id=town.ids["anna"], unit=Unit.CV, limit=2)

    first = town.ask(asked, "anna")
    second = town.ask(
        requests.ListEntries(party_id=town.ids["anna"], unit=Unit.CV, limit=2, after=first.next_key), "anna"
    )

    lines = [*first.items, *second.items]
    assert [line.amount for line in lines] == [3_00, 2_00, 1_00]
    assert [line.reference for line in lines] == [gift.gift_id for gift in reversed(gifts)]
    with pytest.raises(AskRefused):
        town.ask(asked, "bela")


def test_points_that_lapse_go_to_the_pool(town):
    town.earn("anna", 10_00)
    town.bench.clock.at = datetime(2025, 3, 31, 15, 59, tzinfo=UTC)
    town.bench.run_sweeps()
    assert town.balance("anna").sp_available == 10_00

    town.bench.clock.at = datetime(2025, 3, 31, 16, 0, tzinfo=UTC)
    assert town.balance("anna").sp_available == 0
    town.bench.run_sweeps()

    assert (town.balance("anna").sp, town.balance("anna").cv) == (0, 20_00)
    pool = town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = 'pool:mutual-aid'")
    assert pool[0].balance == 10_00


def test_the_database_itself_refuses_points_for_a_receipted_gift(town):
    town.bench.tell(town.give("anna", 60_00))
    copy = (
        "INSERT INTO grants SELECT community, 'grt_x', 'gft_x', party_id, contribution_type, performed_on, minutes, fen, "
        "rate_card, cv, 1, sp_minutes, granted_on, granted_at, activity_id, level, 1, 0, 0, 0, 0, reserve_percent FROM grants"
    )
    for statement, word in (
        (copy, "grants_receipted"),
        ("UPDATE grants SET cv = cv + 1", "permission denied"),
        ("DELETE FROM grants", "permission denied"),
    ):
        with pytest.raises(Exception, match=word):
            town.bench.rows(statement)


def test_types_of_what_was_granted_are_said(town):
    town.bench.tell(town.give("bela", 60_00, choice=GiftChoice.POINTS))

    [said] = [event for event in town.bench.said() if isinstance(event, PointsGranted)]

    assert (said.contribution_type, said.cv, said.sp) == (ContributionType.F1W, 6_00, 3_00)
