"""Goods that leave without a recipient: set aside at once, gone by two persons, and only what is there; a return tells what falls away."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.events import InKindReturned
from contracts.donations.kinds import GoodsKind, GoodsState
from contracts.donations.removal_kinds import RemovalCause, RemovalKind, RemovalState
from contracts.points.events import PartyHouseholdChanged
from contracts.roles import Role
from tests.database.donations.test_goods import lot_donated, take_over
from tests.database.donations.test_statements import at_once
from tests.support.bench import COMMUNITY, AskRefused, actor

RETURN, WRITE_OFF = RemovalKind.RETURN, RemovalKind.WRITE_OFF


def asking(goods_id: str, quantity: int, **more: Any) -> requests.ProposeGoodsRemoval:
    asked = requests.ProposeGoodsRemoval(
        removal_id=new_id("grm"),
        goods_id=goods_id,
        kind=WRITE_OFF,
        cause=RemovalCause.BROKEN,
        quantity=quantity,
        reason="箱子被压坏",
        document="照片 12",
    )
    return replace(asked, **more)


def going_back(goods_id: str, quantity: int, **more: Any) -> requests.ProposeGoodsRemoval:
    return asking(goods_id, quantity, **({"kind": RETURN, "cause": RemovalCause.FAULTY} | more))


def approve(town, removal_id: str, who: Any = "treasurer") -> answers.GoodsRemoval:
    asked = requests.ApproveGoodsRemoval(removal_id=removal_id)
    return town.ask(asked, who) if isinstance(who, str) else town.bench.ask(asked, as_=who)


def reject(town, removal_id: str, who: str = "treasurer") -> answers.GoodsRemoval:
    return town.ask(requests.RejectGoodsRemoval(removal_id=removal_id, answer_text="还能用"), who)


def remove(town, asked: requests.ProposeGoodsRemoval) -> answers.GoodsRemoval:
    return approve(town, town.ask(asked, "staff").removal_id)


def look(town, goods_id: str) -> answers.Goods:
    return town.ask(requests.GetGoods(goods_id=goods_id), "staff")


def returned(town) -> list[InKindReturned]:
    return [event for event in town.bench.said() if isinstance(event, InKindReturned)]


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def test_what_is_proposed_is_set_aside_and_gone_when_another_agrees(town):
    bread = town.stored(quantity=100, price=300_00)

    proposed = town.ask(asking(bread.goods_id, 30), "staff")

    aside = look(town, bread.goods_id)
    assert (aside.remaining, aside.set_aside, aside.written_off) == (70, 30, 0)
    assert code(lambda: town.ask(town.asking_packs([(bread.goods_id, 1)], packs=71), "staff")) == (
        "goods.not_enough_left"
    )
    done = approve(town, proposed.removal_id)
    gone = look(town, bread.goods_id)
    assert (done.state, done.decided_by, done.appraised) == (RemovalState.DONE, town.ids["treasurer"], None)
    assert (gone.remaining, gone.set_aside, gone.written_off, gone.state) == (70, 0, 30, GoodsState.STORED)
    # Whoever gave what broke has given it.
    assert returned(town) == []
    assert town.unmatched() == {}


def test_what_is_rejected_is_on_the_shelf_again(town):
    bread = town.stored(quantity=10)
    proposed = town.ask(asking(bread.goods_id, 10), "keeper")

    rejected = reject(town, proposed.removal_id, "second_appraiser")

    back = look(town, bread.goods_id)
    assert (rejected.state, rejected.answer) == (RemovalState.REJECTED, "还能用")
    assert (back.remaining, back.set_aside, back.state) == (10, 0, GoodsState.STORED)
    assert town.ask(town.asking_packs([(bread.goods_id, 1)], packs=10), "staff").packs == 10
    assert town.unmatched() == {}


def test_returns_in_parts_tell_parts_of_the_value_that_add_up_to_all_of_it(town):
    bread = town.stored(quantity=7, price=100_00)

    for quantity in (1, 2, 1, 3):
        remove(town, going_back(bread.goods_id, quantity))

    said = returned(town)
    assert [one.appraised for one in said] == [14_28, 28_57, 14_29, 42_86]
    assert {(one.gift_id, one.donor_id) for one in said} == {(bread.goods_id, town.ids["bakery"])}
    assert sum(one.appraised for one in said) == bread.appraised
    gone = look(town, bread.goods_id)
    assert (gone.returned, gone.state) == (7, GoodsState.RETURNED)
    assert town.ask(requests.GetDonorSummary(party_id=town.ids["bakery"]), "staff").goods_given == 0
    assert town.unmatched() == {}


def test_a_part_worth_less_than_a_fen_goes_back_for_nothing_and_is_not_lost(town):
    bread = town.stored(quantity=100, price=30)

    for quantity in (1, 3, 96):
        remove(town, going_back(bread.goods_id, quantity))

    assert [one.appraised for one in returned(town)] == [0, 1, 29]


def test_only_what_is_in_store_leaves(town):
    bread = town.stored(quantity=100)
    town.ask(town.asking_packs([(bread.goods_id, 4)], packs=20), "staff")

    assert code(lambda: town.ask(asking(bread.goods_id, 21), "staff")) == "goods.not_enough_left"
    remove(town, asking(bread.goods_id, 5))
    remove(town, going_back(bread.goods_id, 15))

    # What is left of them is in packs, so they were given.
    gone = look(town, bread.goods_id)
    assert (gone.remaining, gone.written_off, gone.returned, gone.state) == (0, 5, 15, GoodsState.ALLOCATED)
    assert code(lambda: town.ask(asking(bread.goods_id, 1), "staff")) == "goods.wrong_state"
    assert town.ask(requests.GetDonorSummary(party_id=town.ids["bakery"]), "staff").goods_given == 1
    assert town.unmatched() == {}


def test_the_last_pack_leaves_goods_open_while_some_are_set_aside(town):
    bread = town.stored(quantity=10)
    proposed = town.ask(asking(bread.goods_id, 4), "staff")
    town.ask(town.asking_packs([(bread.goods_id, 1)], packs=6), "staff")

    assert look(town, bread.goods_id).state is GoodsState.STORED
    reject(town, proposed.removal_id)
    assert town.ask(town.asking_packs([(bread.goods_id, 1)], packs=4), "staff").packs == 4
    assert look(town, bread.goods_id).state is GoodsState.ALLOCATED
    assert town.unmatched() == {}


def test_goods_that_were_only_taken_over_may_go_back_and_what_is_no_thing_may_not(town):
    def offered(**more: Any) -> str:
        goods_id: str = town.ask(town.asking_goods(quantity=5, **more), "baker").goods_id
        return goods_id

    waiting, whole, service = offered(), offered(), offered(kind=GoodsKind.SERVICE)
    for goods_id in (whole, service):
        town.ask(town.appraisal(goods_id, 50_00), "appraiser")
        town.ask(requests.AcceptGoods(goods_id=goods_id), "keeper")
        town.ask(requests.ReceiveGoods(goods_id=goods_id, quantity=5), "keeper")

    remove(town, going_back(whole, 5))

    assert look(town, whole).state is GoodsState.RETURNED
    assert {
        "offered": code(lambda: town.ask(asking(waiting, 1), "staff")),
        "service": code(lambda: town.ask(going_back(service, 1), "staff")),
        "gone": code(lambda: town.ask(asking(whole, 1), "staff")),
        "unknown": code(lambda: town.ask(asking(new_id("gds"), 1), "staff")),
    } == {
        "offered": "goods.wrong_state",
        "service": "goods.not_enough_left",
        "gone": "goods.wrong_state",
        "unknown": "goods.not_found",
    }


@pytest.mark.parametrize(
    ("kind", "cause", "note", "refused"),
    [
        (RETURN, RemovalCause.SPOILED, None, "removals.cause_unfit"),
        (RETURN, RemovalCause.LOST, None, "removals.cause_unfit"),
        (WRITE_OFF, RemovalCause.NOT_THEIRS, None, "removals.cause_unfit"),
        (RETURN, RemovalCause.FAULTY, "CD-VOID-1", "removals.receipt_note_unfit"),
        (WRITE_OFF, RemovalCause.LOST, "CD-VOID-1", "removals.receipt_note_unfit"),
    ],
)
def test_causes_and_papers_that_do_not_fit_are_refused(town, kind, cause, note, refused):
    bread = town.stored()

    wrong = asking(bread.goods_id, 1, kind=kind, cause=cause, receipt_note=note)

    assert code(lambda: town.ask(wrong, "staff")) == refused
    assert look(town, bread.goods_id).set_aside == 0


def test_goods_with_a_receipt_go_back_only_with_the_paper_that_corrects_it(town):
    goods = town.ask(town.asking_goods(quantity=10, wants_receipt=True), "baker")
    town.ask(town.appraisal(goods.goods_id, 50_00), "appraiser")
    town.ask(requests.AcceptGoods(goods_id=goods.goods_id), "keeper")
    town.ask(requests.ReceiveGoods(goods_id=goods.goods_id, quantity=10), "keeper")

    assert code(lambda: town.ask(going_back(goods.goods_id, 5), "staff")) == "removals.receipt_note_unfit"
    assert remove(town, going_back(goods.goods_id, 5, receipt_note="CD-VOID-1")).receipt_note == "CD-VOID-1"
    assert remove(town, asking(goods.goods_id, 5)).receipt_note is None


def test_it_is_proposed_once_and_decided_once(town):
    bread = town.stored(quantity=10)
    asked = asking(bread.goods_id, 2)
    proposed = town.ask(asked, "staff")

    assert town.ask(asked, "staff", key="again") == proposed
    outcomes = {
        "other quantity": code(lambda: town.ask(replace(asked, quantity=3), "staff")),
        "other person": code(lambda: town.ask(asked, "keeper")),
        "other goods": code(lambda: town.ask(replace(asked, goods_id=town.stored().goods_id), "staff")),
    }
    approve(town, proposed.removal_id)
    outcomes["approved again"] = code(lambda: approve(town, proposed.removal_id))
    outcomes["rejected after"] = code(lambda: reject(town, proposed.removal_id))
    outcomes["unknown"] = code(lambda: approve(town, new_id("grm")))

    assert outcomes == {
        "other quantity": "removals.id_taken",
        "other person": "removals.id_taken",
        "other goods": "removals.id_taken",
        "approved again": "removals.decided",
        "rejected after": "removals.decided",
        "unknown": "removals.not_found",
    }
    assert look(town, bread.goods_id).written_off == 2
    assert town.unmatched() == {}


def test_many_who_propose_and_decide_at_once_let_go_what_is_there_and_once(town):
    bread = town.stored(quantity=10)
    asked = [going_back(bread.goods_id, 3) for _ in range(6)]

    proposals = at_once(
        *(lambda one=one: town.ask(one, "staff") for one in asked),
        lambda: town.ask(town.asking_packs([(bread.goods_id, 1)], packs=1), "staff"),
    )
    fit = [one for one in proposals[:-1] if not isinstance(one, AskRefused)]
    decisions = at_once(
        *(lambda one=one, do=do: do(town, one.removal_id) for one in fit for do in (approve, approve, reject))
    )

    assert len(fit) == 3
    assert {one.code for one in proposals[:-1] if isinstance(one, AskRefused)} == {"goods.not_enough_left"}
    assert [one.code for one in decisions if isinstance(one, AskRefused)] == ["removals.decided"] * 6
    done = [one for one in decisions if not isinstance(one, AskRefused) and one.state is RemovalState.DONE]
    left = look(town, bread.goods_id)
    assert (left.set_aside, left.returned) == (0, 3 * len(done))
    assert left.remaining + left.returned + (not isinstance(proposals[-1], AskRefused)) == 10
    assert len(returned(town)) == len(done)
    assert town.unmatched() == {}


def test_who_may_propose_and_who_may_decide(town):
    bread = town.stored(quantity=10)
    proposed = town.ask(asking(bread.goods_id, 2), "staff").removal_id
    lives = [
        PartyHouseholdChanged(
            community=COMMUNITY,
            party_id=town.ids[name],
            former_household_id=None,
            household_id=town.ids["home"],
            changed_on=date(2023, 3, 10),
            party_version=2,
        )
        for name in ("staff", "second_appraiser")
    ]
    town.bench.tell(*lives)

    def as_treasurer(name: str, **more: Any) -> Any:
        return actor(town.ids[name], Role.FUND_TREASURER, **more)

    assert {
        "giver proposes": code(lambda: town.ask(asking(bread.goods_id, 1), "baker")),
        "treasurer proposes": code(lambda: town.ask(asking(bread.goods_id, 1), "treasurer")),
        "staff decides": code(lambda: approve(town, proposed, "staff")),
        "keeper decides": code(lambda: approve(town, proposed, "keeper")),
        "proposer decides": code(lambda: approve(town, proposed, as_treasurer("staff"))),
        "lives with the proposer": code(lambda: approve(town, proposed, "second_appraiser")),
        "works for the giver": code(lambda: approve(town, proposed, as_treasurer("bakers_staff"))),
        "acts for the giver": code(
            lambda: approve(town, proposed, as_treasurer("anna", organisation_id=town.ids["bakery"]))
        ),
        "close one rejects": code(lambda: reject(town, proposed, "second_appraiser")),
        "a stranger": code(lambda: approve(town, proposed, actor(new_id("pty"), Role.FUND_TREASURER))),
        "nobody": code(lambda: approve(town, proposed, actor(None, Role.FUND_TREASURER))),
        "elsewhere": code(lambda: approve(town, proposed, town.actor("treasurer", community="elsewhere"))),
        "giver lists": code(lambda: town.ask(requests.ListGoodsRemovals(), "baker")),
    } == {
        "giver proposes": "not-allowed",
        "treasurer proposes": "not-allowed",
        "staff decides": "not-allowed",
        "keeper decides": "not-allowed",
        "proposer decides": "removals.own",
        "lives with the proposer": "removals.own",
        "works for the giver": "removals.own",
        "acts for the giver": "removals.own",
        "close one rejects": "removals.own",
        "a stranger": "party-not-found",
        "nobody": "party-not-found",
        "elsewhere": "removals.not_found",
        "giver lists": "not-allowed",
    }
    assert look(town, bread.goods_id).set_aside == 2


def test_a_decision_on_another_version_than_was_seen_is_refused(town):
    bread = town.stored(quantity=10)
    proposed = town.ask(asking(bread.goods_id, 2), "staff")
    asked = requests.ApproveGoodsRemoval(removal_id=proposed.removal_id)

    assert code(lambda: town.ask(asked, "treasurer", if_version=proposed.version + 1)) == "stale-version"
    assert town.ask(asked, "treasurer", if_version=proposed.version).state is RemovalState.DONE


def test_removals_are_listed_newest_first_by_goods_and_state(town):
    bread, chips = town.stored(), town.stored()
    first, second, third = (town.ask(asking(one.goods_id, 1), "staff") for one in (bread, chips, bread))
    approve(town, first.removal_id)

    def listed(**more: Any) -> list[str]:
        found = town.ask(requests.ListGoodsRemovals(**more), "auditor")
        return [one.removal_id for one in found.items]

    newest = sorted((first.removal_id, second.removal_id, third.removal_id), reverse=True)
    assert listed() == newest
    assert set(listed(goods_id=bread.goods_id)) == {third.removal_id, first.removal_id}
    assert listed(state=RemovalState.DONE) == [first.removal_id]
    assert listed(after=newest[0], limit=1) == [newest[1]]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE goods SET written_off = written_off + 1",
        "UPDATE goods SET set_aside = -1",
        "UPDATE goods_removals SET decided_by = proposed_by, decided_on = proposed_on, state = 'done'",
        "UPDATE goods_removals SET appraised = 1",
    ],
)
def test_the_database_itself_holds_what_may_not_be(town, change):
    bread = town.stored(quantity=10)
    town.ask(asking(bread.goods_id, 2), "staff")

    with pytest.raises(IntegrityError):
        town.bench.rows(f"{change} RETURNING community")


def test_what_goes_back_of_a_lot_says_of_which_gift_it_was(town):
    event = lot_donated(town)
    town.bench.tell(event)
    take_over(town)
    [lot] = town.ask(requests.ListGoods(state=GoodsState.RECEIVED), "staff").items

    remove(town, going_back(lot.goods_id, 10_000))
    remove(town, going_back(town.stored().goods_id, 10))

    assert [(said.quantity, said.lot_donation_id) for said in returned(town)] == [
        (10_000, event.donation_id),
        (10, None),
    ]
