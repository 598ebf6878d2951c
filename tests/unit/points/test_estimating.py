"""What an estimate names as the limit: each alone, and which of several (rulebook §4-§6)."""

from __future__ import annotations

from datetime import date

import pytest

from contracts.points.kinds import ContributionType, Limit
from services.points.contributions.rules.estimating import estimate
from services.points.grants.rules import Earning, Headroom
from services.points.rate_cards.rules import FIRST_CARD

CAP = 3_000_00
FREE = {"minutes": 40 * 60, "points": CAP}


def told(*, worked=120, fen=0, kind=ContributionType.H1, **room: object):
    earning = Earning(
        source_id="",
        party_id="pty_ANNA",
        contribution_type=kind,
        performed_on=date(2023, 3, 18),
        minutes=worked,
        fen=fen,
    )
    return estimate(earning, card=FIRST_CARD, headroom=Headroom(**(FREE | room)), cap=CAP)


@pytest.mark.parametrize(
    ("room", "sp", "limit"),
    [
        ({}, 20_00, Limit.NONE),
        ({"minutes": 60}, 10_00, Limit.HOURS),
        ({"points": 5_00}, 5_00, Limit.CAP),
        ({"percent": 75}, 15_00, Limit.RESERVE),
        ({"suspended": True}, 0, Limit.SUSPENDED),
        # Exactly as much room as is left was never a limit, nor is a throttle that ends where the cap would.
        ({"points": 20_00}, 20_00, Limit.NONE),
        ({"points": 15_00, "percent": 75}, 15_00, Limit.RESERVE),
        ({"minutes": 60, "percent": 50}, 5_00, Limit.HOURS),
        ({"minutes": 60, "points": 4_00, "percent": 50}, 4_00, Limit.CAP),
        ({"points": 0, "percent": 50, "suspended": True}, 0, Limit.SUSPENDED),
    ],
)
def test_each_limit_is_named_and_of_several_the_one_that_says_most(room, sp: int, limit: Limit):
    found = told(**room)

    assert (found.sp, found.full_sp, found.limited_by) == (sp, 20_00, limit)
    assert found.mint_percent == room.get("percent", 100)


def test_while_suspended_nothing_is_told_to_be_earned():
    found = told(suspended=True)

    assert (found.cv, found.sp, found.cap_left) == (0, 0, CAP)


def test_what_never_earns_spendable_points_is_limited_by_nothing():
    found = told(kind=ContributionType.F1, worked=0, fen=100_00, percent=50)

    assert (found.full_sp, found.limited_by, found.mint_percent) == (0, Limit.NONE, 50)
