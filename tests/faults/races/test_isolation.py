"""What read committed would allow and our locks must not: lost updates, skewed limits, phantoms (C-05). The level is the real one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from contracts.donations.kinds import GiftChoice
from contracts.points import requests
from contracts.points.kinds import PartyKind
from services.points.rate_cards.rules import FIRST_RULEBOOK
from tests.database.points.saga import brought_again, patient
from tests.database.points.town import at_once
from tests.faults.counts import many
from tests.faults.races.conftest import Replicated

ROUNDS = many(3, 25)
AT_ONCE = many(4, 200)
"""Probes a round: 5,000 of each kind in the long form."""
QUARTERS = 4


@pytest.fixture
def people(replicas: Replicated) -> list[str]:
    return replicas.gather(ROUNDS, points=1)


def test_the_level_is_read_committed_as_in_production(replicas: Replicated):
    assert replicas.town.bench.rows("SHOW transaction_isolation")[0][0] == "read committed"


@pytest.mark.timeout(900)
def test_no_update_of_a_balance_is_lost(replicas: Replicated, people: list[str]):
    for name in people:
        before = replicas.town.balance(name)
        gifts = [replicas.town.give(name, 20_00, choice=GiftChoice.POINTS) for _ in range(AT_ONCE)]
        codes = at_once(
            [
                brought_again(lambda turn=turn, gift=gift: replicas.replica(turn).bench.tell(gift))
                for turn, gift in enumerate(gifts)
            ]
        )
        after = replicas.town.balance(name)
        assert codes == ["ok"] * AT_ONCE
        assert (after.sp - before.sp, after.cv - before.cv) == (AT_ONCE * 1_00, AT_ONCE * 2_00)
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_a_limit_over_several_rows_is_not_stepped_over_by_parts(replicas: Replicated, people: list[str]):
    """Each gift alone would fit below the cap of spendable points, together they would not: the rest is value only."""
    cap = FIRST_RULEBOOK.sp_cap(PartyKind.PERSON)
    for name in people:
        room = cap - replicas.town.balance(name).sp
        part = room * 2 // 3
        gifts = [replicas.town.give(name, part * 20, choice=GiftChoice.POINTS) for _ in range(AT_ONCE)]
        at_once(
            [
                brought_again(lambda turn=turn, gift=gift: replicas.replica(turn).bench.tell(gift))
                for turn, gift in enumerate(gifts)
            ]
        )
        assert replicas.town.balance(name).sp == cap
    replicas.assert_closed()


@pytest.mark.timeout(900)
def test_no_row_that_another_is_just_adding_is_overlooked(replicas: Replicated, people: list[str]):
    """Eight hours a day: of four times three hours on one day eight earn, whoever enters them at once and however often."""
    noon = replicas.town.now.replace(hour=4) - timedelta(days=1)
    for name in people:
        wanted = [
            replicas.town.hours(name, started_at=noon + timedelta(hours=3 * (turn % QUARTERS) - 6), minutes=180)
            for turn in range(AT_ONCE)
        ]
        codes = at_once(
            [
                patient(lambda turn=turn, one=one: replicas.replica(turn).ask(one, "organiser"))
                for turn, one in enumerate(wanted)
            ]
        )
        came_to = Counter(codes)
        assert (came_to["ok"], came_to["points.time_overlaps"]) == (QUARTERS, AT_ONCE - QUARTERS)
        asked = [requests.GetContribution(contribution_id=one.contribution_id) for one in wanted]
        kept = [replicas.town.ask(asked[turn], "staff") for turn, said in enumerate(codes) if said == "ok"]
        assert sorted(one.counted_minutes for one in kept) == [0, 120, 180, 180]
