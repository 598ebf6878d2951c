"""The long ways of merchants' pledges that several tests share."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.kinds import PledgeBasis
from tests.database.donations.town import AGREED, FUND, Town

TERMS = "a" * 64
SALE = (date(2023, 4, 1), date(2023, 5, 31))


def asking_pledge(town: Town, **more: Any) -> requests.DraftPledge:
    """What drafts two per cent of two months of bread."""
    asked = requests.DraftPledge(
        pledge_id=new_id("plg"),
        merchant_id=town.ids["bakery"],
        fund_code=FUND,
        project_code=AGREED,
        items="面包",
        basis=PledgeBasis.SHARE,
        share=200,
        starts_on=SALE[0],
        ends_on=SALE[1],
        publication="每月十五日前在店内公示",
        terms_sha256=TERMS,
    )
    return replace(asked, **more)


def sign(pledge_id: str) -> requests.SignPledge:
    """The merchant's hand."""
    return requests.SignPledge(pledge_id=pledge_id, terms_sha256=TERMS)


def countersign(pledge_id: str) -> requests.CountersignPledge:
    """One hand of the federation."""
    return requests.CountersignPledge(pledge_id=pledge_id, terms_sha256=TERMS)


def agree(town: Town, **more: Any) -> answers.Pledge:
    """A pledge with all its hands."""
    asked = asking_pledge(town, **more)
    town.ask(asked, "baker")
    town.ask(sign(asked.pledge_id), "baker")
    town.ask(countersign(asked.pledge_id), "officer")
    return town.ask(countersign(asked.pledge_id), "second_officer")


def state(town: Town, pledge: answers.Pledge, month: str, sales: int, **more: Any) -> answers.PledgeSettlement:
    """What the merchant says it sold."""
    asked = requests.StateSales(pledge_id=pledge.pledge_id, month=month, sales=sales, document="POS-1", **more)
    return town.ask(asked, "baker")


def pay(town: Town, month: answers.PledgeSettlement) -> answers.Statement:
    """The bank's line for what is due."""
    assert month.payment_reference
    assert month.amount
    return town.bank(town.line(month.payment_reference, month.amount))


def publish(town: Town, month: answers.PledgeSettlement, who: str = "baker") -> answers.PledgeSettlement:
    """On the shop's door."""
    asked = requests.PublishPledgeSettlement(pledge_id=month.pledge_id, month=month.month, published_at="店门口公示栏")
    return town.ask(asked, who)


def months(town: Town, pledge: answers.Pledge, who: str = "baker") -> tuple[answers.PledgeSettlement, ...]:
    """How far each month is."""
    return town.ask(requests.ListPledgeSettlements(pledge_id=pledge.pledge_id), who).items


def banner(town: Town, pledge: answers.Pledge) -> answers.PledgeBanner:
    """What everybody sees by the number."""
    assert pledge.agreement_number
    return town.ask(requests.GetPledgeBanner(agreement_number=pledge.agreement_number), "")


def day(town: Town, month: int, number: int) -> None:
    """Noon in Chengdu on that day of 2023."""
    town.bench.clock.at = datetime(2023, month, number, 4, 0, tzinfo=UTC)
