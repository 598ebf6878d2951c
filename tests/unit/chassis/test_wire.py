"""Calls and answers are written into as few messages as their hearers take."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from chassis import wire


def items(*sizes: int) -> list[dict[str, Any]]:
    return [{"id": str(place), "body": "x" * size} for place, size in enumerate(sizes)]


MEBI = 1024 * 1024


@pytest.mark.parametrize(
    ("sizes", "counts"),
    [
        ((10,) * 500, [500]),
        ((3 * MEBI, 3 * MEBI), [1, 1]),
        ((10, 3 * MEBI, 10, 3 * MEBI, 10), [2, 3]),
        ((3 * MEBI,) * 5, [1, 1, 1, 1, 1]),
        ((5 * MEBI,), [1]),
    ],
    ids=["small", "two large", "mixed", "five large", "alone"],
)
def test_what_is_too_large_together_goes_apart_in_its_order(sizes: tuple[int, ...], counts: list[int]):
    written = list(wire.written(items(*sizes)))

    assert [count for _, count in written] == counts
    read = [item["id"] for body, _ in written for item in orjson.loads(body)]
    assert read == [str(place) for place in range(len(sizes))]
    if max(sizes) < wire.MESSAGE_BYTES_MAX:
        assert all(len(wire.answers(body)) == count for body, count in written)
