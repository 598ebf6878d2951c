"""A valid example of any shape of the contracts, so that a test can ask for something without caring what."""

from __future__ import annotations

import dataclasses
import types
import typing
from datetime import date, datetime
from enum import Enum
from typing import Any

from contracts.kinds import Hundredths, Pattern, Whole, Written
from contracts.shape import decimal_text

PLAIN: dict[Any, Any] = {
    str: "x",
    bool: False,
    int: 1,
    float: 1.0,
    date: "2023-03-18",
    datetime: "2023-03-18T10:00:00+08:00",
}


def example(shape: type) -> dict[str, Any]:
    """The shape as it travels, with what it needs and nothing else."""
    hints = typing.get_type_hints(shape, include_extras=True)
    fields = dataclasses.fields(shape)
    return {field.name: _value(hints[field.name]) for field in fields if field.default is dataclasses.MISSING}


def _value(hint: Any) -> Any:
    origin = typing.get_origin(hint)
    if origin in (typing.Union, types.UnionType):
        return _value(next(part for part in typing.get_args(hint) if part is not types.NoneType))
    if origin is typing.Annotated:
        return _limited(typing.get_args(hint)[1])
    if origin is tuple:
        return [_value(typing.get_args(hint)[0])]
    if dataclasses.is_dataclass(hint):
        return example(typing.cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint)).value
    return PLAIN[hint]


def _limited(limits: Any) -> Any:
    match limits:
        case Hundredths():
            return decimal_text(max(limits.least, min(100, limits.most)))
        case Whole():
            return max(limits.least, min(1, limits.most))
        case Written():
            return "x" * max(limits.least, 1)
        case Pattern():
            return limits.example
    message = f"no example of {limits!r}"
    raise TypeError(message)
