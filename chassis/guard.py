"""Says no, loudly, to what must never happen inside a transaction: publishing, calling, HTTP, sleeping.

A transaction that waits for the network holds its row locks meanwhile; one slow peer then stops everybody. The mark is always set; whether
crossing it raises is a setting (on in tests), because in production a late answer beats none.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

logger = logging.getLogger(__name__)

_inside: ContextVar[bool] = ContextVar("inside_transaction", default=False)


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
