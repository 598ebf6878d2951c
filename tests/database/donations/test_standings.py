"""A merchant's standing and its pledges: what is agreed is honoured, what is new needs a good standing (rulebook §17)."""

from __future__ import annotations

from datetime import date
from itertools import permutations

import pytest

from chassis.ids import new_id
from contracts.event import Event
from contracts.merchants.events import MerchantLeft, MerchantPlaqued, MerchantReinstated, MerchantSuspended
from tests.database.donations.pledging import agree, asking_pledge, banner, countersign, day, pay, sign, state
from tests.support.bench import COMMUNITY, AskRefused

UNTIL = date(2023, 4, 20)
NOT_IN_STANDING = "pledges.merchant_not_in_standing"


class Member:
    """What merchants says of the bakery's membership."""

    def __init__(self, town) -> None:
        self.about = {"community": COMMUNITY, "member_id": new_id("mem"), "party_id": town.ids["bakery"]}

    def plaqued(self, version: int) -> Event:
        return MerchantPlaqued(plaque_serial="CLP-0001", shop_name="面包房", member_version=version, **self.about)

    def suspended(self, version: int) -> Event:
        return MerchantSuspended(until=UNTIL, member_version=version, **self.about)

    def reinstated(self, version: int) -> Event:
        return MerchantReinstated(member_version=version, **self.about)

    def left(self, version: int, *, plaqued: bool = True) -> Event:
        return MerchantLeft(expelled=True, plaqued=plaqued, member_version=version, **self.about)


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def test_who_is_suspended_agrees_to_nothing_new_and_pays_what_was_agreed(town):
    member = Member(town)
    pledge = agree(town)
    drafted = asking_pledge(town)
    town.ask(drafted, "baker")
    signed = asking_pledge(town)
    town.ask(signed, "baker")
    town.ask(sign(signed.pledge_id), "baker")
    assert banner(town, pledge).shown

    town.bench.tell(member.plaqued(1))
    town.bench.tell(member.suspended(2))

    assert code(lambda: town.ask(asking_pledge(town), "baker")) == NOT_IN_STANDING
    assert code(lambda: town.ask(sign(drafted.pledge_id), "baker")) == NOT_IN_STANDING
    assert code(lambda: town.ask(countersign(signed.pledge_id), "officer")) == NOT_IN_STANDING
    assert not banner(town, pledge).shown
    town.bench.tell(member.reinstated(3))
    assert banner(town, pledge).shown
    town.ask(sign(drafted.pledge_id), "baker")


def test_a_suspension_bars_until_its_day_and_its_sales_are_stated_and_paid_meanwhile(town):
    member = Member(town)
    pledge = agree(town)
    town.bench.tell(member.suspended(2))
    assert not banner(town, pledge).shown
    day(town, 4, 20)
    assert banner(town, pledge).shown
    town.bench.tell(member.left(4))
    assert not banner(town, pledge).shown

    day(town, 5, 2)
    pay(town, state(town, pledge, "2023-04", 12_345_67))

    assert town.unmatched() == {}


def test_who_only_took_an_application_back_has_lost_nothing(town):
    pledge = agree(town)
    town.bench.tell(Member(town).left(2, plaqued=False))
    assert banner(town, pledge).shown


def test_the_last_word_counts_in_every_order(town):
    pledge = agree(town)
    for order in permutations(range(3)):
        member = Member(town)
        told = (member.plaqued(1), member.suspended(2), member.reinstated(3))
        for number in order:
            town.bench.tell(told[number])
        assert banner(town, pledge).shown
        town.bench.tell(member.left(4))
