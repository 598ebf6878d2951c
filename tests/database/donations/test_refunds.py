"""A gift that goes back: for few reasons, by two persons, never past a receipt, and never money that is spent."""

from __future__ import annotations

import pytest

import ledger
from chassis.ids import new_id
from contracts.donations import requests
from contracts.donations.events import GiftRefunded
from contracts.donations.kinds import GiftState, RefundKind, RefundState
from contracts.roles import Role
from ledger import Transfer
from tests.database.donations.town import FUND
from tests.support.bench import COMMUNITY, AskRefused, actor
from tests.support.books import Books

OPERATOR = actor(None, Role.SYSTEM_OPERATOR)


def propose(town, gift, who="staff", **changes: object):
    plain = {
        "refund_id": new_id("rfd"),
        "gift_id": gift.gift_id,
        "kind": RefundKind.DUPLICATE,
        "reason": "同一笔款付了两次",
        "document": "流水 4200",
    }
    return town.ask(requests.ProposeRefund(**(plain | changes)), who)


def decide(town, refund, who="treasurer", *, accept=True):
    asked = requests.DecideRefund(refund_id=refund.refund_id, accept=accept)
    return town.bench.ask(asked, as_=who) if not isinstance(who, str) else town.ask(asked, who)


def code(call) -> str:
    with pytest.raises(AskRefused) as refused:
        call()
    return refused.value.code


def balance(town) -> int:
    return town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = :code", code=f"fund:{FUND}")[0].balance


def facts(town) -> dict[str, int]:
    report = town.bench.ask(requests.GetOperationsReport(), as_=OPERATOR)
    assert [(one.sum_of_balances, one.accounts_off) for one in report.trial_balances] == [(0, 0)]
    return {fact.name: fact.unmatched for fact in report.facts if fact.unmatched}


def test_a_gift_goes_back_by_two_persons_and_the_books_close(town):
    kept, gift = town.paid("bela", 70_00), town.paid("anna", 50_00)

    done = decide(town, propose(town, gift))

    assert done.state is RefundState.DONE
    assert balance(town) == 70_00
    seen = town.ask(requests.GetGift(gift_id=gift.gift_id), "anna")
    assert (seen.state, seen.received) == (GiftState.REFUNDED, 50_00)
    [said] = [event for event in town.bench.said() if isinstance(event, GiftRefunded)]
    assert (said.gift_id, said.donor_id, said.amount) == (gift.gift_id, town.ids["anna"], 50_00)
    public = town.ask(requests.ListPublicGifts(fund_code=FUND), "").items
    assert [one.amount for one in public] == [70_00]
    assert kept.gift_id in {one.gift_id for one in town.ask(requests.ListGifts(), "staff").items}
    assert facts(town) == {}


def test_it_goes_back_once_and_money_that_comes_again_waits_for_two_people(town):
    gift = town.paid("anna", 50_00)
    first = propose(town, gift)
    assert propose(town, gift, refund_id=first.refund_id) == first
    outcomes = {
        "another waits": code(lambda: propose(town, gift)),
        "same id, other content": code(lambda: propose(town, gift, refund_id=first.refund_id, kind=RefundKind.COURT)),
    }
    decide(town, first)
    outcomes["decided again"] = code(lambda: decide(town, first))
    outcomes["proposed again"] = code(lambda: propose(town, gift))
    town.bank(town.line(gift.payment_reference, 50_00))

    assert outcomes == {
        "another waits": "refunds.id_taken",
        "same id, other content": "refunds.id_taken",
        "decided again": "refunds.decided",
        "proposed again": "refunds.nothing_to_refund",
    }
    assert town.ask(requests.GetGift(gift_id=gift.gift_id), "anna").state is GiftState.REFUNDED
    assert facts(town) == {}


def test_a_receipt_stands_in_the_way_until_it_is_voided(town):
    gift = town.paid("anna", 50_00)
    before = propose(town, gift)
    town.ask(requests.RequestReceipt(gift_id=gift.gift_id, payer_name="张三丰"), "anna")

    assert code(lambda: decide(town, before)) == "refunds.receipt_stands"
    denied = decide(town, before, accept=False)
    assert denied.state is RefundState.DENIED
    assert code(lambda: propose(town, gift)) == "refunds.receipt_stands"
    assert balance(town) == 50_00


def test_money_that_is_not_there_does_not_go_back(town):
    waiting = town.promise("anna", 50_00)
    unknown = requests.DecideRefund(refund_id=new_id("rfd"), accept=True)

    assert code(lambda: propose(town, waiting)) == "refunds.nothing_to_refund"
    assert code(lambda: propose(town, waiting, gift_id=new_id("gft"))) == "gifts.not_found"
    assert code(lambda: town.ask(unknown, "treasurer")) == "refunds.not_found"


def test_money_that_is_spent_does_not_go_back(town):
    gift = town.paid("anna", 50_00)
    refund = propose(town, gift)
    books = Books(engine=town.bench.database.engine, community=COMMUNITY, clock=town.bench.clock)
    spent = Transfer(
        debit=f"fund:{FUND}",
        credit=f"bank:{FUND}",
        unit="CNY",
        amount=1,
        kind="disbursement",
        reference="dsb_1",
        rulebook="v1",
    )
    books.do(ledger.post, [spent])

    assert code(lambda: decide(town, refund)) == "refunds.money_is_spent"
    assert town.ask(requests.GetGift(gift_id=gift.gift_id), "anna").state is GiftState.CONFIRMED
    assert decide(town, refund, accept=False).state is RefundState.DENIED


def test_who_may_let_a_gift_go_back(town):
    gift = town.paid("anna", 50_00)
    refund = propose(town, gift)
    both = (Role.COMMUNITY_STAFF, Role.FUND_TREASURER)

    assert {
        "donor proposes": code(lambda: propose(town, gift, "anna")),
        "treasurer proposes": code(lambda: propose(town, gift, "treasurer")),
        "proposer decides": code(lambda: decide(town, refund, actor(town.ids["staff"], *both))),
        "donor decides": code(lambda: decide(town, refund, actor(town.ids["anna"], *both))),
        "staff decides": code(lambda: decide(town, refund, "staff")),
        "operator decides": code(lambda: decide(town, refund, OPERATOR)),
        "elsewhere": code(lambda: decide(town, refund, town.actor("treasurer", community="elsewhere"))),
        "donor lists": code(lambda: town.ask(requests.ListRefunds(), "anna")),
    } == {
        "donor proposes": "not-allowed",
        "treasurer proposes": "not-allowed",
        "proposer decides": "refunds.own",
        "donor decides": "refunds.own",
        "staff decides": "not-allowed",
        "operator decides": "not-allowed",
        "elsewhere": "refunds.not_found",
        "donor lists": "not-allowed",
    }
    assert balance(town) == 50_00
    assert [one.refund_id for one in town.ask(requests.ListRefunds(state=RefundState.PROPOSED), "auditor").items] == [
        refund.refund_id
    ]
