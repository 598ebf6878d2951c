"""The locked accounts as they become while transfers and holds are decided one after another. Nothing is written before all is decided.

This is what makes posting set-based *and* exact: the rows are locked and read once, every decision sees the ones before it, and
the journal then writes the outcome of all of them in a few statements.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar

from chassis.clock import civil_day
from contracts.refused import Refused
from ledger import refusals, rules
from ledger.lots import PutBack, expiry_after_refund, first_expired_first, first_parts, opened, usable
from ledger.values import Account, Entry, Hold, HoldState, Lot, NewHold, Part, Posted, Ref, Slice, Transfer

K = TypeVar("K")
V = TypeVar("V")


@dataclass(kw_only=True)
class Book:
    """Accounts by id, lots by id, and the transfers already posted, all read under the accounts' locks."""

    now: datetime
    accounts: dict[int, Account]
    lots: dict[str, Lot] = field(default_factory=dict)
    posted: dict[str, Posted] = field(default_factory=dict)
    elsewhere: frozenset[str] = frozenset()  # Codes that exist in other units only.
    transfers: dict[str, Posted] = field(default_factory=dict)
    entries: dict[tuple[str, int], Entry] = field(default_factory=dict)
    slices: dict[tuple[str, str], Slice] = field(default_factory=dict)
    holds: dict[str, Hold] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.before_accounts: Mapping[int, Account] = dict(self.accounts)
        self.before_lots: Mapping[str, Lot] = dict(self.lots)
        self._ids = {account.ref: account.id for account in self.accounts.values()}
        self._lots_of: dict[int, tuple[str, ...]] = {}
        for lot in self.lots.values():
            self._lots_of[lot.account_id] = (*self._lots_of.get(lot.account_id, ()), lot.id)
        self._undo: list[tuple[dict[object, object], object, object]] = []

    @property
    def today(self) -> date:
        """The civil day on which things are decided."""
        return civil_day(self.now)

    @contextmanager
    def all_or_none(self) -> Iterator[None]:
        """If something inside is refused, the book is again as it was before the block."""
        mark = len(self._undo)
        try:
            yield
        except Refused:
            for table, key, before in reversed(self._undo[mark:]):
                if before is None:
                    del table[key]
                else:
                    table[key] = before
            del self._undo[mark:]
            raise

    def account(self, ref: Ref) -> Account:
        """The account as it stands now. Refuses UnknownAccount, UnitMismatch."""
        if ref not in self._ids:
            raise refusals.UnitMismatch(account=ref.code, unit=ref.unit) if ref.code in self.elsewhere else unknown(ref)
        return self.accounts[self._ids[ref]]

    def transfer(
        self,
        wanted: Transfer,
        *,
        group_id: str,
        take: Sequence[Part] | None = None,
        grant: str | None = None,
        only: Collection[str] | None = None,
        put_back: PutBack | None = None,
        reverses: str | None = None,
    ) -> Posted:
        """Move the amount, or answer what the same id moved before.

        `take`: exactly these parts of lots are used; `grant`: the lots of this transfer first; `only`: no lots but these;
        `put_back`: the credit goes back to these lots.
        Refuses BadAmount, SameAccount, WallBetween, UnknownAccount, UnitMismatch, TransferIdReused, BelowFloor, AboveCap,
        LotExpiryMissing.
        """
        rules.check_way(wanted)
        if wanted.id in self.posted:
            return self._repeated(wanted)
        debit, credit = self.account(Ref(wanted.debit, wanted.unit)), self.account(Ref(wanted.credit, wanted.unit))
        if take is None:
            take = self._reserve(debit, wanted.amount, grant=grant, only=only)
        posted = self._posted(wanted, debit, credit, group_id=group_id, reverses=reverses)
        self._enter(posted, debit, -wanted.amount)
        self._enter(posted, credit, wanted.amount)
        for part in take:
            self._move(posted, part, -part.amount)
        if credit.lots:
            self._open_lots(posted, take, put_back)
        self._put(self.posted, wanted.id, posted)
        self._put(self.transfers, wanted.id, posted)
        return posted

    def hold(self, wanted: NewHold, *, only: Collection[str] | None = None) -> Hold:
        """Set the amount apart, out of `only` these lots if given. Refuses BadAmount, SameAccount, WallBetween, UnknownAccount, UnitMismatch, HoldEndsInThePast, BelowFloor."""
        rules.check_way(wanted)
        if wanted.expires_at <= self.now:
            raise refusals.HoldEndsInThePast(hold=wanted.id)
        debit, credit = self.account(Ref(wanted.debit, wanted.unit)), self.account(Ref(wanted.credit, wanted.unit))
        parts = self._reserve(debit, wanted.amount, only=only)
        words = {name: getattr(wanted, name) for name in NewHold.__dataclass_fields__}
        hold = Hold(**words, debit_id=debit.id, credit_id=credit.id, held_at=self.now, parts=tuple(parts))
        self._set_apart(hold, 1)
        self._put(self.holds, hold.id, hold)
        return hold

    def end_hold(self, hold: Hold, state: HoldState) -> Hold:
        """Give back what was set apart."""
        self._set_apart(hold, -1)
        ended = replace(hold, state=state, ended_at=self.now)
        self._put(self.holds, hold.id, ended)
        return ended

    def post_hold(self, hold: Hold, wanted: Transfer) -> tuple[Hold, Posted]:
        """Give back what was set apart and move the wanted amount (at most as much) out of the same lots."""
        ended = self.end_hold(hold, HoldState.POSTED)
        take = first_expired_first(hold.parts, wanted.amount, lots=self.lots)
        posted = self.transfer(wanted, group_id=wanted.id, take=take if hold.parts else None)
        ended = replace(ended, posted_amount=wanted.amount, transfer_id=posted.id)
        self._put(self.holds, hold.id, ended)
        return ended, posted

    def available(
        self, account: Account, *, grant: str | None = None, only: Collection[str] | None = None
    ) -> int | None:
        """What may leave the account now; None: without end. Lots that have lapsed may not, unless they are of that grant."""
        if account.floor is None:
            return None
        free = account.balance - account.pending - account.floor
        return min(free, sum(lot.free for lot in self._usable(account, grant, only))) if account.lots else free

    def _usable(self, account: Account, grant: str | None, only: Collection[str] | None = None) -> list[Lot]:
        lots = [self.lots[lot] for lot in self._lots_of.get(account.id, ()) if only is None or lot in only]
        return usable(lots, on=self.today, grant=grant)

    def _reserve(
        self, account: Account, amount: int, *, grant: str | None = None, only: Collection[str] | None = None
    ) -> list[Part]:
        available = self.available(account, grant=grant, only=only)
        if available is not None and available < amount:
            raise refusals.BelowFloor(account=account.code, unit=account.unit, available=available, needed=amount)
        return first_parts(self._usable(account, grant, only), amount) if account.lots else []

    def _posted(
        self, wanted: Transfer, debit: Account, credit: Account, *, group_id: str, reverses: str | None
    ) -> Posted:
        words: dict[str, Any] = {name: getattr(wanted, name) for name in Transfer.__dataclass_fields__}
        words["effective_on"] = wanted.effective_on or self.today
        ids: dict[str, Any] = {"debit_id": debit.id, "credit_id": credit.id, "group_id": group_id, "reverses": reverses}
        return Posted(**words, **ids, recorded_at=self.now)

    def _repeated(self, wanted: Transfer) -> Posted:
        posted = self.posted[wanted.id]
        if not rules.same_transfer(posted, wanted):
            raise refusals.TransferIdReused(transfer=wanted.id)
        return replace(posted, repeated=True)

    def _enter(self, posted: Posted, account: Account, amount: int) -> None:
        changed = replace(account, balance=account.balance + amount)
        rules.check_balance(changed)
        self._put(self.accounts, account.id, changed)
        entry = Entry(transfer_id=posted.id, account_id=account.id, amount=amount, balance_after=changed.balance)
        self._put(self.entries, (posted.id, account.id), entry)

    def _set_apart(self, hold: Hold, sign: int) -> None:
        account = self.accounts[hold.debit_id]
        self._put(self.accounts, account.id, replace(account, pending=account.pending + sign * hold.amount))
        for part in hold.parts:
            lot = self.lots[part.lot_id]
            self._put(self.lots, lot.id, replace(lot, held=lot.held + sign * part.amount))

    def _move(self, posted: Posted, part: Part, amount: int, taken_from: str | None = None) -> None:
        lot = self.lots[part.lot_id]
        self._put(self.lots, lot.id, replace(lot, remaining=lot.remaining + amount))
        moved = Slice(transfer_id=posted.id, lot_id=lot.id, amount=amount, taken_from=taken_from)
        self._put(self.slices, (posted.id, lot.id), moved)

    def _open_lots(self, posted: Posted, taken: Sequence[Part], put_back: PutBack | None) -> None:
        if put_back is not None:
            for turn, part in enumerate(put_back.parts):
                self._put_back(posted, part, turn, grace_days=put_back.grace_days)
        elif posted.expires_on is not None:
            self._open(
                opened(posted, posted.amount, granted_on=posted.effective_on, expires_on=posted.expires_on), posted
            )
        elif taken:
            for turn, part in enumerate(taken):
                source = self.lots[part.lot_id]
                lot = opened(posted, part.amount, granted_on=source.granted_on, expires_on=source.expires_on, turn=turn)
                # Where it stems from goes with it: what may be done with points can depend on how they were earned.
                self._open(replace(lot, granted_by=source.granted_by), posted)
        else:
            raise refusals.LotExpiryMissing(account=posted.credit)

    def _put_back(self, posted: Posted, part: Part, turn: int, *, grace_days: int) -> None:
        lot = self.lots[part.lot_id]
        expires_on = expiry_after_refund(lot.expires_on, refunded_on=posted.effective_on, grace_days=grace_days)
        if expires_on == lot.expires_on:
            self._move(posted, part, part.amount, taken_from=lot.id)
            return
        new = opened(posted, part.amount, granted_on=lot.granted_on, expires_on=expires_on, turn=turn)
        self._open(replace(new, granted_by=lot.granted_by), posted, taken_from=lot.id)

    def _open(self, lot: Lot, posted: Posted, taken_from: str | None = None) -> None:
        self._put(self.lots, lot.id, lot)
        self._put(self._lots_of, lot.account_id, (*self._lots_of.get(lot.account_id, ()), lot.id))
        self._move(posted, Part(lot.id, lot.amount), lot.amount, taken_from=taken_from)

    def _put(self, table: dict[K, V], key: K, value: V) -> None:
        self._undo.append((table, key, table.get(key)))  # type: ignore[arg-type]
        table[key] = value


def unknown(ref: Ref) -> Refused:
    """The refusal for an account that nobody opened."""
    return refusals.UnknownAccount(account=ref.code, unit=ref.unit)


def referenced(wanted: Iterable[Transfer | NewHold]) -> set[Ref]:
    """All accounts that the transfers or holds name."""
    return {Ref(code, one.unit) for one in wanted for code in (one.debit, one.credit)}
