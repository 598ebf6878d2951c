"""What bookkeeping forbids, as values."""

from __future__ import annotations

import pytest

from contracts.refused import Refused
from ledger import refusals, rules
from ledger.tables import BALANCE_MAX
from ledger.values import Account


def account(balance: int, cap: int | None = None) -> Account:
    return Account(id=1, code="ann", unit="SP", balance=balance, pending=0, floor=None, cap=cap, lots=False)


def test_a_balance_stays_within_its_cap_and_within_a_bigint():
    rules.check_balance(account(BALANCE_MAX))
    rules.check_balance(account(-BALANCE_MAX))

    for beyond in (account(BALANCE_MAX + 1), account(-BALANCE_MAX - 1), account(11, cap=10)):
        with pytest.raises(refusals.AboveCap):
            rules.check_balance(beyond)
    assert BALANCE_MAX + rules.AMOUNT_MAX < 2**63


def test_every_refusal_of_the_ledger_has_a_code_of_its_own_and_both_texts():
    found = [
        one
        for one in vars(refusals).values()
        if isinstance(one, type) and issubclass(one, Refused) and one is not Refused
    ]

    assert len({one.code for one in found}) == len(found) > 20
    assert all(one.code.startswith("ledger.") and one.zh != Refused.zh and one.en != Refused.en for one in found)
