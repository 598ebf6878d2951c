"""Gifts recorded together are as if recorded one after another: the same answers, the same rows, the same events."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine, event, text
from sqlalchemy.pool import NullPool

from chassis.calls import Call, Outcome
from chassis.cause import Cause
from contracts.donations import requests
from contracts.donations.kinds import GiftChoice, Lane, PaymentChannel, Visibility
from contracts.shape import dump
from services.donations.gifts import rules
from services.donations.service import DonationsService
from tests.database.donations.town import FUND, Town
from tests.support.bench import Bench

POISON = 66_600
CAUSE = Cause(correlation_id="req_1")
SEEN = {
    "gifts": "SELECT * FROM gifts ORDER BY gift_id",
    "requests": "SELECT community, principal, method, key, fingerprint, answer, asked_at FROM requests ORDER BY principal, key",
    "outbox": "SELECT type, community, aggregate, body FROM outbox ORDER BY position",
}
NOBODYS_ID = "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"

one_call = st.fixed_dictionaries(
    {
        "who": st.sampled_from(["anna", "bela", "staff", "auditor"]),
        "key": st.sampled_from(["k1", "k2", "k3"]),
        "gift": st.integers(0, 3),
        "amount": st.sampled_from([100, 200, POISON]),
        "fund": st.sampled_from([FUND, FUND, FUND, "no-such-fund"]),
        "donor": st.sampled_from(["anna", "bela", None, "unknown"]),
        "lane": st.sampled_from([Lane.MUTUAL_HELP, Lane.MUTUAL_HELP, Lane.PUBLIC_FUNDRAISING]),
        "if_version": st.sampled_from([None, None, None, None, 1]),
    }
)


def good(**other: Any) -> dict[str, Any]:
    """A call that is accepted, but for what is said otherwise."""
    usual = {"who": "anna", "key": "k1", "gift": 0, "amount": 100, "fund": FUND, "donor": "anna"}
    return {**usual, "lane": Lane.MUTUAL_HELP, "if_version": None, **other}


def call_of(town: Town, said: dict[str, Any]) -> Call:
    """The call as it arrives at the service."""
    donor = {"unknown": NOBODYS_ID, None: None}.get(said["donor"], town.ids.get(said["donor"] or ""))
    asked = requests.RecordGift(
        gift_id=f"gft_01HQ3Z5N8T7W9XKJ{said['gift']}0000000{said['gift']}0",
        fund_code=said["fund"],
        amount=said["amount"],
        lane=said["lane"],
        choice=GiftChoice.RECEIPT,
        channel=PaymentChannel.ONLINE,
        donor_id=donor,
        visibility=Visibility.ANONYMOUS,
    )
    body = dump(asked)
    actor = town.actor(said["who"])
    return Call(
        method="record_gift", body=body, actor=actor, cause=CAUSE, key=said["key"], if_version=said["if_version"]
    )


@pytest.fixture(scope="module")
def town(databases: Any) -> Iterator[Town]:
    """One town for all examples: a fresh one each time would cost more than the examples."""
    copy = databases.fresh("donations")
    made = Town(Bench(DonationsService, copy))
    made.open()
    yield made
    copy.close()


@pytest.fixture
def poisoned(monkeypatch: pytest.MonkeyPatch) -> None:
    """One amount makes the body fail in a way nobody expected."""
    record = rules.record

    def failing(asked: requests.RecordGift, **more: Any) -> rules.Gift:
        if asked.amount == POISON:
            raise ZeroDivisionError
        return record(asked, **more)

    monkeypatch.setattr(rules, "record", failing)


def emptied(town: Town) -> None:
    """Forget all gifts, keys and events."""
    owner = create_engine(town.bench.database.owner_url, poolclass=NullPool)
    with owner.begin() as connection:
        connection.execute(text("TRUNCATE gifts, requests, outbox"))


def outcome(town: Town, batches: Sequence[Sequence[Call]]) -> tuple[list[Outcome], dict[str, Any]]:
    """What each call is answered, and what is in the database at the end."""
    emptied(town)
    answers = [one for batch in batches for one in town.bench.service.record_gift(batch)]
    return answers, {name: [tuple(row) for row in town.bench.rows(sql)] for name, sql in SEEN.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.lists(one_call, min_size=2, max_size=9))
@example(said=[good(), good(), good(amount=200), good(key="k2")])
@example(said=[good(), good(key="k2", gift=1, amount=POISON), good(key="k3", gift=2)])
@example(said=[good(fund="no-such-fund"), good(), good(key="k2", amount=200)])
@example(said=[good(if_version=1), good(key="k2"), good(key="k3", if_version=1, gift=1)])
def test_together_comes_to_the_same_as_one_after_the_other(town: Town, poisoned: None, said: list[dict[str, Any]]):
    calls = [call_of(town, one) for one in said]

    one_by_one = outcome(town, [[call] for call in calls])
    together = outcome(town, [calls])

    assert together == one_by_one


@contextmanager
def statements(town: Town) -> Iterator[list[str]]:
    """What the block sends to the database."""
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_more: Any) -> None:
        sent.append(statement)

    engine = town.bench.database.engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)


def test_twenty_gifts_cost_as_many_statements_as_one(town: Town):
    emptied(town)

    def cost(calls: list[Call]) -> int:
        with statements(town) as sent:
            answers = town.bench.service.record_gift(calls)
        assert [one.refusal for one in answers] == [None] * len(calls)
        return len(sent)

    def calls(keys: str, count: int, gift: Callable[[int], str]) -> list[Call]:
        made = [call_of(town, good(key=f"{keys}{number}")) for number in range(count)]
        for number, call in enumerate(made):
            call.body["gift_id"] = gift(number)
        return made

    one = cost(calls("a", 1, lambda number: f"gft_01HQ3Z5N8T7W9XKJA0000000{number:02d}"))
    twenty = cost(calls("b", 20, lambda number: f"gft_01HQ3Z5N8T7W9XKJB0000000{number:02d}"))

    # The keys, the fund, the donors, the gifts; and answers, events and the relay's bell in one.
    assert (one, twenty) == (5, 5)


def test_one_who_fails_fails_alone(town: Town, poisoned: None):
    said = [good(key=f"k{number}", gift=number, amount=POISON if number == 2 else 100) for number in range(4)]

    answers, seen = outcome(town, [[call_of(town, one) for one in said]])

    assert [(one.refusal or {}).get("code") for one in answers] == [None, None, "internal-error", None]
    assert len(seen["gifts"]) == len(seen["requests"]) == len(seen["outbox"]) == 3
