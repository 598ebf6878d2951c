"""Gifts and receipts on real tables: promised, paid, receipted; never both receipt and points."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftConfirmed, GiftExpired, GiftRecorded, ReceiptIssued, ReceiptRequested
from contracts.donations.kinds import GiftChoice, GiftState, Lane, PaymentChannel, ReceiptState, Visibility
from contracts.donations.requests import ReceiptLine
from contracts.roles import Role
from tests.database.donations.town import CAMP, FUND, PUBLIC
from tests.support.bench import AskRefused, actor

POINTS = {"choice": GiftChoice.POINTS, "waiver_number": "W-1"}


def refusal(town, request, name):
    with pytest.raises(AskRefused) as caught:
        town.ask(request, name)
    return caught.value.code


def receipt_line(gift, number="R-1", **more: Any):
    line = ReceiptLine(
        gift_id=gift.gift_id, number=number, issued_on=date(2023, 3, 20), amount=gift.amount, pdf_sha256="a" * 64
    )
    return replace(line, **more)


def test_a_gift_goes_from_the_promise_to_the_receipt(town):
    gift = town.promise(amount=60_00, project_code=CAMP)
    town.bank(town.line(gift.payment_reference, 60_00))
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")
    imported = town.ask(requests.ImportReceipts(lines=(receipt_line(gift),)), "officer")

    receipt = town.ask(requests.GetReceipt(gift_id=gift.gift_id), "anna")
    assert (imported.issued, receipt.state, receipt.number) == (1, ReceiptState.ISSUED, "R-1")
    [confirmed] = [event for event in town.bench.said() if isinstance(event, GiftConfirmed)]
    assert (confirmed.donor_id, confirmed.amount, confirmed.choice) == (town.ids["anna"], 60_00, GiftChoice.RECEIPT)
    # Auditors see the receipt, and not whose it is.
    audited = town.ask(requests.GetReceipt(gift_id=gift.gift_id), "auditor")
    assert (audited.payer_name, replace(audited, payer_name="安娜")) == ("安*", receipt)
    assert refusal(town, requests.GetReceipt(gift_id=gift.gift_id), "bela") == "gifts.not_found"
    assert (confirmed.lane, confirmed.project_code, confirmed.confirmed_on) == (
        Lane.MUTUAL_HELP,
        CAMP,
        date(2023, 3, 18),
    )
    said = town.bench.said_types()
    assert [said.count(one) for one in (GiftRecorded, ReceiptRequested, ReceiptIssued)] == [1, 1, 1]
    assert town.unmatched() == {}


def test_a_gift_for_points_can_never_have_a_receipt(town):
    gift = town.paid(**POINTS)

    assert gift.receipt is ReceiptState.WAIVED
    code = refusal(town, requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")
    assert code == "receipts.given_up_for_points"
    imported = town.ask(requests.ImportReceipts(lines=(receipt_line(gift),)), "officer")
    assert imported.results[0].refused == "receipts.nothing_to_issue"
    assert town.bench.count("receipts") == 0


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"lane": Lane.PUBLIC_FUNDRAISING}, "gifts.lane_not_collected_here"),
        ({"lane": Lane.PUBLIC_FUNDRAISING, "project_code": PUBLIC}, "gifts.lane_not_collected_here"),
        ({"lane": Lane.DIRECTED, "project_code": CAMP}, "gifts.lane_differs"),
        ({"amount": 1_000_000_01}, "gifts.above_limit"),
        ({"lane": Lane.DIRECTED, **POINTS}, "gifts.points_only_in_community"),
        ({"choice": GiftChoice.POINTS}, "gifts.waiver_missing"),
        ({"waiver_number": "W-1"}, "gifts.waiver_without_points"),
        ({"visibility": Visibility.ALIAS}, "gifts.alias_missing"),
        ({"project_code": "no-such"}, "funds.project_not_found"),
        ({"fund_code": "no-such"}, "funds.not_found"),
        ({"donor_id": None, "visibility": Visibility.ANONYMOUS}, "gifts.anonymous_only_by_staff"),
        ({"donor_id": new_id("pty")}, "party-not-found"),
    ],
)
def test_a_gift_that_breaks_a_rule_leaves_nothing_behind(town, change, code):
    assert refusal(town, replace(town.asking_gift(), **change), "anna") == code
    assert town.bench.count("gifts") == 0


def test_nobody_gives_in_the_name_of_another_and_an_agent_gives_for_the_shop(town):
    assert refusal(town, town.asking_gift("bela"), "anna") == "party-not-found"
    gift = town.ask(town.asking_gift("bakery", 500_00), "baker")

    assert gift.donor_id == town.ids["bakery"]


def test_a_stranger_of_another_community_finds_neither_fund_nor_gift(town):
    gift = town.promise()
    neighbour = actor(town.ids["anna"], Role.RESIDENT, Role.COMMUNITY_STAFF, community="other-place")

    for request in (requests.GetGift(gift_id=gift.gift_id), town.asking_gift(), requests.GetFund(fund_code=FUND)):
        with pytest.raises(AskRefused) as caught:
            town.bench.ask(request, as_=neighbour)
        assert caught.value.kind == "not_found"


def test_the_same_id_says_the_same_or_is_taken(town):
    asked = town.asking_gift()
    first = town.ask(asked, "anna", key="one")

    assert town.ask(asked, "anna", key="one") == first
    assert town.ask(asked, "anna", key="two") == first
    assert refusal(town, replace(asked, amount=asked.amount + 1), "anna") == "gifts.id_taken"
    assert town.bench.count("gifts") == 1
    assert town.bench.said_types() == [GiftRecorded]


def test_an_unpaid_online_order_lapses_and_late_money_is_still_its_gift(town):
    online = town.promise(amount=20_00)
    transfer = town.promise(amount=30_00, channel=PaymentChannel.TRANSFER)
    town.bench.clock.advance(minutes=31)
    town.bench.run_sweeps()

    states = [town.ask(requests.GetGift(gift_id=one.gift_id), "anna").state for one in (online, transfer)]
    assert states == [GiftState.EXPIRED, GiftState.AWAITING]
    assert town.bench.said_types().count(GiftExpired) == 1
    town.bank(town.line(online.payment_reference, 20_00))
    late = town.ask(requests.GetGift(gift_id=online.gift_id), "anna")
    assert (late.state, late.received) == (GiftState.CONFIRMED, 20_00)


def test_a_receipt_file_names_its_bad_lines_and_takes_the_others(town):
    good, other, unasked = town.paid(amount=10_00), town.paid(amount=20_00), town.paid(amount=30_00)
    for gift in (good, other):
        town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")
    lines = (
        receipt_line(good),
        receipt_line(other, number="R-1"),
        receipt_line(other, number="R-2", amount=20_01),
        receipt_line(unasked, number="R-3"),
        receipt_line(good),
    )

    imported = town.ask(requests.ImportReceipts(lines=lines), "officer")
    again = town.ask(requests.ImportReceipts(lines=lines[:1]), "officer")

    assert [result.refused for result in imported.results] == [
        None,
        "receipts.number_taken",
        "receipts.amount_differs",
        "receipts.nothing_to_issue",
        None,
    ]
    assert (imported.issued, again.issued, again.refused) == (1, 0, 0)


def test_a_voided_receipt_makes_room_for_another_with_another_number(town):
    gift = town.paid()
    asking = requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜")
    town.ask(asking, "anna")
    town.ask(requests.ImportReceipts(lines=(receipt_line(gift),)), "officer")

    assert refusal(town, asking, "anna") == "receipts.already_asked_for"
    town.ask(requests.VoidReceipt(gift_id=gift.gift_id, reason="抬头写错"), "officer")
    town.ask(asking, "anna", key="again")
    same = town.ask(requests.ImportReceipts(lines=(receipt_line(gift),)), "officer")
    new = town.ask(requests.ImportReceipts(lines=(receipt_line(gift, "R-2"),)), "officer")

    assert same.results[0].refused == "receipts.number_taken"
    assert (new.issued, town.ask(requests.GetReceipt(gift_id=gift.gift_id), "anna").turn) == (1, 2)
    assert town.unmatched() == {}


def test_who_gave_is_told_to_the_donor_and_to_others_only_with_reason(town):
    gift = town.paid()
    look = requests.GetGift(gift_id=gift.gift_id)

    assert [town.ask(look, name).donor_id is not None for name in ("anna", "staff", "officer", "auditor")] == [
        True,
        True,
        False,
        False,
    ]
    assert refusal(town, look, "bela") == "gifts.not_found"
    assert refusal(town, replace(look), "carrier") == "gifts.not_found"
    town.ask(requests.ChangeVisibility(gift_id=gift.gift_id, visibility=Visibility.ANONYMOUS), "anna")
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="安娜"), "anna")
    assert [town.ask(look, name).donor_id is not None for name in ("staff", "officer")] == [False, True]


def test_a_donor_changes_the_name_in_the_lists_of_the_past_at_the_version_seen(town):
    gift = town.paid()
    shown = lambda: town.ask(requests.ListPublicGifts(fund_code=FUND), "").items[0].shown_as  # noqa: E731
    rename = requests.ChangeVisibility(gift_id=gift.gift_id, visibility=Visibility.ALIAS, alias="一位邻居")

    before = shown()
    renamed = town.ask(rename, "anna", if_version=gift.version)

    assert (before, shown(), renamed.version) == ("a*", "一位邻居", gift.version + 1)
    with pytest.raises(AskRefused) as caught:
        town.ask(replace(rename, alias="旧名"), "anna", if_version=gift.version)
    assert caught.value.code == "stale-version"


def test_the_database_itself_forbids_points_beside_a_receipt(town):
    gift = town.paid(**POINTS)

    with pytest.raises(Exception, match="gifts_receipt_or_points"):
        town.bench.rows("UPDATE gifts SET receipt = 'issued' WHERE gift_id = :id", id=gift.gift_id)


def test_a_page_of_gifts_goes_on_where_the_last_one_ended(town):
    made = [town.promise(amount=100 + n).gift_id for n in range(5)]
    town.promise("bela")

    first = town.ask(requests.ListGifts(limit=3), "anna")
    second = town.ask(requests.ListGifts(limit=3, after=first.next_key), "anna")

    assert [gift.gift_id for gift in (*first.items, *second.items)] == sorted(made, reverse=True)
    assert second.next_key is None
    assert town.ask(requests.ListGifts(donor_id=town.ids["bela"]), "anna").items == ()
    assert town.ask(requests.ListGifts(donor_id=town.ids["bela"]), "auditor").items == ()
