"""How many calls go together, and how many goes are at work at once."""

from __future__ import annotations

from typing import Any

import pytest

from chassis import lanes
from chassis.actor import Actor
from chassis.calls import Call
from chassis.cause import Cause
from chassis.doors import RequestDoor
from chassis.lanes import Lane, Waiting, limits_of
from contracts.donations import requests


def waiting(number: int, size: int = 100) -> Waiting:
    call = Call(method="m", body={}, actor=Actor(community="c"), cause=Cause(), key=str(number))
    return Waiting(call=call, call_id=str(number), held=None, size=size)


def door(request: Any, **more: Any) -> RequestDoor:
    return RequestDoor(request=request, may=(), body=lambda: None, **more)


def test_what_waits_leaves_in_order_and_never_more_than_the_cap():
    lane = Lane(limits_of(door(requests.RecordGift, together=True)))
    lane.waiting.extend(waiting(number) for number in range(lanes.TOGETHER_MAX + 5))

    first, second = lane.take(), lane.take()

    assert [int(one.call_id) for one in first] == list(range(lanes.TOGETHER_MAX))
    assert len(second) == 5


def test_large_calls_go_in_smaller_company_and_the_largest_alone():
    lane = Lane(limits_of(door(requests.RecordGift, together=True)))
    sizes = [lanes.BATCH_BYTES_MAX // 2, lanes.BATCH_BYTES_MAX // 2, 1, lanes.BATCH_BYTES_MAX + 1, 1]
    lane.waiting.extend(waiting(number, size) for number, size in enumerate(sizes))

    assert [len(lane.take()) for _ in range(4)] == [2, 1, 1, 1]


def test_a_lane_lets_no_more_go_than_may_be_at_work():
    lane = Lane(limits_of(door(requests.RecordGift, together=True)))
    lane.waiting.append(waiting(1))

    assert lane.may_go
    lane.at_work = lanes.BATCHES_AT_ONCE
    assert not lane.may_go


@pytest.mark.parametrize(
    ("declared", "together", "at_once"),
    [
        (door(requests.RecordGift), 1, lanes.COMMANDS_AT_ONCE),
        (door(requests.RecordGift, slow=True), 1, lanes.SLOW_AT_ONCE),
        (door(requests.RecordGift, together=True), lanes.TOGETHER_MAX, lanes.BATCHES_AT_ONCE),
        (door(requests.GetGift), lanes.LOOKS_MAX, lanes.LOOKS_AT_ONCE),
        (door(requests.GetGift, slow=True), 1, lanes.SLOW_AT_ONCE),
    ],
)
def test_limits_follow_from_what_is_declared(declared: RequestDoor, together: int, at_once: int):
    limits = limits_of(declared)

    assert (limits.together, limits.at_once) == (together, at_once)
