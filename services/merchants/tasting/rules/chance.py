"""Chance that anybody can repeat: the same seed makes the same choices on every machine and in every version of every library."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

WORD_BYTES = 8


class Chance:
    """A stream of choices from a seed: SHA-256 over `seed|0`, `seed|1` and so on, read as 64-bit numbers.

    Not a pseudo-random generator of a library, because the public must be able to repeat a draw in ten years.
    """

    def __init__(self, seed: str) -> None:
        self._words = _words(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 up to, not including, the limit; every one equally likely."""
        # Numbers in the last, incomplete round are thrown away: they would favour the small results.
        fair = 2 ** (8 * WORD_BYTES) // limit * limit
        word = next(self._words)
        while word >= fair:
            word = next(self._words)
        return word % limit

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """The things in a new order; every order equally likely."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in range(len(left))]


def _words(seed: str) -> Iterator[int]:
    round_number = 0
    while True:
        block = hashlib.sha256(f"{seed}|{round_number}".encode()).digest()
        for start in range(0, len(block), WORD_BYTES):
            yield int.from_bytes(block[start : start + WORD_BYTES], "big")
        round_number += 1
