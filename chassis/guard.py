"""Says no, loudly, to what must never happen inside a transaction: publishing, calling, HTTP, sleeping.

A transaction that waits for the network holds its row locks meanwhile; one slow peer then stops everybody. The mark is always set; whether
crossing it raises is a setting (on in tests), because in production a late answer beats none.
"""

from __future__ import annotations

import functools
import logging
import os
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

logger = logging.getLogger(__name__)

_inside: ContextVar[bool] = ContextVar("inside_transaction", default=False)


WATCHED: tuple[tuple[Any, str, str], ...] = ((time, "sleep", "a sleep"), (socket, "create_connection", "a connection"))
"""What `install` puts the guard before: every HTTP client and every broker connection goes through the second."""


class InsideTransaction(RuntimeError):
    """Something was attempted that would hold row locks while it waits."""


@contextmanager
def transaction() -> Iterator[None]:
    """Mark the block as being inside a transaction."""
    token = _inside.set(True)
    try:
        yield
    finally:
        _inside.reset(token)


def outside(what: str) -> None:
    """Called by whatever waits for somebody else: raises InsideTransaction (or logs, where the guard is off)."""
    if not _inside.get():
        return
    if os.environ.get("GUARD", "") == "1":
        message = f"{what} inside a transaction"
        raise InsideTransaction(message)
    logger.error("%s inside a transaction", what)


def install(*more: tuple[Any, str, str]) -> None:
    """Let sleeping and connecting ask the guard too, where it is on; `more` are other (module, function, what) of the kind."""
    if os.environ.get("GUARD", "") != "1":
        return
    for module, name, what in (*WATCHED, *more):
        original = getattr(module, name)
        if not hasattr(original, "guarded"):
            setattr(module, name, _guarded(original, what))


def _guarded(original: Callable[..., Any], what: str) -> Callable[..., Any]:
    @functools.wraps(original)
    def asking(*given: Any, **named: Any) -> Any:
        outside(what)
        return original(*given, **named)

    asking.guarded = True  # type: ignore[attr-defined]
    return asking
