"""The words of bookkeeping: accounts, transfers, entries, holds, lots, reversals. Amounts are integers of the unit's smallest part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from chassis.ids import new_id


class Ref(NamedTuple):
    """Names an account: its code, e.g. `party:pty_01H…:sp`, and the unit it counts, e.g. `SP`."""

    code: str
    unit: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NewAccount:
    """An account to be opened. `floor` None: may go below zero without end (a source). `lots`: what it holds lapses lot by lot."""

    code: str
    unit: str
    floor: int | None = 0
    cap: int | None = None
    lots: bool = False

    @property
    def ref(self) -> Ref:
        """How the account is named."""
        return Ref(self.code, self.unit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """An account as it stands. `pending` is held out of `balance`; what may leave is `balance - pending` down to `floor`."""

    id: int
    code: str
    unit: str
    balance: int
    pending: int
    floor: int | None
    cap: int | None
    lots: bool

    @property
    def ref(self) -> Ref:
        """How the account is named."""
        return Ref(self.code, self.unit)


@dataclass(frozen=True, kw_only=True, slots=True)
class Transfer:
    """An amount to move: the debit account goes down, the credit account goes up.

    `reference` is the business id behind it, `kind` why (a reason code), `rulebook` the version that applied. The same `id` with the
    same content is posted once. `effective_on` None: the civil day of `work.now`. `expires_on`: the last day of the lot that a credit
    to an account with lots opens; None there carries the debit account's lots over with their own days, if it has lots.
    """

    debit: str
    credit: str
    unit: str
    amount: int
    kind: str
    reference: str
    rulebook: str
    id: str = field(default_factory=lambda: new_id("trf"))
    effective_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Posted:
    """A transfer that is in the books. `repeated`: it was there before this call, which changed nothing."""

    id: str
    unit: str
    debit: str
    credit: str
    debit_id: int
    credit_id: int
    amount: int
    kind: str
    reference: str
    group_id: str
    rulebook: str
    effective_on: date
    recorded_at: datetime
    expires_on: date | None
    reverses: str | None
    repeated: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One side of a transfer: `amount` is negative on the debit account, positive on the credit account."""

    transfer_id: str
    account_id: int
    amount: int
    balance_after: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Lot:
    """Part of a balance that lapses after the civil day `expires_on`. `held` is promised to holds out of `remaining`.

    `granted_by` is the transfer that first granted it: what a refund puts back with a grace day, and what a transfer carries over to
    another account with lots, is a new lot of the same grant.
    """

    id: str
    account_id: int
    opened_by: str
    granted_by: str
    granted_on: date
    expires_on: date
    amount: int
    remaining: int
    held: int

    @property
    def free(self) -> int:
        """What is left and not promised to a hold."""
        return self.remaining - self.held


class Part(NamedTuple):
    """An amount of one lot."""

    lot_id: str
    amount: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Slice:
    """What one transfer took from a lot (negative) or brought into it (positive), kept for ever so that refunds stay exact."""

    transfer_id: str
    lot_id: str
    amount: int
    taken_from: str | None = None


class HoldState(StrEnum):
    """A hold is `held` until it ends, once, in one of the other states."""

    HELD = "held"
    POSTED = "posted"
    VOIDED = "voided"
    EXPIRED = "expired"


@dataclass(frozen=True, kw_only=True, slots=True)
class NewHold:
    """An amount to set apart on the debit account until `expires_at` (aware). Posted, it becomes a transfer to the credit account."""

    id: str
    debit: str
    credit: str
    unit: str
    amount: int
    kind: str
    reference: str
    rulebook: str
    expires_at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Hold:
    """An amount set apart on the debit account until it is posted, voided, or expires. `parts`: the lots it is promised from."""

    id: str
    unit: str
    debit: str
    credit: str
    debit_id: int
    credit_id: int
    amount: int
    kind: str
    reference: str
    rulebook: str
    held_at: datetime
    expires_at: datetime
    state: HoldState = HoldState.HELD
    posted_amount: int = 0
    transfer_id: str | None = None
    ended_at: datetime | None = None
    parts: Sequence[Part] = ()


@dataclass(frozen=True, slots=True)
class PostHold:
    """Ends a hold by moving `amount` of it (None: all) under `transfer_id`; the rest is given back."""

    hold_id: str
    amount: int | None = None
    transfer_id: str = field(default_factory=lambda: new_id("trf"))


@dataclass(frozen=True, slots=True)
class VoidHold:
    """Ends a hold by giving it back."""

    hold_id: str


class Ended(NamedTuple):
    """A hold at its end, and the transfer it became, if it was posted."""

    hold: Hold
    posted: Posted | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Reversal:
    """Compensates a transfer, in whole or in part (rulebook §5). The key is (transfer_id, reason, sequence).

    `owed_by` says what happens when the account that got the amount no longer has it. None: the reversal is refused. An account with
    floor None, e.g. `clawback:pty_01H…`: what is missing is taken from there, and its balance shows the debt. `kind` and `reference`
    describe the compensating transfers; reference None: that of the reversed one. `on`: their civil day, None: today. `grace_days`: what
    goes back to lots can be used at least so long from that day; the days are part of no key, the first word about them holds.
    """

    transfer_id: str
    amount: int
    reason: str
    sequence: int = 1
    owed_by: str | None = None
    kind: str = "reversal"
    reference: str | None = None
    on: date | None = None
    grace_days: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Reversed:
    """A reversal in the books: `transfers` compensate `amount`, of which `owed` came from the owing account."""

    transfer_id: str
    reason: str
    sequence: int
    amount: int
    owed: int
    group_id: str
    transfers: Sequence[Posted] = ()
    repeated: bool = False
