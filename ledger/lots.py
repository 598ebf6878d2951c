"""How spendable amounts lapse: which lot is used first, where a refund goes back to, and when a lot ends (rulebook §4)."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from ledger.values import Lot, Part, Posted


def lot_expiry(granted_on: date, *, months: int) -> date:
    """The last day of the month `months` after the grant, by the rulebook 24: 2024-06-15 → 2026-06-30 (§4)."""
    year, month = divmod(granted_on.year * 12 + granted_on.month - 1 + months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])


class PutBack(NamedTuple):
    """What a refund puts back to the lots it was taken from, and for how many days it can be used at least."""

    parts: Sequence[Part]
    grace_days: int


def expiry_after_refund(expires_on: date, *, refunded_on: date, grace_days: int) -> date:
    """The lot's own last day, or the grace day if that is later: max(original, refund + grace), by the rulebook 30 days (§4)."""
    return max(expires_on, refunded_on + timedelta(days=grace_days))


def opened(posted: Posted, amount: int, *, granted_on: date, expires_on: date, turn: int = 0) -> Lot:
    """A new lot of the transfer's credit account, still empty.

    Its id is made from the transfer's, so that the order among lots with one expiry does not depend on chance.
    """
    return Lot(
        id=f"{posted.id}/{turn}",
        account_id=posted.credit_id,
        opened_by=posted.id,
        granted_by=posted.id,
        granted_on=granted_on,
        expires_on=expires_on,
        amount=amount,
        remaining=0,
        held=0,
    )


def usable(lots: Collection[Lot], *, on: date, grant: str | None = None) -> list[Lot]:
    """The lots that a debit may use on that day, in the order in which it does: first expired, first out.

    `grant`: the lots that this transfer granted or carried over are used before others, even when they have lapsed: who reverses
    it takes back the very same.
    """
    own = [lot for lot in lots if grant in (lot.granted_by, lot.opened_by)]
    rest = [lot for lot in lots if lot not in own and lot.expires_on >= on]
    return [lot for part in (own, rest) for lot in sorted(part, key=_expiry) if lot.free > 0]


def first_parts(lots: Sequence[Lot], amount: int) -> list[Part]:
    """Take `amount` from the front of the lots. The caller has checked that they hold as much."""
    parts = []
    for lot in lots:
        if amount == 0:
            break
        taken = min(lot.free, amount)
        parts.append(Part(lot.id, taken))
        amount -= taken
    return parts


def first_expired_first(parts: Iterable[Part], amount: int, *, lots: Mapping[str, Lot]) -> list[Part]:
    """Of what a hold reserved, the first `amount` to be used: first expired, first out."""
    return _fill(sorted(parts, key=lambda part: _expiry(lots[part.lot_id])), amount)


def longest_lived_first(parts: Iterable[Part], amount: int, *, lots: Mapping[str, Lot]) -> list[Part]:
    """Of what a debit took, the part that a refund of `amount` puts back: longest-lived first (rulebook §4)."""
    return _fill(sorted(parts, key=lambda part: _expiry(lots[part.lot_id]), reverse=True), amount)


def _fill(parts: Iterable[Part], amount: int) -> list[Part]:
    filled = []
    for part in parts:
        taken = min(part.amount, amount)
        amount -= taken
        if taken:
            filled.append(Part(part.lot_id, taken))
    return filled


def _expiry(lot: Lot) -> tuple[date, date, str]:
    return lot.expires_on, lot.granted_on, lot.id
