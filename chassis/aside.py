"""Runs long computations beside the hub: whoever computes on it for a tenth of a second keeps every heartbeat and every other call waiting."""

from __future__ import annotations

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from eventlet import patcher, tpool

P = ParamSpec("P")
R = TypeVar("R")

# One: two computations at once would only take turns at the interpreter's lock.
tpool.set_num_threads(1)


def prepare() -> None:
    """Start the thread, where there is a hub; once, when a process begins: starting it lets others run, and a transaction must not wait for them."""
    if patcher.is_monkey_patched("socket"):
        tpool.setup()


def aside(compute: Callable[P, R], *given: P.args, **named: P.kwargs) -> R:
    """The result of a pure function, computed in a native thread while the hub goes on; at once where there is no hub.

    `compute` must neither wait nor touch a connection: in the other thread nothing is green. What it raises is raised here.
    """
    if not patcher.is_monkey_patched("socket"):
        return compute(*given, **named)
    result: R = tpool.execute(compute, *given, **named)
    return result
