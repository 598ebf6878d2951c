"""The steps of a redemption as short calls, and the ways to each of its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from chassis.deferral import Verdict, judge
from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import ItemKind, LinkKind, RedemptionState
from contracts.refused import HeldByAnother, StillRunning, Unavailable
from contracts.roles import Role
from ledger import trial_balance, unbalanced
from tests.database.points.town import Town
from tests.support.bench import AskRefused, actor
from tests.support.books import Books

State = RedemptionState
PRICE = 10_00


@dataclass
class Saga:
    """One item of the shop that the provider has to be asked for, and one person with points enough."""

    town: Town
    name: str = "anna"
    item_id: str = ""
    made: int = 0
    codes: dict[str, str] = field(default_factory=dict)

    def offer(self, **changes: Any) -> str:
        """An item by staff, approved."""
        item_id = new_id("itm")
        plain = {
            "item_id": item_id,
            "provider_id": self.town.ids["shop"],
            "name": "手工面",
            "kind": ItemKind.GOODS,
            "price": PRICE,
            "stock": 500,
        }
        self.town.ask(requests.ProposeItem(**(plain | changes)), "staff")
        self.town.ask(requests.ApproveItem(item_id=item_id), "approver")
        return item_id

    def quote(self, redemption_id: str | None = None, **more: Any) -> str:
        """Step 1."""
        asked = requests.QuoteRedemption(
            redemption_id=redemption_id or new_id("rdm"), item_id=more.pop("item_id", self.item_id), **more
        )
        return self.town.ask(asked, self.name).redemption.redemption_id

    def by_me(self, request: type, redemption_id: str, **more: Any) -> Any:
        """A step of the person."""
        return self.town.ask(request(redemption_id=redemption_id, **more), self.name)

    def at_shop(self, request: type, redemption_id: str, **more: Any) -> Any:
        """A step of the shop."""
        return self.town.ask(request(redemption_id=redemption_id, **more), "clerk")

    def decide(self, redemption_id: str, *, upheld: bool = True, refund: int | None = None, by: str = "council") -> Any:
        """Of a complaint."""
        asked = requests.DecideDispute(redemption_id=redemption_id, upheld=upheld, refund=refund, decision="已核实")
        return self.town.ask(asked, by)

    def fulfil(self, redemption_id: str) -> Any:
        """With the right code, which the person was told if it was ever told."""
        code = self.codes.get(redemption_id) or self._code(redemption_id)
        return self.at_shop(requests.FulfilRedemption, redemption_id, code=code)

    def bring(self, state: State) -> str:
        """A new redemption in that state."""
        redemption_id = self.quote()
        steps: list[tuple[State, Callable[[], Any]]] = [
            (State.POINTS_HELD, lambda: self.by_me(requests.HoldPoints, redemption_id)),
            (State.RESERVED, lambda: self.by_me(requests.ReserveStock, redemption_id)),
            (State.ASKED, lambda: self.by_me(requests.AskProvider, redemption_id)),
            (State.HELD, lambda: self.at_shop(requests.AcceptRedemption, redemption_id)),
            (State.FULFILLED, lambda: self.fulfil(redemption_id)),
            (State.DISPUTED, lambda: self.by_me(requests.DisputeRedemption, redemption_id, reason="面是凉的")),
            (State.REFUNDED, lambda: self.decide(redemption_id)),
        ]
        way = [name for name, _ in steps]
        if state in way:
            for _, step in steps[: way.index(state) + 1]:
                step()
        elif state is not State.QUOTED:
            for _, step in steps[:3]:
                step()
            self._end(redemption_id, state)
        self.made += 1
        return redemption_id

    def state(self, redemption_id: str) -> State:
        """Where it stands."""
        return self.town.ask(requests.GetRedemption(redemption_id=redemption_id), "staff").state

    def assert_sound(self) -> None:
        """Every unit sums to zero, what is kept is what the facts add up to, every piece and every held point is accounted for."""
        books = Books(self.town.bench.database.engine, "changlinpan", "SP")
        assert all(trial.even for trial in books.do(trial_balance))
        assert books.do(unbalanced) == []
        for row in self.town.bench.rows(PIECES):
            assert row.stock + row.away == row.first_stock, row
        [held] = self.town.bench.rows(HELD)
        assert held.pending == held.promised
        [places] = self.town.bench.rows(PLACES)
        assert places.taken == places.promised

    def _end(self, redemption_id: str, state: State) -> None:
        if state is State.DECLINED:
            self.at_shop(requests.DeclineRedemption, redemption_id, reason="今天不营业")
        elif state is State.CANCELLED:
            self.by_me(requests.CancelRedemption, redemption_id, reason="不要了")
        else:
            self.town.bench.clock.advance(hours=24)
            self.town.bench.run_sweeps()

    def _code(self, redemption_id: str) -> str:
        try:
            told = self.by_me(requests.GetRedemptionPass, redemption_id).code
        except AskRefused:
            return "2345678923"
        self.codes[redemption_id] = told
        return told


PIECES = """
SELECT stock, first_stock, (SELECT count(*) FROM redemptions r WHERE r.item_id = i.item_id
       AND state IN ('reserved', 'asked', 'held', 'fulfilled', 'disputed', 'refunded')) AS away FROM items i
"""
HELD = """
SELECT (SELECT coalesce(sum(pending), 0) FROM ledger_accounts WHERE unit = 'SP') AS pending,
       (SELECT coalesce(sum(price), 0) FROM redemptions WHERE state IN ('points_held', 'reserved', 'asked', 'held')) AS promised
"""
PLACES = """
SELECT (SELECT coalesce(sum(taken), 0) FROM slots) AS taken,
       (SELECT count(*) FROM redemptions r JOIN slots s ON s.item_id = r.item_id AND s.starts_at = r.slot_at
         WHERE state IN ('reserved', 'asked', 'held', 'fulfilled', 'disputed', 'refunded')) AS promised
"""


def agent(town: Town, shop: str = "shop") -> Any:
    """The shop's agent, whom the town does not have."""
    return actor(town.ids["stranger"], Role.MERCHANT_AGENT, organisation_id=town.ids[shop])


def other_clerk(town: Town) -> Any:
    """A clerk of the other shop."""
    return actor(town.ids["stranger"], Role.MERCHANT_CLERK, organisation_id=town.ids["other_shop"])


def one_identity(town: Town, one: str, other: str) -> None:
    """A confirmed link between two accounts: the same payment account, say."""
    link_id = new_id("lnk")
    recorded = requests.RecordLink(
        link_id=link_id,
        one_id=town.ids[one],
        other_id=town.ids[other],
        kind=LinkKind.SAME_PAYMENT_ACCOUNT,
        reason="收款账户相同",
    )
    town.ask(recorded, "staff")
    town.ask(requests.ConfirmLink(link_id=link_id), "council")


def refused(call: Callable[[], Any]) -> str:
    """The code by which a call is refused, or "ok"."""
    try:
        call()
    except AskRefused as error:
        return error.code
    return "ok"


def tomorrow(town: Town, hours: int = 24) -> Any:
    """A time to come."""
    return town.now + timedelta(hours=hours)


def brought_again(tell: Callable[[], Any]) -> Callable[[], Any]:
    """As the broker does with what failed for want of a connection or of a lock: the same event again, which is safe."""

    def again() -> Any:
        for _ in range(50):
            try:
                return tell()
            except SQLAlchemyError as error:
                if judge(error) not in {Verdict.OUTAGE, Verdict.BUSY}:
                    raise
        return tell()

    return again


def patient(call: Callable[[], Any]) -> Callable[[], Any]:
    """As a client does whom no connection was free for, or who waited too long for a lock: the same request again, which is safe."""

    def again() -> Any:
        for _ in range(50):
            try:
                return call()
            except AskRefused as error:
                if error.code not in {Unavailable.code, HeldByAnother.code, StillRunning.code}:
                    raise
        return call()

    return again
