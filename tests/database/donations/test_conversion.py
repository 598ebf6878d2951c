"""How many of those who round up come to give by themselves: own gifts, soon after, whose money came and stayed."""

from __future__ import annotations

import pytest

from chassis.ids import new_id
from contracts.donations import answers, requests
from contracts.donations.kinds import RefundKind
from contracts.points.events import PartyRegistered
from contracts.sectors import Sector
from tests.database.donations.pledging import agree, day, state
from tests.database.donations.pledging import pay as pay_pledge
from tests.database.donations.rounding import forwarded, report, rounded
from tests.database.donations.test_pledges import code
from tests.database.donations.town import PEOPLE
from tests.support.bench import COMMUNITY

CUSTOMERS = [f"customer_{number}" for number in range(10)]


@pytest.fixture
def street(town):
    """Ten customers more."""
    for name in CUSTOMERS:
        town.ids[name] = new_id("pty")
        PEOPLE.setdefault(name, PEOPLE["anna"])
    town.bench.tell(
        *(
            PartyRegistered(
                community=COMMUNITY,
                party_id=town.ids[name],
                sector=Sector.RES,
                is_person=True,
                household_id=None,
                organisation_id=None,
                public_name="客*",
                registered_on=town.bench.clock.now().date(),
            )
            for name in CUSTOMERS
        )
    )
    yield town
    for name in CUSTOMERS:
        PEOPLE.pop(name, None)


def conversion(town) -> answers.RoundUpConversion:
    return town.ask(requests.GetRoundUpConversion(), "officer")


def test_below_ten_customers_there_is_no_number(street):
    forwarded(street, *(rounded(street, name, 50) for name in CUSTOMERS[:9]), rounded(street, None, 50))
    street.paid(CUSTOMERS[0])

    found = conversion(street)

    assert (found.sufficient, found.note, found.customers, found.converted) == (False, "数据不足", None, None)
    assert code(lambda: street.ask(requests.GetRoundUpConversion(), "staff")) == "not-allowed"


def test_who_gives_by_themselves_within_ninety_days_after_is_counted_once(street):
    street.paid(CUSTOMERS[0])  # Before the first round-up: that was a donor already.
    street.bench.clock.advance(days=1)
    forwarded(street, *(rounded(street, name, 50) for name in CUSTOMERS))
    assert conversion(street).converted == 0

    street.bench.clock.advance(days=89)
    for name in (CUSTOMERS[1], CUSTOMERS[1], CUSTOMERS[2]):
        street.paid(name)
    street.promise(CUSTOMERS[3])  # Its money never comes.
    back = street.paid(CUSTOMERS[4])
    forwarded(street, rounded(street, CUSTOMERS[5], 50))  # Rounding up again is no own gift.
    street.bench.clock.advance(days=2)
    street.paid(CUSTOMERS[6])  # Too late.
    refund = requests.ProposeRefund(
        refund_id=new_id("rfd"), gift_id=back.gift_id, kind=RefundKind.DUPLICATE, reason="重复", document="流水"
    )
    street.ask(refund, "staff")
    street.ask(requests.DecideRefund(refund_id=refund.refund_id, accept=True), "treasurer")

    found = conversion(street)

    assert (found.sufficient, found.customers, found.converted, found.permille) == (True, 10, 2, 200)


def test_neither_what_was_not_forwarded_nor_a_merchants_pledge_counts(street):
    forwarded(street, *(rounded(street, name, 50) for name in CUSTOMERS))
    report(street, rounded(street, "anna", 50))
    pledge = agree(street)
    day(street, 5, 2)
    pay_pledge(street, state(street, pledge, "2023-04", 100_00))
    street.paid("anna")

    found = conversion(street)

    assert (found.customers, found.converted) == (10, 0)
