"""The ledger once more, as plain dictionaries and loops: the oracle of the stateful test. Slow, small, and written to be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LOTS = ("ann", "bob")
FLOORS = {"mint": None, "claw": None, "ann": 0, "bob": 0, "shop": 0, "purse": 0, "expired": 0}
CAPS = {"purse": 500}


@dataclass
class ModelLot:
    """A lot: `grant` is the transfer that first granted it."""

    id: str
    owner: str
    granted_on: date
    expires_on: date
    remaining: int
    grant: str
    held: int = 0

    @property
    def opened_by(self) -> str:
        return self.id.rpartition("/")[0]

    @property
    def order(self) -> tuple[date, date, str]:
        return (self.expires_on, self.granted_on, self.id)


@dataclass
class ModelTransfer:
    """A transfer, what it took from which lot and did not get back, and how much of it is reversed."""

    debit: str
    credit: str
    amount: int
    taken: dict[str, int] = field(default_factory=dict)
    reversed: int = 0
    is_reversal: bool = False
    keys: dict[int, int] = field(default_factory=dict)


@dataclass
class ModelHold:
    """A hold: `parts` are promised out of lots."""

    debit: str
    credit: str
    amount: int
    expires_at: datetime
    parts: dict[str, int]
    state: str = "held"


class Model:
    """All accounts of one community in one unit."""

    def __init__(self) -> None:
        self.balance = dict.fromkeys(FLOORS, 0)
        self.pending = dict.fromkeys(FLOORS, 0)
        self.lots: dict[str, ModelLot] = {}
        self.transfers: dict[str, ModelTransfer] = {}
        self.holds: dict[str, ModelHold] = {}

    def usable(self, owner: str, today: date, grant: str | None = None) -> list[ModelLot]:
        mine = [lot for lot in self.lots.values() if lot.owner == owner and lot.remaining > lot.held]
        own = [lot for lot in mine if grant in (lot.grant, lot.opened_by)]
        first = sorted(own, key=lambda lot: lot.order)
        later = [lot for lot in mine if lot not in own and lot.expires_on >= today]
        return first + sorted(later, key=lambda lot: lot.order)

    def available(self, account: str, today: date, grant: str | None = None) -> int | None:
        if FLOORS[account] is None:
            return None
        if account in LOTS:
            return sum(lot.remaining - lot.held for lot in self.usable(account, today, grant))
        return self.balance[account] - self.pending[account]

    def may(self, debit: str, credit: str, amount: int, today: date, grant: str | None = None) -> str | None:
        """Why not, if not."""
        available = self.available(debit, today, grant)
        if available is not None and available < amount:
            return "ledger.below_floor"
        if self.balance[credit] + amount > CAPS.get(credit, 10**18):
            return "ledger.above_cap"
        return None

    def reserve(self, owner: str, amount: int, today: date, grant: str | None = None) -> dict[str, int]:
        parts: dict[str, int] = {}
        for lot in self.usable(owner, today, grant) if owner in LOTS else []:
            part = min(amount, lot.remaining - lot.held)
            amount -= part
            if part:
                parts[lot.id] = part
        return parts

    def move(self, name: str, debit: str, credit: str, amount: int, taken: dict[str, int]) -> ModelTransfer:
        self.balance[debit] -= amount
        self.balance[credit] += amount
        for lot, part in taken.items():
            self.lots[lot].remaining -= part
        self.transfers[name] = ModelTransfer(debit, credit, amount, dict(taken))
        return self.transfers[name]

    def open_lot(self, lot_id: str, owner: str, days: tuple[date, date], amount: int, grant: str) -> None:
        self.lots[lot_id] = ModelLot(lot_id, owner, days[0], days[1], amount, grant)

    def post(self, name: str, debit: str, credit: str, amount: int, today: date, expires_on: date | None) -> None:
        taken = self.reserve(debit, amount, today)
        self.move(name, debit, credit, amount, taken)
        if credit in LOTS and expires_on:
            self.open_lot(f"{name}/0", credit, (today, expires_on), amount, name)
        elif credit in LOTS:
            for turn, (lot_id, part) in enumerate(taken.items()):
                lot = self.lots[lot_id]
                self.open_lot(f"{name}/{turn}", credit, (lot.granted_on, lot.expires_on), part, lot.grant)

    def hold(self, name: str, debit: str, credit: str, amount: int, now: datetime, today: date, minutes: int) -> None:
        parts = self.reserve(debit, amount, today)
        self.holds[name] = ModelHold(debit, credit, amount, now + timedelta(minutes=minutes), parts)
        self.pending[debit] += amount
        for lot, part in parts.items():
            self.lots[lot].held += part

    def release(self, name: str, state: str) -> ModelHold:
        hold = self.holds[name]
        hold.state = state
        self.pending[hold.debit] -= hold.amount
        for lot, part in hold.parts.items():
            self.lots[lot].held -= part
        return hold

    def post_hold(self, name: str, transfer: str, amount: int) -> None:
        hold = self.release(name, "posted")
        taken, left = {}, amount
        for lot in sorted((self.lots[lot] for lot in hold.parts), key=lambda lot: lot.order):
            part = min(left, hold.parts[lot.id])
            left -= part
            if part:
                taken[lot.id] = part
        self.move(transfer, hold.debit, hold.credit, amount, taken)

    def put_back(self, original: str, name: str, debit: str, amount: int, today: date) -> None:
        """One compensating transfer."""
        what = self.transfers[original]
        self.move(name, debit, what.debit, amount, self.reserve(debit, amount, today, original)).is_reversal = True
        left, turn = amount, 0
        for lot in sorted((self.lots[lot] for lot in what.taken), key=lambda lot: lot.order, reverse=True):
            part = min(left, what.taken[lot.id])
            if not part:
                continue
            left -= part
            what.taken[lot.id] -= part
            expires_on = max(lot.expires_on, today + timedelta(days=30))
            if expires_on == lot.expires_on:
                lot.remaining += part
            else:
                self.open_lot(f"{name}/{turn}", what.debit, (lot.granted_on, expires_on), part, lot.grant)
            turn += 1
