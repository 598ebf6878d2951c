"""Breaks a loop of the running process: the file that BREAK_FILE names says which one, and what it shall raise, once."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

RAISED = {"RuntimeError": RuntimeError, "MemoryError": MemoryError, "SystemExit": lambda _: SystemExit(9)}


def breakable(owner: Any, name: str, loop: str) -> None:
    """Make the function that this loop calls each time it comes round raise when the file says so."""
    whole = getattr(owner, name)

    @functools.wraps(whole)
    def broken(*arguments: Any, **more: Any) -> Any:
        _perhaps_raise(loop)
        return whole(*arguments, **more)

    setattr(owner, name, broken)


def _perhaps_raise(loop: str) -> None:
    given = os.environ.get("BREAK_FILE")
    if not given or not Path(given).exists():
        return
    wanted, _, kind = Path(given).read_text().partition(" ")
    if wanted == loop:
        Path(given).unlink()
        raise RAISED[kind]("broken on purpose")
