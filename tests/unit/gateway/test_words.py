"""What is wrong with a field is said in the caller's language, whoever found it: the door, the contract or the library."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from marshmallow import Schema, fields

from contracts import publish, shape
from contracts.request import asked
from gateway.web.words import translated

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LATIN_WORD = re.compile(r"\b(?!true\b|false\b|JSON\b)[A-Za-z]{3,}")
VALUES = {"min": "0.01", "max": "99", "least": "0.01", "most": "20.00", "awareness": "aware", "obj_type": "datetime"}
# The first only by validators that return False (ours raise), the second only about values of our own.
NEVER_SAID = {"validator_failed", "format"}


def messages_of(field: fields.Field) -> Iterator[str]:
    yield from (text for name, text in field.error_messages.items() if name not in NEVER_SAID)
    yield from (rule.error for rule in field.validators if getattr(rule, "error", None))
    if isinstance(field, fields.List):
        yield from messages_of(field.inner)
    if isinstance(field, fields.Nested):
        yield from messages_of_all(field.schema)


def messages_of_all(schema: Schema) -> Iterator[str]:
    yield from schema.error_messages.values()
    for field in schema.fields.values():
        yield from messages_of(field)


def every_message() -> set[str]:
    publish.import_all()
    found = {text for request in asked.values() for text in messages_of_all(shape.schema(request))}
    return {text.format(**VALUES) for text in found}


def without_example(message: str) -> str:
    return re.split("例如|example:", message)[0]


def test_every_message_that_a_shape_has_is_known_in_both_languages():
    messages = every_message()

    assert len(messages) > 15
    assert [one for one in messages if CHINESE.search(without_example(translated(one, "en")))] == []
    assert [one for one in messages if LATIN_WORD.search(without_example(translated(one, "zh")))] == []


@pytest.mark.parametrize(
    ("message", "english", "chinese"),
    [
        ("长度应在 1 与 120 之间。", "The length must be between 1 and 120.", "长度应在 1 与 120 之间。"),
        ("数值应在 0.01 与 20.00 之间。", "The value must be between 0.01 and 20.00.", "数值应在 0.01 与 20.00 之间。"),
        ("Not a valid integer.", "Not a valid integer.", "应为整数。"),
        ("Missing data for required field.", "Missing data for required field.", "必填。"),
        ("something of a rule's own", "something of a rule's own", "something of a rule's own"),
    ],
)
def test_a_message_keeps_its_values_in_either_language(message: str, english: str, chinese: str):
    nested = {"lines": {0: {"amount": [message]}}}

    assert translated(nested, "en") == {"lines": {0: {"amount": [english]}}}
    assert translated(nested, "zh") == {"lines": {0: {"amount": [chinese]}}}
