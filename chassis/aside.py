"""Runs long computations beside the hub: whoever computes on it for a tenth of a second keeps every heartbeat and every other call waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import patcher, tpool

P = ParamSpec("P")
R = TypeVar("R")

# One: two computations at once would only take turns at the interpreter's lock.
tpool.set_num_threads(1)


def aside(compute: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """The result of a pure function, computed in a native thread while the hub goes on; at once where there is no hub.

    `compute` must neither wait nor touch a connection: in the other thread nothing is green. What it raises is raised here.
    """
    if not patcher.is_monkey_patched("socket"):
        return compute(*given, **named)
    result: R = tpool.execute(compute, *given, **named)
    return result
