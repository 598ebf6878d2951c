"""Ending many holds at once: exactly what ending them one after another comes to, and as many statements as for one."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

import ledger
from chassis.database import Work
from contracts.refused import Refused
from ledger import Ended, NewHold, PostHold, VoidHold, refusals
from tests.support.books import Books
from tests.support.counting import statements

TOWNS = itertools.count()
HOLDS = 6
SHOP_CAP = 150
ENDING = st.one_of(
    st.builds(VoidHold, st.sampled_from([f"hld_{n}" for n in range(HOLDS + 1)])),
    st.builds(
        PostHold,
        st.sampled_from([f"hld_{n}" for n in range(HOLDS + 1)]),
        st.one_of(st.none(), st.integers(0, 60)),
        st.sampled_from([f"trf_{n}" for n in range(30)]),
    ),
)
WANTED = st.lists(
    st.tuples(st.sampled_from(["ann", "bob"]), st.integers(1, 200 // HOLDS)), min_size=HOLDS, max_size=HOLDS
)


def opened(engine: Engine) -> Books:
    """A town in which Ann and Bob have 200 each, in two lots, and a shop takes no more than its cap."""
    books = Books(engine=engine, community=f"many-{next(TOWNS)}")
    books.open("mint", floor=None)
    books.open("shop", cap=SHOP_CAP)
    for name in ("ann", "bob"):
        books.open(name, lots=True)
        books.post(
            books.move("mint", name, 70, expires_on=date(2026, 5, 31)),
            books.move("mint", name, 130, expires_on=date(2026, 12, 31)),
        )
    return books


def hold_all(books: Books, wanted: Sequence[tuple[str, int]]) -> None:
    for number, (name, amount) in enumerate(wanted):
        books.do(ledger.hold, books.holding(name, "shop", amount, id=f"hld_{number}"))


def one_by_one(work: Work, endings: Sequence[PostHold | VoidHold]) -> list[Ended]:
    """The oracle: each in statements of its own."""
    done = []
    for one in endings:
        if isinstance(one, VoidHold):
            done.append(Ended(ledger.void_hold(work, one.hold_id), None))
        else:
            done.append(Ended(*ledger.post_hold(work, one.hold_id, one.amount, transfer_id=one.transfer_id)))
    return done


def outcome(books: Books, act: Any, endings: Sequence[PostHold | VoidHold]) -> Any:
    """How each hold ended, or the refusal with what it names."""
    try:
        ended = books.do(act, endings)
    except Refused as refused:
        return (refused.code, refused.details)
    return [(hold.id, hold.state, hold.posted_amount, hold.transfer_id, posted is None) for hold, posted in ended]


def standing(books: Books) -> Any:
    """All that may have changed."""
    balances = {name: books.balance(name) for name in ("mint", "shop", "ann", "bob")}
    holds = books.do(ledger.find_holds, [f"hld_{n}" for n in range(HOLDS)])
    ends = [(hold.id, hold.state, hold.posted_amount, hold.transfer_id) for hold in holds]
    return balances, ends, books.lots("ann"), books.lots("bob")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(wanted=WANTED, endings=st.lists(ENDING, min_size=1, max_size=8))
def test_many_at_once_come_to_what_they_come_to_one_by_one(
    service_engine: Engine, wanted: list[tuple[str, int]], endings: list[PostHold | VoidHold]
):
    together, apart = opened(service_engine), opened(service_engine)
    for books in (together, apart):
        hold_all(books, wanted)

    assert outcome(together, ledger.end_holds, endings) == outcome(apart, one_by_one, endings)

    assert standing(together) == standing(apart)
    together.hold_together()


def test_a_batch_that_cannot_end_as_a_whole_ends_nothing_and_names_the_hold(service_engine: Engine):
    books = opened(service_engine)
    hold_all(books, [("ann", 10)] * 3)
    books.do(ledger.void_hold, "hld_2")
    before = standing(books)

    for endings, refusal, hold in (
        ([PostHold("hld_0"), VoidHold("hld_2")], refusals.HoldAlreadyVoided, "hld_2"),
        ([PostHold("hld_0"), VoidHold("hld_0")], refusals.HoldAlreadyPosted, "hld_0"),
        ([VoidHold("hld_0"), PostHold("hld_9")], refusals.UnknownHold, "hld_9"),
        ([VoidHold("hld_0"), PostHold("hld_1", 11)], refusals.HoldTooSmall, "hld_1"),
    ):
        with pytest.raises(refusal) as refused:
            books.do(ledger.end_holds, endings)
        assert refused.value.details["hold"] == hold

    assert standing(books) == before


def test_two_hundred_holds_end_in_as_many_statements_as_two(service_engine: Engine):
    books = opened(service_engine)
    books.open("till")
    sent: dict[int, int] = {}
    for count in (2, 200):
        wanted = [books.holding(name, "till", 1) for name in ("ann", "bob") for _ in range(count // 2)]
        for one in wanted:
            books.do(ledger.hold, one)

        with statements(service_engine) as seen:
            books.do(ledger.end_holds, [ending(one, turn) for turn, one in enumerate(wanted)])
        sent[count] = len(seen)

    assert sent[2] == sent[200] <= 12
    books.hold_together()


def ending(held: NewHold, turn: int) -> PostHold | VoidHold:
    return VoidHold(held.id) if turn % 2 else PostHold(held.id)
