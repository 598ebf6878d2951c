"""Cuts what a store found into one page. Stores are asked for one row more than a page holds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def page(found: Sequence[T], *, limit: int, key: Callable[[T], str]) -> tuple[Sequence[T], str | None]:
    """The page, and the key where the next one begins (None on the last page)."""
    shown = found[:limit]
    return shown, key(shown[-1]) if len(found) > limit else None
