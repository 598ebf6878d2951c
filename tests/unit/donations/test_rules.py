"""The rules of giving, as values: what a line says, who counts as one, what may be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.donations import answers
from contracts.donations.kinds import (
    GiftChoice,
    GiftState,
    GoodsKind,
    Lane,
    Measure,
    PaymentChannel,
    ProjectKind,
    ReceiptState,
    Visibility,
)
from contracts.donations.requests import ImportStatement, OpenProject, RawLine, ReceiptLine, RecordGift
from contracts.sectors import Sector
from services.donations.disclosure import rules as disclosure
from services.donations.funds import rules as funds
from services.donations.gifts import refusals as gift_refusals
from services.donations.gifts import rules as gifts
from services.donations.gifts.showing import shown_as
from services.donations.goods import rules as goods
from services.donations.parties.rules import KnownParty, one_group
from services.donations.receipts import rules as receipts
from services.donations.statements import refusals, rules

DAY = date(2023, 3, 18)
NOON = datetime(2023, 3, 18, 4, 0, tzinfo=UTC)
FUND = answers.Fund(fund_code="F", name="基金", host_id="pty_host", version=1)
RAW = RawLine(channel_number="WX-1", paid_on="2023-03-18", amount="12.50", reference="GABC", payer="张三丰")


def statement(*lines: RawLine, total: int) -> ImportStatement:
    return ImportStatement(
        statement_id="stm_0", fund_code="F", day=DAY, declared_count=len(lines), declared_total=total, lines=lines
    )


def party(name: str, *, home: str | None = None, employer: str | None = None) -> KnownParty:
    return KnownParty(
        party_id=name, sector=Sector.RES, is_person=True, household_id=home, organisation_id=employer, public_name=name
    )


def project(**more: Any) -> OpenProject:
    asked = OpenProject(
        project_code="P", fund_code="F", name="项目", kind=ProjectKind.OTHER, lane=Lane.MUTUAL_HELP, starts_on=DAY
    )
    return replace(asked, **more)


def test_the_banks_day_is_kept_and_never_one_to_come():
    after = DAY + timedelta(days=1)

    assert gifts.confirm(gift(), received=1, on=after, paid_on=DAY).paid_on == DAY
    assert gifts.confirm(gift(), received=1, on=DAY, paid_on=after).paid_on == DAY
    assert gifts.confirm(gift(), received=1, on=DAY).paid_on is None


def test_money_confirms_a_gift_once():
    confirmed = gifts.confirm(gift(), received=12_50, on=DAY)

    with pytest.raises(gift_refusals.AlreadyConfirmed):
        gifts.confirm(confirmed, received=12_50, on=DAY)


def gift(**more: Any) -> gifts.Gift:
    asked = RecordGift(
        gift_id="gft_01HQ3Z5N8T7W9XKJ4M2V6BCDEF",
        fund_code="F",
        amount=50_00,
        lane=Lane.MUTUAL_HELP,
        choice=GiftChoice.RECEIPT,
        channel=PaymentChannel.ONLINE,
        donor_id="pty_anna",
    )
    recorder = gifts.Recorder(party_id="pty_anna", speaks_for={"pty_anna"}, staff=False, at=NOON, on=DAY)
    return replace(gifts.record(asked, project=None, recorder=recorder), **more)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"amount": "-1.00"}, "amount_unreadable"),
        ({"amount": "0.00"}, "amount_unreadable"),
        ({"amount": "1.005"}, "amount_unreadable"),
        ({"amount": "1e3"}, "amount_unreadable"),
        ({"amount": "１２"}, "amount_unreadable"),
        ({"paid_on": "18.03.2023"}, "day_unreadable"),
        ({"paid_on": "2023-02-30"}, "day_unreadable"),
        ({"paid_on": "2023-03-19"}, "day_after_statement"),
        ({"channel_number": ""}, "channel_number_unreadable"),
        ({"channel_number": "=1+1"}, "channel_number_unreadable"),
        ({"reference": ""}, "reference_unreadable"),
    ],
)
def test_a_bad_line_is_named_and_the_good_one_beside_it_is_read(change, reason):
    bad = replace(RAW, **change)
    fen = {"1.00": 100}.get(bad.amount, 12_50 if bad.amount == RAW.amount else 0)

    first, second = rules.read(statement(bad, RAW, total=12_50 + fen))

    assert first == rules.BadLine(number=1, reason=reason)
    assert isinstance(second, rules.ReadLine)
    assert (second.amount, second.paid_on, second.payer_masked) == (12_50, DAY, "张**")


def test_an_unreadable_amount_leaves_the_total_open_only_upwards():
    torn = replace(RAW, amount="?")

    rules.read(statement(RAW, torn, total=99_00))
    with pytest.raises(refusals.TotalDiffers):
        rules.read(statement(RAW, torn, total=12_49))


@given(st.text(max_size=30))
def test_a_masked_name_gives_away_its_first_character_and_no_length(name):
    masked = rules.masked(name)

    assert masked[1:] == "*" * len(masked[1:])
    assert masked[:1] in {name[:1], "*"}
    assert len(masked) <= 4


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 3)), max_size=8))
def test_however_lines_repeat_a_gift_is_paid_by_one_of_them(pairs):
    promised = gift()
    lines = [
        rules.ReadLine(
            number=n,
            channel_number=channel,
            paid_on=DAY,
            amount=[50_00, 49_00, 50_00][which - 1],
            reference=promised.payment_reference if which < 3 else "别的",
            payer_masked="*",
            plan_number=None,
        )
        for n, (channel, which) in enumerate(pairs, start=1)
    ]
    recorder = gifts.Recorder(party_id="pty_officer", speaks_for=(), staff=False, at=NOON, on=DAY)

    settled = rules.settle(
        statement(total=0),
        lines,
        known=rules.Known(lines={}, gifts={promised.payment_reference: promised}, projects=[]),
        line_ids=[f"sln_{n}" for n in range(len(lines))],
        recorder=recorder,
    )

    assert len(settled.results) == len(lines)
    assert len(settled.lines) == len({line.channel_number for line in lines})
    assert len(settled.confirmed) <= 1
    assert sum(line.gift_id is not None for line in settled.lines) == len(settled.confirmed)


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        (party("a"), party("a"), True),
        (party("a"), party("b"), False),
        (party("a", employer="shop"), party("shop"), True),
        (party("a", employer="shop"), party("b", employer="shop"), True),
        (party("a", home="home"), party("b", home="home"), True),
        (party("a", home="x"), party("b", employer="x"), True),
    ],
)
def test_one_group_is_one_interest(first, second, one):
    assert one_group(first, second) is one
    assert one_group(second, first) is one


def test_a_public_plan_is_filed_ten_days_before_it_starts():
    filed = {"lane": Lane.PUBLIC_FUNDRAISING, "plan_number": "PLAN-1"}

    assert funds.open_project(project(**filed, plan_filed_on=date(2023, 3, 8)), fund=FUND).plan_number == "PLAN-1"
    with pytest.raises(funds.PlanFiledTooLate):
        funds.open_project(project(**filed, plan_filed_on=date(2023, 3, 9)), fund=FUND)
    for change in (filed, {"plan_number": "PLAN-1"}, {"plan_filed_on": DAY}):
        with pytest.raises(funds.PlanMissing):
            funds.open_project(project(**change), fund=FUND)
    with pytest.raises(funds.EndsBeforeItStarts):
        funds.open_project(project(ends_on=date(2023, 3, 17)), fund=FUND)


def test_only_a_charity_hosts_a_fund():
    asked = funds.CreateFund(fund_code="F", name="基金", host_id="pty_shop")

    with pytest.raises(funds.HostIsNoCharity):
        funds.create(asked, host=party("pty_shop"))


@pytest.mark.parametrize("parts", [[0, 4], [4, 100], [0, 0, 1]])
def test_a_total_that_would_give_away_the_one_hidden_part_is_hidden_too(parts):
    assert disclosure.told_total(parts) is None


def test_a_total_over_several_hidden_parts_is_told():
    assert disclosure.told_total([3, 4, 10]) == 17
    assert disclosure.told_total([0, 7]) == 7
    assert disclosure.told_total([1, 2]) is None


@given(price=st.integers(1, 10**9), percent=st.integers(30, 50))
def test_used_goods_are_never_worth_more_than_their_share(price, percent):
    if price * percent < 100:
        with pytest.raises(goods.refusals.KeptPercentWrong):
            goods.kept_value(GoodsKind.SECOND_HAND, price=price, kept_percent=percent)
        return
    value = goods.kept_value(GoodsKind.SECOND_HAND, price=price, kept_percent=percent)
    assert value * 100 <= price * percent < (value + 1) * 100


def test_what_is_drawn_is_gone_and_nothing_more_can_be_drawn():
    stored = goods.offer(
        goods.OfferGoods(
            goods_id="gds_0",
            donor_id="pty_shop",
            fund_code="F",
            kind=GoodsKind.NEW,
            title="面包",
            measure=Measure.PIECES,
            quantity=3,
            wants_receipt=False,
        ),
        by=None,
    )
    stored = replace(stored, received=3, remaining=3, state=goods.GoodsState.STORED)

    empty = goods.draw(stored, fund_code="F", quantity=3)

    assert (empty.remaining, empty.state) == (0, goods.GoodsState.ALLOCATED)
    with pytest.raises(goods.refusals.NotEnoughLeft):
        goods.draw(stored, fund_code="F", quantity=4)
    with pytest.raises(goods.refusals.NotInStore):
        goods.draw(stored, fund_code="other", quantity=1)


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({"choice": GiftChoice.POINTS, "receipt": ReceiptState.WAIVED}, receipts.GivenUpForPoints),
        ({"donor_id": None}, receipts.NobodyToReceiptTo),
        ({}, receipts.NotConfirmedYet),
        ({"state": GiftState.CONFIRMED, "received": 1, "receipt": ReceiptState.ISSUED}, receipts.AlreadyAskedFor),
        ({"state": GiftState.CONFIRMED, "received": 1, "receipt": ReceiptState.WAIVED}, receipts.AlreadyAskedFor),
    ],
)
def test_a_receipt_is_asked_for_once_for_money_that_came_from_somebody(change, refused):
    with pytest.raises(refused):
        receipts.request(gift(**change), payer_name="安娜", turn=1)


def test_the_amount_of_a_receipt_is_what_arrived_and_not_what_was_promised():
    paid = gift(state=GiftState.CONFIRMED, received=49_00, confirmed_on=DAY)
    _, receipt = receipts.request(paid, payer_name="安娜", turn=1)
    line = ReceiptLine(gift_id=paid.gift_id, number="R-1", issued_on=DAY, amount=50_00, pdf_sha256="a" * 64)

    assert receipt.amount == 49_00
    assert receipts.trouble(receipt, line, taken=()) == "receipts.amount_differs"
    assert receipts.trouble(receipt, replace(line, amount=49_00), taken={"R-1"}) == "receipts.number_taken"
    assert receipts.trouble(receipt, replace(line, amount=49_00), taken=()) is None


@pytest.mark.parametrize(
    ("visibility", "alias", "name", "shown"),
    [
        (Visibility.PUBLIC, None, "张*", "张*"),
        (Visibility.PUBLIC, None, None, "爱心人士"),
        (Visibility.ALIAS, "邻居", "张*", "邻居"),
        (Visibility.ANONYMOUS, None, "张*", "爱心人士"),
    ],
)
def test_a_gift_is_shown_as_its_donor_wishes(visibility, alias, name, shown):
    assert shown_as(gift(visibility=visibility, alias=alias), public_name=name) == shown
