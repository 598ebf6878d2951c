"""What bookkeeping forbids, whatever the amounts are about."""

from __future__ import annotations

from datetime import datetime

from ledger import refusals
from ledger.tables import BALANCE_MAX
from ledger.values import Account, Hold, HoldState, NewAccount, NewHold, Posted, Transfer

AMOUNT_MAX = 10**14

FUNDS = "fund:"
FEE_REWARDS = ("fee-reward:", "burned:")
MONEY = "CNY"

WALLS = ((FUNDS, FEE_REWARDS),)
"""From accounts that begin with the first nothing goes to accounts that begin with one of the second (rulebook §9, §22 invariant 9).

No chain of transfers gets round it either: a transfer stays in its unit, funds are kept in money and fee rewards never are
(`check_account`, and the same again as a constraint of the table of accounts).
"""

FINAL = {
    HoldState.POSTED: refusals.HoldAlreadyPosted,
    HoldState.VOIDED: refusals.HoldAlreadyVoided,
    HoldState.EXPIRED: refusals.HoldExpired,
}


def check_amount(amount: object) -> None:
    """Refuse with BadAmount what is not an int from 1 to AMOUNT_MAX; a bool or a float is not an int."""
    if type(amount) is not int or not 0 < amount <= AMOUNT_MAX:
        raise refusals.BadAmount(amount=repr(amount)[:40])


def check_way(wanted: Transfer | NewHold) -> None:
    """Refuse BadAmount, SameAccount, WallBetween: what is wrong whatever the balances are."""
    check_amount(wanted.amount)
    if wanted.debit == wanted.credit:
        raise refusals.SameAccount(account=wanted.debit)
    for source, targets in WALLS:
        if wanted.debit.startswith(source) and wanted.credit.startswith(targets):
            raise refusals.WallBetween(debit=wanted.debit, credit=wanted.credit)


def check_account(wanted: NewAccount) -> None:
    """Refuse AccountNotAllowed: charity funds are kept in money alone, fee rewards and what they burn in anything but money."""
    if (wanted.code.startswith(FUNDS) and wanted.unit != MONEY) or (
        wanted.code.startswith(FEE_REWARDS) and wanted.unit == MONEY
    ):
        raise refusals.AccountNotAllowed(account=wanted.code, unit=wanted.unit)


def check_balance(account: Account) -> None:
    """Refuse AboveCap if the account holds more than it may, or more than a balance can be."""
    cap = BALANCE_MAX if account.cap is None else account.cap
    if account.balance > cap or account.balance < -BALANCE_MAX:
        raise refusals.AboveCap(account=account.code, cap=cap, balance=account.balance)


def same_transfer(posted: Posted, wanted: Transfer) -> bool:
    """Does the posted transfer say what is wanted? What the caller left open does not count."""
    return (
        (posted.unit, posted.debit, posted.credit, posted.amount)
        == (wanted.unit, wanted.debit, wanted.credit, wanted.amount)
        and (posted.kind, posted.reference, posted.rulebook) == (wanted.kind, wanted.reference, wanted.rulebook)
        and wanted.effective_on in (None, posted.effective_on)
        and wanted.expires_on in (None, posted.expires_on)
    )


def same_hold(hold: Hold, wanted: NewHold) -> bool:
    """Does the hold say what is wanted?"""
    return all(
        getattr(hold, name) == getattr(wanted, name)
        for name in ("unit", "debit", "credit", "amount", "kind", "reference")
    )


def same_terms(account: Account, wanted: NewAccount) -> bool:
    """Was the account opened on the same terms?"""
    return (account.floor, account.cap, account.lots) == (wanted.floor, wanted.cap, wanted.lots)


def still_held(hold: Hold, *, at: datetime) -> None:
    """Refuse HoldAlreadyPosted, HoldAlreadyVoided or HoldExpired; the last also when only the sweeper is late."""
    if hold.state is not HoldState.HELD:
        raise FINAL[hold.state](hold=hold.id)
    if at >= hold.expires_at:
        raise refusals.HoldExpired(hold=hold.id)
