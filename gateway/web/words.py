"""What is wrong with a field, in the language the caller reads; the contracts' own messages are Chinese, the library's English."""

from __future__ import annotations

import re
from typing import Any

PHRASES = (
    ("Required.", "必填。"),
    ("May not be empty.", "不能为空。"),
    ("Wrong type.", "类型不对。"),
    ("Wrong form.", "格式不对。"),
    ("Wrong form; an example: {0}", "格式不对，例如 {0}"),
    ("Not valid text.", "不是有效的文字。"),
    ("The number is too large.", "数字太大。"),
    ("Not one of the allowed values.", "不在允许的取值之内。"),
    ("Unknown field.", "未知的字段。"),
    (
        'Write amounts and points as a string with at most two places, such as "48.50".',
        '请用字符串写金额或积分，最多两位小数，如 "48.50"。',
    ),
    ("The value must be between {0} and {1}.", "数值应在 {0} 与 {1} 之间。"),
    ("The text has invisible control characters.", "文字里有看不见的控制字符。"),
    ("At most {0} items.", "最多 {0} 项。"),
    ("Must be between {0} and {1}.", "应在 {0} 与 {1} 之间。"),
    ("The length must be between {0} and {1}.", "长度应在 {0} 与 {1} 之间。"),
    ("The body must be a JSON object.", "请求体应为一个 JSON 对象。"),
    ("Missing data for required field.", "必填。"),
    ("Field may not be null.", "不能为空。"),
    ("Not a valid integer.", "应为整数。"),
    ("Not a valid number.", "应为数字。"),
    ("Special numeric values (nan or infinity) are not permitted.", "应为有限的数字。"),
    ("Not a valid string.", "应为文字。"),
    ("Not a valid boolean.", "应为 true 或 false。"),
    ("Not a valid list.", "应为列表。"),
    ("Not a valid date.", "应为日期，如 2023-03-18。"),
    ("Not a valid datetime.", "应为带时区的时间，如 2023-03-18T10:00:00+08:00。"),
    ("Not a valid aware datetime.", "应为带时区的时间，如 2023-03-18T10:00:00+08:00。"),
    ("Invalid input type.", "应为对象。"),
)
"""English and Chinese. {0} and {1} stand for what the message names. Where two lines have the same Chinese, the first gives the English."""

PLACE = re.compile(r"\\{\d\\}")


def _reading(line: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub("(.+?)", re.escape(line)), re.DOTALL)


READ = {
    "zh": tuple((_reading(english), chinese) for english, chinese in PHRASES),
    "en": tuple((_reading(chinese), english) for english, chinese in PHRASES),
}


def translated(messages: Any, language: str) -> Any:
    """The messages, nested as they are, in "zh" or "en"; a message in neither list stays as it is."""
    if isinstance(messages, dict):
        return {name: translated(inner, language) for name, inner in messages.items()}
    if isinstance(messages, list | tuple):
        return [translated(inner, language) for inner in messages]
    return _said(str(messages), language)


def _said(message: str, language: str) -> str:
    for reading, words in READ[language]:
        if found := reading.fullmatch(message):
            return words.format(*found.groups())
    return message
