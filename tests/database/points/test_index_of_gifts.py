"""What other services tell of gifts, goods and panels counts in the shared act it was given to (rulebook §10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.database.points.six import Six
from tests.database.points.told import credited, goods, service


@pytest.fixture
def six(town) -> Six:
    made = Six(town)
    made.settle()
    return made


def test_money_goods_and_a_judges_time_given_to_an_act_meet_the_others(six):
    before = six.index("A")
    act, day = six.acts["a1"], six.today - timedelta(days=20)
    given = goods(six.town, "shop", 300_00, accepted_on=day, activity_id=act)
    served = service(six.town, "bela", served_on=day, activity_id=act)

    six.town.bench.tell(six.town.give("E", 500_00, confirmed_on=day, activity_id=act))
    credited(six.town, given, served)

    after = six.index("A")
    shared = next(share for share in after.activities if share.name == "活动a1")
    assert shared.cv_of_all == 540_00 + 50_00 + 30_00 + 16_00
    assert len(after.coordination.ties) == len(before.coordination.ties) + 2
    assert after.coordination.partners > before.coordination.partners
    [tie] = [tie for tie in after.coordination.ties if tie.party_id == six.town.ids["shop"]]
    assert tie.cv == "1.4"  # 30 · 30 / 636
