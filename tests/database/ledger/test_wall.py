"""The wall: nothing leads from a charity fund to a fee reward, by whatever path (rulebook §9, §22 invariant 9)."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

import ledger
from ledger import NewAccount, Ref, refusals
from tests.support.books import Books

REWARDS = ("fee-reward:prog_1", "burned:fee-reward")
OPEN = text("INSERT INTO ledger_accounts (community, unit, code, lots) VALUES (:community, :unit, :code, false)")


@pytest.fixture
def town(books: Books) -> Books:
    """A fund with money, and on the other side somebody with points and the accounts of fee rewards."""
    books.do(
        ledger.open_accounts,
        [
            NewAccount(code="fund:monthly", unit="CNY", floor=None),
            NewAccount(code="party:ann", unit="CNY"),
            NewAccount(code="between", unit="CNY"),
            NewAccount(code="mint", unit="SP", floor=None),
            NewAccount(code="party:ann", unit="SP"),
            NewAccount(code="between", unit="SP"),
            *(NewAccount(code=code, unit="SP") for code in REWARDS),
        ],
    )
    return books


@pytest.mark.parametrize("reward", REWARDS)
@pytest.mark.parametrize("unit", ["CNY", "SP"])
def test_no_posting_and_no_hold_leads_there_directly(town: Books, reward: str, unit: str):
    with pytest.raises(refusals.WallBetween):
        town.post(town.move("fund:monthly", reward, 1, unit=unit))
    with pytest.raises(refusals.WallBetween):
        town.do(ledger.hold, town.holding("fund:monthly", reward, 1, unit=unit))


@pytest.mark.parametrize("reward", REWARDS)
def test_no_chain_in_one_transaction_leads_there(town: Books, reward: str):
    chain = ["fund:monthly", "between", "party:ann", reward]
    for units in (["CNY"] * 3, ["SP"] * 3, ["CNY", "CNY", "SP"], ["CNY", "SP", "SP"]):
        steps = zip(chain, chain[1:], units, strict=False)
        with pytest.raises((refusals.UnitMismatch, refusals.BelowFloor)):
            town.post(*[town.move(debit, credit, 1, unit=unit) for debit, credit, unit in steps])

    found = town.do(ledger.find_accounts, [Ref(code, unit) for code in chain for unit in ("CNY", "SP")])
    assert {account.balance for account in found.values()} == {0}


@pytest.mark.parametrize("reward", REWARDS)
def test_what_came_from_a_fund_cannot_be_held_and_posted_there(town: Books, reward: str):
    town.post(town.move("fund:monthly", "party:ann", 5, unit="CNY"))

    for unit, refusal in (("CNY", refusals.UnitMismatch), ("SP", refusals.BelowFloor)):
        with pytest.raises(refusal):
            town.do(ledger.hold, town.holding("party:ann", reward, 5, unit=unit))


@pytest.mark.parametrize(
    ("code", "unit"), [("fund:x", "SP"), ("fund:x", "CV"), *((reward, "CNY") for reward in REWARDS)]
)
def test_the_two_are_never_kept_in_one_unit_whoever_writes(town: Books, code: str, unit: str):
    with pytest.raises(refusals.AccountNotAllowed):
        town.do(ledger.open_account, NewAccount(code=code, unit=unit))
    with pytest.raises(IntegrityError, match="ledger_accounts_wall"), town.begin() as work:
        work.connection.execute(OPEN, {"community": work.community, "unit": unit, "code": code})
