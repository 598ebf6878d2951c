"""Reads what callers send: JSON within limits, and values from the address, each against the contract's shape."""

from __future__ import annotations

import json
import re
from typing import Any, NoReturn, TypeVar

from flask import request
from marshmallow import Schema, ValidationError, fields
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import RequestEntityTooLarge

from contracts import shape
from contracts.refused import Invalid
from contracts.request import Request
from gateway.web.problems import Malformed, NotJson, TooLarge

DEPTH_MAX = 32
DIGITS_MAX = 18  # Beyond these a number fits no shape; refusing early keeps 10^400 from costing anything.
WHOLE = re.compile(r"-?\d{1,18}", re.ASCII)
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")

Asked = TypeVar("Asked", bound=Request[Any])


def json_body() -> dict[str, Any]:
    """The body as an object; none at all reads as an empty one. Raises TooLarge, NotJson, Malformed, Invalid."""
    try:
        raw = request.get_data(cache=False)
    except RequestEntityTooLarge as error:
        raise TooLarge from error
    if not raw and not request.content_type:
        return {}
    if request.mimetype != "application/json":
        raise NotJson
    value = parsed(raw)
    if not isinstance(value, dict):
        raise Invalid(fields={"_schema": ["请求体应为一个 JSON 对象。"]})
    return value


def parsed(raw: bytes) -> Any:
    """Decode JSON strictly: UTF-8, no key twice, no NaN or infinity, no endless digits, not too deep. Raises Malformed."""
    try:
        value = json.loads(
            raw.decode("utf-8"),
            object_pairs_hook=_object,
            parse_int=_whole,
            parse_float=_fraction,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError) as error:
        raise Malformed from error
    if SURROGATE.search(raw):
        _refuse_lone_surrogates(value)
    if _deeper_than(value, DEPTH_MAX):
        raise Malformed
    return value


def asked(wanted: type[Asked], given: dict[str, Any]) -> Asked:
    """Build the request from decoded values. Raises Invalid with the fields and what is wrong with each."""
    try:
        return shape.load(wanted, given)
    except ValidationError as error:
        raise Invalid(fields=error.messages) from error


def refuse_if(messages: dict[str, list[str]]) -> None:
    """Raise Invalid if there is anything to complain about."""
    if messages:
        raise Invalid(fields=messages)


def typed(wanted: type[Request[Any]], written: MultiDict[str, str] | dict[str, str]) -> dict[str, Any]:
    """Values written in an address, given the JSON type their field has; what does not fit stays text and is refused by the shape."""
    known: dict[str, fields.Field[Any]] = shape.schema(wanted).fields
    given = MultiDict(written)
    return {name: _typed(known.get(name), given.getlist(name)) for name in given}


def _typed(field: fields.Field[Any] | None, written: list[str]) -> Any:
    if isinstance(field, fields.List):
        return [_typed(field.inner, [one]) for one in written]
    if len(written) > 1:
        return written
    text = written[0]
    if isinstance(field, fields.Integer) and WHOLE.fullmatch(text):
        return int(text)
    if isinstance(field, fields.Boolean) and text in ("true", "false"):
        return text == "true"
    return text


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        message = "a key appears twice"
        raise ValueError(message)
    return made


def _whole(digits: str) -> int:
    if len(digits) > DIGITS_MAX:
        message = "too many digits"
        raise ValueError(message)
    return int(digits)


def _fraction(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        message = "out of range"
        raise ValueError(message)
    return value


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)


def _refuse_lone_surrogates(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode("utf-8")
    except UnicodeEncodeError as error:
        raise Malformed from error


def _deeper_than(value: Any, levels: int) -> bool:
    if not isinstance(value, dict | list):
        return False
    if levels == 0:
        return True
    inner = value.values() if isinstance(value, dict) else value
    return any(_deeper_than(one, levels - 1) for one in inner)


def body_schema(wanted: type[Request[Any]], in_path: tuple[str, ...]) -> type[Schema]:
    """The schema of what travels in the body: the request without the fields that are in the address."""
    return shape.schema_class(wanted, exclude=in_path)
