"""Marshmallow's own messages in Chinese; the contracts' messages are Chinese already."""

from __future__ import annotations

import re
from typing import Any

from flask import g

WORDS = {
    "Missing data for required field.": "必填。",
    "Field may not be null.": "不能为空值。",
    "Unknown field.": "没有这个字段。",
    "Not a valid integer.": "应为整数。",
    "Not a valid number.": "应为数字。",
    "Not a valid string.": "应为文字。",
    "Not a valid boolean.": "应为 true 或 false。",
    "Not a valid list.": "应为列表。",
    "Not a valid date.": "应为日期，如 2023-03-18。",
    "Not a valid datetime.": "应为带时区的时间，如 2023-03-18T10:00:00+08:00。",
    "Not a valid aware datetime.": "应为带时区的时间，如 2023-03-18T10:00:00+08:00。",
    "Invalid input type.": "应为对象。",
}
PATTERNS = (
    (re.compile(r"Must be one of: (.*)\."), r"应为以下之一：\1。"),
    (re.compile(r"Must be greater than or equal to (\S+) and less than or equal to (\S+)\."), r"应在 \1 与 \2 之间。"),
    (re.compile(r"Length must be between (\d+) and (\d+)\."), r"长度应在 \1 与 \2 之间。"),
    (re.compile(r"Longer than maximum length (\d+)\."), r"最多 \1 项。"),
)


def translated(messages: Any) -> Any:
    """The messages, nested as they are, in the caller's language where we have the words."""
    if g.get("language", "zh") != "zh":
        return messages
    if isinstance(messages, dict):
        return {name: translated(inner) for name, inner in messages.items()}
    if isinstance(messages, list):
        return [translated(inner) for inner in messages]
    return _in_chinese(str(messages))


def _in_chinese(message: str) -> str:
    for pattern, words in PATTERNS:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return WORDS.get(message, message)
