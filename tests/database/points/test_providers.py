"""Providers that are merchants of the alliance: what is outstanding is honoured, what is new needs a good standing (rulebook §8, §17)."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import permutations

import pytest

from chassis.ids import new_id
from contracts.event import Event
from contracts.merchants.events import MerchantLeft, MerchantPlaqued, MerchantReinstated, MerchantSuspended
from contracts.points import requests
from contracts.points.kinds import ItemKind, ItemState, RedemptionState
from tests.database.points.saga import PRICE, Saga, agent, refused, tomorrow
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY

State = RedemptionState
UNTIL = date(2023, 5, 1)
SUSPENDED, LEFT = "points.provider_suspended", "points.provider_left"
OUTSTANDING = (State.POINTS_HELD, State.RESERVED, State.ASKED, State.HELD)


@pytest.fixture
def saga(town) -> Saga:
    town.earn("anna", 500_00)
    made = Saga(town)
    made.item_id = made.offer(asks_provider=True)
    return made


class Membership:
    """What merchants says of one member, each with the version at which it happened."""

    def __init__(self, town, shop: str = "shop", community: str = COMMUNITY) -> None:
        self.about = {"community": community, "member_id": new_id("mem"), "party_id": town.ids[shop]}

    def plaqued(self, version: int | None) -> Event:
        return MerchantPlaqued(plaque_serial="CLP-0001", shop_name="面馆", member_version=version, **self.about)

    def suspended(self, version: int | None, until: date = UNTIL) -> Event:
        return MerchantSuspended(until=until, member_version=version, **self.about)

    def reinstated(self, version: int | None) -> Event:
        return MerchantReinstated(member_version=version, **self.about)

    def left(self, version: int | None, *, expelled: bool = False, plaqued: bool | None = True) -> Event:
        return MerchantLeft(expelled=expelled, plaqued=plaqued, member_version=version, **self.about)


def redeem(saga):
    asked = requests.Redeem(redemption_id=new_id("rdm"), item_id=saga.item_id, price=PRICE)
    return saga.town.ask(asked, saga.name)


def offered(town) -> list[str]:
    return [item.item_id for item in town.ask(requests.ListItems(), "anna").items]


def bar(town, how: str, shop: str = "shop") -> Membership:
    """The shop loses its standing."""
    member = Membership(town, shop)
    told = {
        "suspended": member.suspended(8),
        "expelled": member.left(9, expelled=True),
        "withdrawn": member.left(9),
    }[how]
    town.bench.tell(member.plaqued(4), told)
    return member


WAYS = [("suspended", SUSPENDED), ("expelled", LEFT), ("withdrawn", LEFT)]


@pytest.mark.parametrize(("how", "code"), WAYS)
def test_nothing_new_begins_at_a_shop_without_its_standing(town, saga, how, code):
    quoted = saga.quote()
    waiting = requests.ProposeItem(
        item_id=new_id("itm"),
        provider_id=town.ids["shop"],
        name="凉面",
        kind=ItemKind.GOODS,
        price=PRICE,
        stock=5,
    )
    town.ask(waiting, "staff")
    service = saga.offer(kind=ItemKind.SERVICE, slots=(requests.NewSlot(starts_at=tomorrow(town), capacity=2),))
    more = requests.OpenSlots(
        item_id=service, slots=(requests.NewSlot(starts_at=tomorrow(town, hours=48), capacity=2),)
    )
    fresh = requests.ProposeItem(**(vars(waiting) | {"item_id": new_id("itm")}))
    bar(town, how)

    assert refused(lambda: redeem(saga)) == code
    assert refused(saga.quote) == code
    assert refused(lambda: saga.by_me(requests.HoldPoints, quoted)) == code, "a quote has set nothing aside"
    assert refused(lambda: town.ask(fresh, "staff")) == code
    assert refused(lambda: town.bench.ask(fresh, as_=agent(town))) == code
    assert refused(lambda: town.ask(requests.ApproveItem(item_id=waiting.item_id), "approver")) == code
    assert refused(lambda: town.ask(more, "staff")) == code
    assert offered(town) == []
    assert town.ask(waiting, "staff").state is ItemState.PROPOSED, "what was proposed before is answered as it stands"
    assert town.ask(requests.WithdrawItem(item_id=saga.item_id), "staff").state is ItemState.WITHDRAWN
    saga.assert_sound()


@pytest.mark.parametrize("state", OUTSTANDING)
@pytest.mark.parametrize("how", ["suspended", "expelled", "withdrawn"])
def test_what_is_outstanding_is_honoured_to_its_end(town, saga, state, how):
    rdm = saga.bring(state)
    bar(town, how)

    steps = (
        lambda: saga.by_me(requests.ReserveStock, rdm),
        lambda: saga.by_me(requests.AskProvider, rdm),
        lambda: saga.at_shop(requests.AcceptRedemption, rdm),
        lambda: saga.fulfil(rdm),
    )
    for step in steps[OUTSTANDING.index(state) :]:
        step()

    assert saga.state(rdm) is State.FULFILLED
    saga.by_me(requests.DisputeRedemption, rdm, reason="面是凉的")
    saga.decide(rdm)
    assert town.balance("anna").sp == 500_00
    saga.assert_sound()


@pytest.mark.parametrize("way", ["given up", "not fetched", "resumed"])
def test_nobody_loses_a_point_to_a_shop_that_was_expelled(town, saga, way):
    rdm = saga.bring(State.POINTS_HELD if way == "resumed" else State.HELD)
    bar(town, "expelled")

    if way == "given up":
        saga.by_me(requests.CancelRedemption, rdm, reason="商户已被除名")
    elif way == "not fetched":
        town.bench.clock.advance(hours=24)
        town.bench.run_sweeps()
    else:
        town.bench.clock.advance(minutes=2)
        town.bench.run_sweeps()
        assert saga.state(rdm) is State.ASKED, "the service carries on what it holds points for"
        saga.at_shop(requests.DeclineRedemption, rdm, reason="已停业")

    assert town.balance("anna").sp == 500_00
    saga.assert_sound()


def test_what_was_redeemed_before_is_answered_alike_after(town, saga):
    asked = requests.Redeem(redemption_id=new_id("rdm"), item_id=saga.item_id, price=PRICE)
    first = town.ask(asked, "anna")
    quote = requests.QuoteRedemption(redemption_id=new_id("rdm"), item_id=saga.item_id)
    quoted = town.ask(quote, "anna")
    bar(town, "suspended")

    assert town.ask(asked, "anna") == first
    assert town.ask(quote, "anna") == quoted


def test_reinstated_or_after_its_day_it_may_again(town, saga):
    member = bar(town, "suspended")
    told = refused(lambda: redeem(saga))
    town.bench.tell(member.reinstated(9))
    assert (told, refused(lambda: redeem(saga))) == (SUSPENDED, "ok")
    assert offered(town) == [saga.item_id]

    town.bench.tell(member.suspended(11))
    town.bench.clock.at = town.now.replace(year=2023, month=4, day=30, hour=15, minute=59)
    assert refused(lambda: redeem(saga)) == SUSPENDED, "23:59 of the evening before"
    assert offered(town) == []
    town.bench.clock.advance(minutes=1)
    assert refused(lambda: redeem(saga)) == "ok"
    assert offered(town) == [saga.item_id]


def test_the_refusal_names_the_day(town, saga):
    bar(town, "suspended")
    with pytest.raises(Exception, match="2023-05-01") as caught:
        redeem(saga)
    assert "2023-05-01" in caught.value.wire["zh"]


def test_who_is_no_merchant_is_not_concerned(town, saga):
    bar(town, "expelled", "other_shop")
    member = Membership(town)
    town.bench.tell(Membership(town, community="another-place").suspended(8))
    assert refused(lambda: redeem(saga)) == "ok"

    town.bench.tell(member.left(2, plaqued=False))
    assert refused(lambda: redeem(saga)) == "ok", "it took its application back; it was never a member"
    assert offered(town) == [saga.item_id]


def test_who_left_may_come_back_as_another_member(town, saga):
    bar(town, "withdrawn")
    again = Membership(town)
    town.bench.tell(again.plaqued(4))
    assert refused(lambda: redeem(saga)) == "ok"
    town.bench.tell(again.suspended(8))
    assert refused(lambda: redeem(saga)) == SUSPENDED


def test_in_every_order_and_told_again_the_last_version_counts(town, saga):
    for order in permutations(range(4)):
        member = Membership(town)
        told = [member.plaqued(4), member.suspended(8), member.reinstated(9), member.left(10, expelled=True)]
        for number in order:
            ids = town.bench.tell(told[number])
            town.bench.tell(told[number], event_ids=ids)
            town.bench.tell(told[number])
        assert refused(lambda: redeem(saga)) == LEFT
        back = Membership(town)
        for number in order[:3]:
            good = [back.plaqued(4), back.suspended(8), back.reinstated(9), back.plaqued(4)]
            town.bench.tell(good[number])
        town.bench.tell(back.reinstated(9))
        assert refused(lambda: redeem(saga)) == "ok"
        town.bench.tell(back.left(10))


def test_told_without_a_version_it_counts_until_something_has_one(town, saga):
    member = Membership(town)
    town.bench.tell(member.suspended(None))
    assert refused(lambda: redeem(saga)) == SUSPENDED
    town.bench.tell(member.reinstated(9))
    town.bench.tell(member.suspended(None))
    assert refused(lambda: redeem(saga)) == "ok"


def test_told_from_two_sides_at_once_one_row_stands(town, saga):
    member = Membership(town)
    events = [member.plaqued(4), member.suspended(8), member.reinstated(9), member.left(10)]

    outcomes = at_once([lambda event=event: town.bench.tell(event) for event in (*events, *events)])

    assert set(outcomes) == {"ok"}
    [row] = town.bench.rows("SELECT standing, member_version, suspended_until FROM provider_standings")
    assert tuple(row) == ("withdrawn", 10, None)
    assert refused(lambda: redeem(saga)) == LEFT


def test_redeemed_while_it_is_suspended_it_is_held_whole_or_not_at_all(town, saga):
    member = Membership(town)
    town.bench.tell(member.plaqued(4))

    outcomes = at_once(
        [lambda: redeem(saga), lambda: town.bench.tell(member.suspended(8)), lambda: redeem(saga), saga.quote]
    )

    assert set(outcomes) <= {"ok", SUSPENDED}
    town.bench.clock.advance(hours=25)
    town.bench.run_sweeps()
    assert town.balance("anna").sp == 500_00
    saga.assert_sound()


def test_a_shop_without_its_standing_is_settled_with_for_what_it_honoured(town, saga):
    saga.bring(State.FULFILLED)
    bar(town, "expelled")
    town.bench.clock.advance(days=20)
    assert town.now.month == 4, "March is over"
    asked = requests.PrepareSettlement(
        settlement_id=new_id("stl"), provider_id=town.ids["shop"], month=f"{town.now - timedelta(days=20):%Y-%m}"
    )
    assert town.ask(asked, "staff").lines == 1
