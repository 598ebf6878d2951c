"""Derives the marshmallow schema of a shape from its dataclass, so that a shape is written once."""

from __future__ import annotations

import dataclasses
import re
import types
import typing
from datetime import date, datetime
from enum import Enum
from functools import cache
from typing import Any

import marshmallow
from marshmallow import Schema, fields, validate

from contracts.kinds import Hundredths, Pattern, Whole, Written

T = typing.TypeVar("T")

MESSAGES = {
    "required": "必填。",
    "null": "不能为空。",
    "type": "类型不对。",
    "invalid": "格式不对。",
    "invalid_utf8": "不是有效的文字。",
    "too_large": "数字太大。",
    "unknown": "不在允许的取值之内。",
}
UNKNOWN_FIELD = "未知的字段。"

CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
DECIMAL = re.compile(r"-?(0|[1-9]\d{0,12})(\.\d{1,2})?", re.ASCII)
ITEMS_MAX = 1000  # Entries in one list of one shape; longer ones come in pages or files.


class HundredthsField(fields.Field[int]):
    """Integer hundredths inside, decimal string with two places on the wire."""

    default_error_messages = {  # noqa: RUF012 - the library's own way
        "written": '请用字符串写金额或积分，最多两位小数，如 "48.50"。',
        "range": "数值应在 {least} 与 {most} 之间。",
    }

    def __init__(self, *, limits: Hundredths, **more: Any) -> None:
        super().__init__(**more)
        self.limits = limits

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        del attr, obj, kwargs
        return None if value is None else decimal_text(value)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> int:
        del attr, data, kwargs
        if not isinstance(value, str) or not DECIMAL.fullmatch(value):
            raise self.make_error("written")
        whole, _, part = value.lstrip("-").partition(".")
        hundredths = int(whole) * 100 + int(part.ljust(2, "0") or 0)
        hundredths = -hundredths if value.startswith("-") else hundredths
        if not self.limits.least <= hundredths <= self.limits.most:
            raise self.make_error("range", least=decimal_text(self.limits.least), most=decimal_text(self.limits.most))
        return hundredths


class WrittenField(fields.String):
    """Text for people, trimmed; control characters and direction overrides are refused."""

    default_error_messages = {"control": "文字里有看不见的控制字符。"}  # noqa: RUF012 - the library's own way

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).strip()
        if CONTROL.search(text):
            raise self.make_error("control")
        return text


class DayField(fields.Date):
    """A civil day, YYYY-MM-DD and nothing looser."""

    def __init__(self, **more: Any) -> None:
        super().__init__(format="iso", **more)

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        if not isinstance(value, str) or len(value) != len("2023-03-18"):
            raise self.make_error("invalid", input=value, obj_type=self.OBJ_TYPE)
        return super()._deserialize(value, attr, data, **kwargs)


def decimal_text(hundredths: int) -> str:
    """4850 → "48.50"; exact for any integer."""
    sign = "-" if hundredths < 0 else ""
    whole, part = divmod(abs(hundredths), 100)
    return f"{sign}{whole}.{part:02d}"


def schema_class(shape: Any, *, exclude: tuple[str, ...] = (), tolerant: bool = False) -> type[Schema]:
    """The schema class of a shape, without the excluded fields (those that travel in the path of a URL).

    A strict schema refuses unknown fields (requests); a tolerant one ignores them (events, answers), so that fields may be added.
    """
    return _schema_class(shape, exclude, tolerant)


def schema(shape: Any, *, tolerant: bool = False) -> Schema:
    """One ready schema object of a shape; schemas keep no state between calls."""
    return _schema(shape, tolerant)


@cache
def _schema(shape: Any, tolerant: bool) -> Schema:
    return schema_class(shape, tolerant=tolerant)()


@cache
def _schema_class(shape: Any, exclude: tuple[str, ...], tolerant: bool) -> type[Schema]:
    hints = typing.get_type_hints(shape, include_extras=True)
    made: dict[str, Any] = {
        field.name: _field(hints[field.name], tolerant=tolerant, **_required(field))
        for field in dataclasses.fields(shape)
        if field.name not in exclude
    }
    name = shape.__name__ + ("Body" if exclude else "") + ("Seen" if tolerant else "")
    meta = type("Meta", (), {"unknown": marshmallow.EXCLUDE if tolerant else marshmallow.RAISE})
    return type(
        name, (Schema,), {**made, "Meta": meta, "error_messages": {"unknown": UNKNOWN_FIELD, "type": MESSAGES["type"]}}
    )


def load(shape: type[T], body: Any, *, tolerant: bool = False) -> T:
    """Check a decoded JSON object against the shape and build it. Raises marshmallow's ValidationError, fields → messages."""
    return typing.cast(T, _build(shape, typing.cast(dict[str, Any], schema(shape, tolerant=tolerant).load(body))))


def dump(value: Any) -> dict[str, Any]:
    """A shape as a JSON-ready object."""
    return typing.cast(dict[str, Any], schema(type(value)).dump(value))


def _build(shape: Any, loaded: dict[str, Any]) -> Any:
    hints = _plain_hints(shape)
    return shape(**{name: _nested(hints[name], value) for name, value in loaded.items()})


@cache
def _plain_hints(shape: type) -> dict[str, Any]:
    return typing.get_type_hints(shape)


def _nested(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    hint = _without_none(hint)[0]
    if dataclasses.is_dataclass(hint):
        return _build(hint, value)
    if typing.get_origin(hint) is tuple:
        return tuple(_nested(typing.get_args(hint)[0], item) for item in value)
    return value


def _required(field: dataclasses.Field[Any]) -> dict[str, Any]:
    if field.default is dataclasses.MISSING:
        return {"required": True}
    return {"load_default": field.default}


def _without_none(hint: Any) -> tuple[Any, bool]:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        rest = [part for part in typing.get_args(hint) if part is not types.NoneType]
        return rest[0], True
    return hint, False


def _field(hint: Any, *, tolerant: bool, **more: Any) -> fields.Field[Any]:
    hint, optional = _without_none(hint)
    more["error_messages"] = MESSAGES
    if optional:
        more["allow_none"] = True
    if typing.get_origin(hint) is typing.Annotated:
        return _limited(typing.get_args(hint)[1], **more)
    if typing.get_origin(hint) is tuple:
        inner = _field(typing.get_args(hint)[0], tolerant=tolerant)
        return fields.List(inner, validate=validate.Length(max=ITEMS_MAX, error="最多 {max} 项。"), **more)
    if dataclasses.is_dataclass(hint):
        return fields.Nested(schema_class(hint, tolerant=tolerant), **more)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return fields.Enum(hint, by_value=True, **more)
    return typing.cast(fields.Field[Any], PLAIN[hint](**more))


def _limited(limits: Any, **more: Any) -> fields.Field[Any]:
    match limits:
        case Hundredths():
            return HundredthsField(limits=limits, **more)
        case Whole():
            return fields.Integer(
                strict=True,
                validate=validate.Range(limits.least, limits.most, error="应在 {min} 与 {max} 之间。"),
                **more,
            )
        case Written():
            return WrittenField(
                validate=validate.Length(limits.least, limits.most, error="长度应在 {min} 与 {max} 之间。"), **more
            )
        case Pattern():
            rule = validate.Regexp(rf"(?:{limits.regex})\Z", error="格式不对，例如 " + limits.example)
            return fields.String(validate=rule, metadata={"example": limits.example}, **more)
    message = f"no wire form for {limits!r}"
    raise TypeError(message)


PLAIN: dict[Any, Any] = {
    str: fields.String,
    bool: lambda **more: fields.Boolean(truthy={True}, falsy={False}, **more),
    int: lambda **more: fields.Integer(
        strict=True, validate=validate.Range(-(2**63), 2**63 - 1, error="数字太大。"), **more
    ),
    float: lambda **more: fields.Float(allow_nan=False, **more),
    date: DayField,
    datetime: lambda **more: fields.AwareDateTime(format="iso", **more),
}
