"""docs/asyncapi.json is what it claims to be: an AsyncAPI 3.0 document, by the official schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from contracts import publish

OFFICIAL = Path(__file__).parents[1] / "third_party" / "asyncapi" / "asyncapi-3.0.0.schema.json"
OFFICIAL_SHA256 = "d4571a420e6ffb7fcc7066c95a6db1202f299a3c51daa103d0706bf30f95e626"
GIFT = "donations.gift_confirmed.v1"


@cache
def official() -> Draft7Validator:
    return Draft7Validator(json.loads(OFFICIAL.read_bytes()))


def document() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(publish.ASYNCAPI.read_bytes())
    return found


def complaints(about: dict[str, Any]) -> list[str]:
    return [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}" for error in official().iter_errors(about)
    ]


def references(inside: Any) -> Iterator[str]:
    if isinstance(inside, dict):
        yield from (inside["$ref"],) if "$ref" in inside else ()
        for inner in inside.values():
            yield from references(inner)
    elif isinstance(inside, list):
        for inner in inside:
            yield from references(inner)


def test_the_official_schema_is_unaltered():
    assert hashlib.sha256(OFFICIAL.read_bytes()).hexdigest() == OFFICIAL_SHA256


def test_the_document_is_asyncapi_3_by_the_official_schema():
    assert complaints(document()) == []


@pytest.mark.parametrize(
    "spoil",
    [
        lambda it: it["info"].pop("version"),
        lambda it: it["operations"][f"say.{GIFT}"].update(action="publish"),
        lambda it: it["channels"][GIFT]["bindings"]["amqp"].update({"is": "topic"}),
        lambda it: it["channels"][GIFT]["bindings"]["amqp"]["exchange"].update(durable="yes"),
        lambda it: it["components"]["messages"][GIFT]["payload"]["properties"]["amount"].update(type="decimal"),
        lambda it: it["components"]["messageTraits"]["cloudEvent"]["headers"].update(required="ce-id"),
    ],
    ids=["no version", "unknown action", "unknown kind of channel", "no boolean", "unknown type", "no list"],
)
def test_the_official_schema_notices_what_is_wrong(spoil: Callable[[dict[str, Any]], object]):
    spoilt = document()

    spoil(spoilt)

    assert complaints(spoilt) != []


def test_every_reference_leads_somewhere_and_every_message_belongs_to_a_channel():
    whole = document()
    for reference in references(whole):
        place: Any = whole
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]

    sent = set(references(whole["channels"]))
    assert sent == {f"#/components/messages/{name}" for name in whole["components"]["messages"]}
    assert {each["channel"]["$ref"] for each in whole["operations"].values()} == {
        f"#/channels/{name}" for name in whole["channels"]
    }


def test_patterns_mean_to_other_languages_what_they_mean_to_us():
    """A pattern is searched for, by ECMAScript's rules: it has its own ends and no escape that only Python knows."""
    patterns = {
        rule["pattern"]
        for message in document()["components"]["messages"].values()
        for rule in message["payload"]["properties"].values()
        if "pattern" in rule
    }

    assert len(patterns) > 5
    assert [one for one in patterns if not (one.startswith("^") and one.endswith("$"))] == []
    assert [one for one in patterns if any(escape in one for escape in (r"\Z", r"\A", "(?P", "(?i)"))] == []
