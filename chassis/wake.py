"""Wakes the relay when a commit has put something into the outbox: LISTEN on a connection of its own."""

from __future__ import annotations

import logging
import os
import select
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine

from chassis.outbox import CHANNEL

logger = logging.getLogger(__name__)


@dataclass
class Waker:
    """Waits for a commit, for `nudge`, or for the time to pass. Without a database it is a plain clock."""

    engine: Engine
    _connection: Any = None
    _nudges: tuple[int, int] = field(default_factory=os.pipe)

    def wait(self, seconds: float) -> None:
        """Return early if something was committed to the outbox since the last call."""
        listening = self._listening()
        ready, _, _ = select.select([self._nudges[0], *([listening] if listening else [])], [], [], seconds)
        if self._nudges[0] in ready:
            os.read(self._nudges[0], 1)
        if listening in ready:
            self._hear()

    def nudge(self) -> None:
        """End the present (or else the next) wait; safe to call from a signal handler or another thread."""
        os.write(self._nudges[1], b".")

    def close(self) -> None:
        """Stop listening."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _listening(self) -> Any:
        # Opened anew after a failure; meanwhile the relay polls, so that a lost connection costs latency and nothing else.
        if self._connection is None:
            try:
                self._connection = self._listen()
            except Exception as error:  # noqa: BLE001 - the poll goes on without it
                logger.warning("not woken by commits, only polling: %s", type(error).__name__)
        return self._connection

    def _listen(self) -> Any:
        pooled = self.engine.raw_connection()
        connection: Any = pooled.driver_connection  # Before detaching: afterwards it is not known any more.
        pooled.detach()
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        return connection

    def _hear(self) -> None:
        try:
            self._connection.poll()
            self._connection.notifies.clear()
        except Exception as error:  # noqa: BLE001 - reopened at the next wait
            logger.debug("stopped listening: %s", type(error).__name__)
            self.close()
