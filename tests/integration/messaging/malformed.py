"""Messages that no well-behaved sender makes."""

from __future__ import annotations

from typing import Any

import amqp

from tests.integration.messaging.events import ToyPosted

CANARY = "secret-canary"
GOOD = b'{"community": "changlinpan", "board": "b", "number": 1}'
HEADERS = {"ce-id": "evt_1", "ce-type": ToyPosted.type(), "ce-correlationid": "req_1"}


def message(body: bytes = GOOD, headers: dict[str, Any] | None = None, **properties: Any) -> amqp.Message:
    """A well-formed message, but for what is given."""
    fitting = {"message_id": "evt_1", "content_type": "application/json", "content_encoding": "utf-8"}
    given = {name: value for name, value in {**fitting, **properties}.items() if value is not None}
    return amqp.Message(body, application_headers={**HEADERS, **(headers or {})}, delivery_mode=2, **given)


def bad_messages() -> dict[str, amqp.Message]:
    """One of each kind, by what is wrong with it."""
    return {
        "truncated": message(GOOD[:-9]),
        "empty": message(b""),
        "not JSON": message(CANARY.encode()),
        "not UTF-8": message(b'{"community": "\xff"}'),
        "trailing": message(GOOD + b"{}"),
        "NaN": message(b'{"community": "c", "board": "b", "number": NaN}'),
        "deep": message(b"[" * 10_000 + b"]" * 10_000),
        "repeated name": message(b'{"community": "c", "board": "b", "number": 1, "number": 2}'),
        "a list": message(b"[1]"),
        "a number": message(b"7"),
        "lone surrogate": message(b'{"community": "\\ud800", "board": "b", "number": 1}'),
        "no field": message(b'{"community": "changlinpan", "board": "b"}'),
        "wrong type": message(b'{"community": "changlinpan", "board": "b", "number": "1"}'),
        "negative": message(b'{"community": "changlinpan", "board": "b", "number": -1}'),
        "huge integer": message(b'{"community": "c", "board": "b", "number": 1' + b"0" * 400 + b"}"),
        "control character": message(b'{"community": "c", "board": "\\u0000", "number": 1}'),
        "too large": message(b'{"community": "' + b"x" * 2**20 + b'"}'),
        "no content type": message(content_type=None),
        "pickle": message(b"\x80\x04.", content_type="application/x-python-serialize"),
        "yaml": message(content_type="application/x-yaml"),
        "gzip": message(content_encoding="gzip"),
        "no id": message(message_id=None),
        "long id": message(message_id="e" * 200, headers={"ce-id": "e" * 200}),
        "blank id": message(message_id="evt 1", headers={"ce-id": "evt 1"}),
        "id in no encoding": message(message_id=b"\xff\xfe"),
        "another id inside": message(headers={"ce-id": "evt_2"}),
        "unknown version": message(headers={"ce-type": ToyPosted.type().replace("v1", "v9")}),
        "no type": message(headers={"ce-type": ""}),
        "no conversation": message(headers={"ce-correlationid": None}),
        "trace is a table": message(headers={"ce-traceparent": {"a": 1}}),
        "headers in no encoding": message(headers={"ce-type": b"\xff", "\udcff": b"\xfe"}),
    }
