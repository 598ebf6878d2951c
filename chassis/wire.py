"""How calls and answers are written in messages: JSON arrays, many calls to a message, each answer by its call's id."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import orjson

CONTENT_TYPE = "application/json"
MESSAGE_BYTES_MAX = 4 * 1024 * 1024
CALLS_MAX = 500  # In one message.


class Malformed(ValueError):
    """A message that is no list of calls; the text says why, and never what it held."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One call as it travels. `deadline` is seconds since the epoch: who is later finds nobody waiting."""

    id: str
    method: str
    body: dict[str, Any]
    token: str
    deadline: float
    correlation_id: str
    key: str | None = None
    if_version: int | None = None
    traceparent: str | None = None

    def to_wire(self) -> dict[str, Any]:
        """A JSON-ready object."""
        return self.__dict__


FIELDS: dict[str, tuple[type, ...]] = {
    "id": (str,),
    "method": (str,),
    "body": (dict,),
    "token": (str,),
    "deadline": (int, float),
    "correlation_id": (str,),
    "key": (str, type(None)),
    "if_version": (int, type(None)),
    "traceparent": (str, type(None)),
}


def calls(content: bytes) -> list[Asked]:
    """Read the calls of one message. Raises Malformed."""
    items = _read(content)
    return [_asked(item) for item in items]


def answers(content: bytes) -> list[dict[str, Any]]:
    """Read the answers of one message: objects with `id`, and `answer` or `refusal`. Raises Malformed."""
    return [item for item in _read(content) if isinstance(item, dict) and isinstance(item.get("id"), str)]


def written(items: list[dict[str, Any]]) -> Iterator[tuple[bytes, int]]:
    """The bodies of as many messages as it takes, each with how many of the items, in their order, are in it.

    One is enough but for files: together they can be more than whoever hears a message takes, who then refuses all that is in it.
    """
    body = orjson.dumps(items)
    if len(body) <= MESSAGE_BYTES_MAX or len(items) == 1:
        yield body, len(items)
        return
    half = len(items) // 2
    yield from written(items[:half])
    yield from written(items[half:])


def _read(content: bytes) -> list[Any]:
    if len(content) > MESSAGE_BYTES_MAX:
        raise Malformed("too large")
    try:
        items = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Malformed("not JSON") from error
    if not isinstance(items, list) or not 1 <= len(items) <= CALLS_MAX:
        raise Malformed("not a list of calls")
    return items


def _asked(item: Any) -> Asked:
    if not isinstance(item, dict) or set(item) - set(FIELDS):
        raise Malformed("not a call")
    for name, kinds in FIELDS.items():
        value = item.get(name)
        if not isinstance(value, kinds) or isinstance(value, bool):
            raise Malformed(f"no proper {name}")
    return Asked(**item)
