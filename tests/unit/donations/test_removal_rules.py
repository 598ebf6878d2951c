"""What leaves the store adds up, in whatever pieces, and so does the value that falls away."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from contracts.donations.kinds import GoodsKind, GoodsState, Measure
from services.donations.goods import rules
from services.donations.goods.rules import Goods

PIECES = st.lists(
    st.tuples(st.integers(1, 40), st.sampled_from(["return", "write_off", "put_back", "pack"])), min_size=1, max_size=30
)


def stored(received: int, appraised: int) -> Goods:
    return Goods(
        goods_id="gds_0",
        donor_id="pty_shop",
        fund_code="F",
        project_code=None,
        kind=GoodsKind.NEW,
        title="面包",
        measure=Measure.PIECES,
        offered=received,
        received=received,
        remaining=received,
        grams=0,
        appraised=appraised,
        basis=None,
        wants_receipt=False,
        state=GoodsState.STORED,
        declined=None,
        lot=None,
        place="A-1",
        source_id=None,
        recorded_by=None,
        first_appraiser=None,
        version=1,
    )


@given(received=st.integers(1, 10**6), appraised=st.integers(1, 10**9), pieces=PIECES)
def test_whatever_leaves_in_whatever_pieces_the_balance_holds_and_no_fen_is_lost(received, appraised, pieces):
    goods, value, packed = stored(received, appraised), 0, 0
    for wanted, way in pieces:
        quantity = min(wanted, goods.remaining)
        if not quantity:
            break
        if way == "pack":
            goods, packed = rules.draw(goods, fund_code="F", quantity=quantity), packed + quantity
            continue
        goods = rules.set_aside(goods, quantity=quantity)
        if way == "return":
            goods, part = rules.send_back(goods, quantity=quantity)
            value += part
        else:
            leave = rules.write_off if way == "write_off" else rules.put_back
            goods = leave(goods, quantity=quantity)
        assert goods.remaining + goods.set_aside + goods.returned + goods.written_off + packed == received
        assert value * received <= appraised * goods.returned < (value + 1) * received

    if goods.remaining:
        goods, part = rules.send_back(rules.set_aside(goods, quantity=goods.remaining), quantity=goods.remaining)
        value += part
    assert goods.returned < received or value == appraised
    ended = {
        packed > 0: GoodsState.ALLOCATED,
        packed == 0 and goods.returned < received: GoodsState.WRITTEN_OFF,
        goods.returned == received: GoodsState.RETURNED,
    }
    assert goods.state is ended[True]
