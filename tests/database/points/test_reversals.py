"""What was credited and turned out not to be so is taken back: by its part, once, and what was spent is repaid out of later earnings."""

from __future__ import annotations

import contextlib
import itertools
import random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from chassis.actor import system
from chassis.ids import new_id
from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.events import ClawbackOpened, PointsGranted, PointsReversed
from contracts.points.kinds import ReversalReason
from contracts.refused import NotYet, Refused
from services.points.reversals import refusals, store
from services.points.reversals.rules import Reversal
from tests.database.points.test_operations import report
from tests.database.points.town import at_once
from tests.support.bench import COMMUNITY

ERROR, FRAUD = ReversalReason.ERROR, ReversalReason.FRAUD


def back(town, *wanted: Reversal):
    with town.bench.transactions.begin(system(COMMUNITY)) as work:
        return store.reverse(work, wanted)


def of(source_id: str, amount=None, *, reason=ERROR, sequence=1) -> Reversal:
    return Reversal(source_id=source_id, reason=reason, amount=amount, sequence=sequence, because="test")


def gift(town, name: str, sp: int) -> str:
    """A gift that earned so many centi-points."""
    told = town.give(name, sp * 20, choice=GiftChoice.POINTS)
    town.bench.tell(told)
    return told.gift_id


def spend(town, name: str, sp: int) -> None:
    held = town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=town.offer(price=sp), price=sp), name)
    town.ask(requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), "clerk")


def debt(town, name: str) -> int:
    found = town.bench.rows("SELECT balance FROM ledger_accounts WHERE code = :code", code=f"clawback:{town.ids[name]}")
    return -found[0].balance if found else 0


def check_books(town) -> None:
    """Every asset sums to zero, balances are their entries and lots, and every fact has its posting."""
    seen = report(town)
    assert [(one.sum_of_balances, one.sum_of_entries, one.accounts_off) for one in seen.trial_balances] == [
        (0, 0, 0)
    ] * 2
    assert [fact.name for fact in seen.facts if fact.unmatched] == []


def test_a_part_takes_its_part_of_value_points_and_minutes_and_frees_the_months_hours(town):
    [settled] = town.settle(town.hours(minutes=180))

    [made] = back(town, of(settled.contribution_id, 60))

    assert (made.taken.cv, made.taken.sp, made.taken.minutes, made.taken.sp_minutes) == (10_00, 10_00, 60, 60)
    balance = town.balance("anna")
    assert (balance.cv, balance.sp, balance.minutes) == (20_00, 20_00, 120)
    check_books(town)


def test_parts_add_up_to_the_whole_in_any_pieces(town):
    source = gift(town, "anna", 33_33)
    pieces = [1_00, 33_33, 100_01, 200_00]

    made = [back(town, of(source, piece, sequence=turn)) for turn, piece in enumerate(pieces, 1)]
    [[rest]] = [back(town, of(source, reason=FRAUD))]

    assert sum(one.taken.sp for [one] in made) + rest.taken.sp == 33_33
    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    check_books(town)


def test_the_same_key_again_is_answered_alike_and_other_content_is_refused(town):
    source = gift(town, "anna", 10_00)
    [first] = back(town, of(source, 50_00))

    [again] = back(town, of(source, 50_00))
    assert (again.repeated, again.taken) == (True, first.taken)

    with pytest.raises(refusals.ReversalKeyTaken):
        back(town, of(source, 60_00))
    assert town.balance("anna").sp == 7_50
    assert town.bench.said_types().count(PointsReversed) == 1


def test_never_more_than_was_granted_and_a_reversal_is_final(town):
    source, other = gift(town, "anna", 10_00), gift(town, "anna", 10_00)
    [made] = back(town, of(source, 150_00))

    for wanted, refusal in (
        (of(source, 50_01, sequence=2), refusals.ReversesMoreThanIsLeft),
        (of(source, 0, sequence=2), refusals.ReversesMoreThanIsLeft),
        (of(source, -1, sequence=2), refusals.ReversesMoreThanIsLeft),
        (of(made.taken.reversal_id), refusals.ReversalIsFinal),
        (of(new_id("gft")), refusals.GrantNotFound),
    ):
        with pytest.raises(refusal):
            # All or none: the good one before the bad one stays undone.
            back(town, of(other), wanted)
    back(town, of(source, sequence=2))
    with pytest.raises(refusals.ReversesMoreThanIsLeft):
        back(town, of(source, sequence=3))
    assert town.balance("anna").sp == 10_00
    check_books(town)


def test_another_community_has_no_such_grant(town):
    source = gift(town, "anna", 10_00)
    with (
        pytest.raises(refusals.GrantNotFound),
        town.bench.transactions.begin(system("elsewhere")) as work,
    ):
        store.reverse(work, [of(source)])
    assert town.balance("anna").sp == 10_00


def test_what_is_spent_becomes_a_clawback_that_half_of_later_earnings_repays(town):
    source = gift(town, "anna", 30_00)
    spend(town, "anna", 20_00)

    back(town, of(source, reason=FRAUD))

    assert (town.balance("anna").sp, town.balance("anna").cv, debt(town, "anna")) == (0, 0, 20_00)
    [opened] = [event for event in town.bench.said() if isinstance(event, ClawbackOpened)]
    assert (opened.sp_owed, opened.sp_debt) == (20_00, 20_00)

    gift(town, "anna", 10_01)
    assert (town.balance("anna").sp, debt(town, "anna")) == (5_01, 15_00)
    # Contribution value is nobody's debt.
    assert town.balance("anna").cv == 20_02
    gift(town, "anna", 100_00)
    assert (town.balance("anna").sp, debt(town, "anna")) == (5_01 + 85_00, 0)
    gift(town, "anna", 10_00)
    assert (town.balance("anna").sp, debt(town, "anna")) == (100_01, 0)
    granted = [event.sp_repaid for event in town.bench.said() if isinstance(event, PointsGranted)]
    assert granted == [0, 5_00, 15_00, 0]
    check_books(town)


def test_a_batch_repays_as_one_by_one(town):
    for name in ("anna", "bela"):
        source = gift(town, name, 30_00)
        spend(town, name, 30_00)
        back(town, of(source))
    gifts = {
        name: [town.give(name, fen, choice=GiftChoice.POINTS) for fen in (100_00, 300_00, 700_00)]
        for name in ("anna", "bela")
    }

    town.bench.tell(*gifts["anna"])
    for one in gifts["bela"]:
        town.bench.tell(one)

    assert town.balance("anna").sp == town.balance("bela").sp == 55_00 - 27_50
    assert debt(town, "anna") == debt(town, "bela") == 2_50
    check_books(town)


def test_a_grant_that_repaid_is_taken_back_whole_and_the_debt_opens_again(town):
    first = gift(town, "anna", 10_00)
    spend(town, "anna", 10_00)
    back(town, of(first))
    second = gift(town, "anna", 10_00)
    assert (town.balance("anna").sp, debt(town, "anna")) == (5_00, 5_00)

    back(town, of(second))

    assert (town.balance("anna").sp, debt(town, "anna")) == (0, 10_00)
    check_books(town)


def test_points_that_are_held_are_not_taken_away_from_their_redemption(town):
    source = gift(town, "anna", 10_00)
    item = town.offer(price=10_00)
    held = town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=10_00), "anna")

    back(town, of(source))

    assert debt(town, "anna") == 10_00
    town.ask(requests.FulfilRedemption(redemption_id=held.redemption_id, code=held.code), "clerk")
    assert (town.balance("anna").sp, debt(town, "anna")) == (0, 10_00)
    check_books(town)


def test_twenty_at_once_take_back_once(town):
    source = gift(town, "anna", 10_00)
    outcomes = []

    def once() -> None:
        [made] = back(town, of(source))
        outcomes.append(made.repeated)

    assert set(at_once([once] * 20)) == {"ok"}
    assert sorted(outcomes) == [False] + [True] * 19
    assert town.bench.count("grant_reversals") == 1
    check_books(town)


def test_twenty_with_keys_of_their_own_take_no_more_than_there_is(town):
    source = gift(town, "anna", 10_00)

    def once(turn: int) -> None:
        try:
            back(town, of(source, 30_00, sequence=turn))
        except Refused as refused:
            assert refused.code == "points.reverses_more_than_is_left"  # noqa: PT017

    assert set(at_once([lambda turn=turn: once(turn) for turn in range(1, 21)])) == {"ok"}
    assert town.bench.count("grant_reversals") == 6
    assert town.balance("anna").sp == 1_00
    check_books(town)


def test_spending_earning_and_taking_back_at_once_never_lose_a_point(town):
    sources = [gift(town, "anna", 10_00) for _ in range(4)]
    item = town.offer(price=15_00, stock=5)

    def redeem() -> None:
        town.ask(requests.Redeem(redemption_id=new_id("rdm"), item_id=item, price=15_00), "anna")

    outcomes = at_once(
        [
            *(lambda source=source: back(town, of(source)) for source in sources),
            *([redeem] * 2),
            *(lambda: gift(town, "anna", 8_00) for _ in range(3)),
        ]
    )

    assert set(outcomes) <= {"ok", "points.not_enough_points"}
    # Whatever the order was: what is there, less what is owed, is what was earned and not taken back.
    assert town.balance("anna").sp - debt(town, "anna") == 24_00
    check_books(town)


@pytest.mark.parametrize("turns", list(itertools.permutations(range(3)))[:6])
def test_a_reversal_before_its_grant_waits_and_comes_to_the_same(town, turns):
    told = town.give("anna", 200_00, choice=GiftChoice.POINTS)

    def refund() -> None:
        with town.bench.transactions.begin(system(COMMUNITY)) as work:
            store.reverse_if_granted(work, [of(told.gift_id, reason=ReversalReason.DONATION_REFUNDED)])

    steps = [lambda: town.bench.tell(told), refund, refund]
    waiting = [steps[turn] for turn in turns]
    while waiting:
        step = waiting.pop(0)
        try:
            step()
        except NotYet:
            waiting.append(step)

    assert (town.balance("anna").cv, town.balance("anna").sp) == (0, 0)
    assert town.bench.count("grant_reversals") == 1
    check_books(town)


moves = st.lists(
    st.one_of(
        st.tuples(st.just("earn"), st.integers(1, 50_00)),
        st.tuples(st.just("spend"), st.integers(1, 30_00)),
        st.tuples(st.just("part"), st.integers(1, 400_00)),
        st.tuples(st.just("rest"), st.just(0)),
        st.tuples(st.just("again"), st.just(0)),
    ),
    min_size=1,
    max_size=12,
)


@settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],
)
@given(moves=moves, seed=st.integers(0, 10_000))
def test_whatever_is_earned_spent_and_taken_back_the_books_say_the_same(town, moves, seed):
    drawn, sources, done, spent = random.Random(seed), [], [], 0
    before = town.balance("anna")
    start, value = before.sp - debt(town, "anna"), before.cv
    for turn, (move, amount) in enumerate(moves, 1):
        held = town.balance("anna")
        if move == "earn":
            sources.append(gift(town, "anna", amount))
            # Never less than half stays with who earned it.
            assert town.balance("anna").sp - held.sp >= amount - amount // 2
        elif move == "spend" and held.sp_available >= amount:
            spend(town, "anna", amount)
            spent += amount
        elif move in {"part", "rest"} and sources:
            wanted = of(drawn.choice(sources), amount or None, sequence=turn)
            with contextlib.suppress(refusals.ReversesMoreThanIsLeft):
                back(town, wanted)
                done.append(wanted)
        elif move == "again" and done:
            [again] = back(town, drawn.choice(done))
            assert again.repeated
        if move in {"earn", "spend"}:
            # Contribution value never falls without a reversal.
            assert town.balance("anna").cv >= held.cv

    net = town.bench.rows(
        "SELECT coalesce(sum(g.sp), 0) AS sp, coalesce(sum(g.cv), 0) AS cv, "
        "coalesce(sum((SELECT sum(r.sp) FROM grant_reversals r WHERE r.grant_id = g.grant_id)), 0) AS sp_back, "
        "coalesce(sum((SELECT sum(r.cv) FROM grant_reversals r WHERE r.grant_id = g.grant_id)), 0) AS cv_back, "
        "count(*) FILTER (WHERE g.sp < (SELECT sum(r.sp) FROM grant_reversals r WHERE r.grant_id = g.grant_id)) AS over "
        "FROM grants g WHERE g.source_id = ANY(:sources)",
        sources=sources,
    )[0]
    after = town.balance("anna")
    assert net.over == 0
    assert after.sp - debt(town, "anna") == start + net.sp - net.sp_back - spent
    assert after.cv == value + net.cv - net.cv_back
    assert sum(lot.remaining for lot in after.lots) == after.sp
    check_books(town)
