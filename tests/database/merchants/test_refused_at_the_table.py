"""Tastings that cannot be called, entered or scored so: each is said with its own code."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from contracts.merchants import requests
from contracts.merchants.ids import InterestKind
from contracts.roles import Role
from services.merchants.tasting.rules.dealing import TooFewDishes, code_table
from tests.database.merchants.street import Street, Tasting, made
from tests.support.bench import AskRefused, actor


def refusal(tasting: Tasting, request, as_) -> str:
    with pytest.raises(AskRefused) as caught:
        tasting.ask(request, as_=as_)
    return caught.value.code


def test_a_panel_and_a_dish_are_said_once_and_a_panel_is_of_a_size_to_compare(street: Street):
    tasting = Tasting(street).gather()
    called = requests.CallPanel(
        panel_id=tasting.panel_id, name="另一场品鉴", held_on=date(2023, 3, 18), seed_source="福彩3D 2023-03-17"
    )

    assert refusal(tasting, called, street.chief) == "merchants.panel_id_taken"
    crowd = replace(called, panel_id=made("pnl", 2), seats=61)
    assert refusal(tasting, crowd, street.chief) == "merchants.card_size"
    renamed = replace(tasting.enrol(1, 1), name="另一道菜")
    assert refusal(tasting, renamed, street.agent(1)) == "merchants.dish_id_taken"


def test_a_shop_is_no_judge(street: Street):
    tasting = Tasting(street).call()
    shop = replace(tasting.volunteer(1), party_id=made("pty", 1001))

    assert refusal(tasting, shop, street.staff) == "merchants.volunteer_ineligible"


def test_one_dish_is_compared_with_nothing():
    with pytest.raises(TooFewDishes):
        code_table([made("dsh", 1)], salt="x")


def test_who_has_scored_is_not_absent(street: Street):
    tasting = Tasting(street).deal()
    judge = tasting.judges[0]
    tasting.ask(tasting.ballot(tasting.card(judge)[0]), as_=tasting.judge(judge))

    absent = requests.ReportAbsence(panel_id=tasting.panel_id, judge_id=judge)

    assert refusal(tasting, absent, street.chief) == "merchants.judge_present"


def test_a_plate_of_somebody_close_is_not_scored(street: Street):
    tasting = Tasting(street, card_size=6).deal()
    judge = tasting.judges[0]
    codes = tasting.card(judge)
    close = requests.DeclareInterest(
        panel_id=tasting.panel_id, judge_id=judge, member_id=made("mem", 2), kind=InterestKind.SUPPLIER
    )
    tasting.ask(close, as_=actor(judge, Role.RESIDENT, Role.TASTING_JUDGE))

    said = []
    for code in codes:
        try:
            tasting.ask(tasting.ballot(code), as_=tasting.judge(judge))
        except AskRefused as refused:
            said.append(refused.code)

    assert said == ["merchants.ballot_void"] * 2
