"""How many statements something takes: what is set-based takes as many for a thousand as for one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event


@contextmanager
def statements(engine: Engine) -> Iterator[list[str]]:
    """Collects the SQL of every statement that the engine's connections send while the block runs.

    An executemany counts as often as it has sets of parameters: that is how often it goes to the server.
    """
    sent: list[str] = []

    def note(_connection: Any, _cursor: Any, sql: str, parameters: Any, _context: Any, executemany: bool) -> None:
        # Rows that SQLAlchemy has folded into one INSERT come as one set of parameters.
        many = executemany and not isinstance(parameters, dict)
        sent.extend([sql] * (len(parameters) if many else 1))

    event.listen(engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(engine, "before_cursor_execute", note)
