"""Opens what the broker delivers: strict about what it accepts, silent about what is inside."""

from __future__ import annotations

import hashlib
import json
import re
from typing import Any

import orjson

from chassis.broker import UNREADABLE
from chassis.calls import Delivery
from chassis.cause import Cause
from contracts.event import Event

BODY_BYTES_MAX = 1024 * 1024
JSON_TYPE = "application/json"
ENCODINGS = {None, "", "utf-8"}
EVENT_ID = re.compile(r"[\x21-\x7e]{1,100}")
CAUSE_LENGTH_MAX = 200


class Malformed(Exception):
    """A message that can never be understood. `reason` is a stable word without anything of the content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = f"malformed:{reason}"


def opened(message: Any, event: type[Event]) -> Delivery:
    """The delivery inside an AMQP message. Its body is a JSON object not yet checked against the event's shape. Raises Malformed."""
    if getattr(message, UNREADABLE, False):
        raise Malformed("properties")
    body = _json_object(message)
    event_id = message.properties.get("message_id")
    if not isinstance(event_id, str) or not EVENT_ID.fullmatch(event_id):
        raise Malformed("message-id")
    headers = headers_of(message)
    # The sender says twice who and what the event is; where the two differ, neither can be trusted.
    if headers.get("ce-type") != event.type():
        raise Malformed("type")
    if headers.get("ce-id") != event_id:
        raise Malformed("id-differs")
    return Delivery(event_id=event_id, body=body, cause=_cause(headers, event_id))


def headers_of(message: Any) -> dict[str, Any]:
    """The message's headers, empty if it has none."""
    headers = message.properties.get("application_headers")
    return headers if isinstance(headers, dict) else {}


def body_of(message: Any) -> bytes:
    """The message's body as bytes."""
    body = message.body
    return body.encode() if isinstance(body, str) else bytes(body or b"")


def digest(message: Any) -> str:
    """SHA-256 of the body, hex: names a message in logs without telling what it says."""
    return hashlib.sha256(body_of(message)).hexdigest()


def _json_object(message: Any) -> dict[str, Any]:
    if message.properties.get("content_type") != JSON_TYPE:
        raise Malformed("content-type")
    if message.properties.get("content_encoding") not in ENCODINGS:
        raise Malformed("content-encoding")
    body = body_of(message)
    if len(body) > BODY_BYTES_MAX:
        raise Malformed("too-large")
    try:
        content = orjson.loads(body)
        # Read once more for what orjson lets pass: the same name twice, where two readers may take different values.
        json.loads(body, object_pairs_hook=_without_repeats)
    except (ValueError, RecursionError) as error:
        raise Malformed("not-json") from error
    if not isinstance(content, dict):
        raise Malformed("not-an-object")
    return content


def _without_repeats(pairs: list[tuple[str, Any]]) -> None:
    if len({name for name, _ in pairs}) != len(pairs):
        raise Malformed("repeated-name")


def _cause(headers: dict[str, Any], event_id: str) -> Cause:
    correlation_id = headers.get("ce-correlationid")
    traceparent = headers.get("ce-traceparent")
    if not isinstance(correlation_id, str) or not 0 < len(correlation_id) <= CAUSE_LENGTH_MAX:
        raise Malformed("correlation-id")
    if traceparent is not None and not (isinstance(traceparent, str) and len(traceparent) <= CAUSE_LENGTH_MAX):
        raise Malformed("traceparent")
    return Cause(correlation_id=correlation_id, causation_id=event_id, traceparent=traceparent)
