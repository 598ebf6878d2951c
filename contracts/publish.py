"""Writes what the services say: contracts/published.json, docs/events.md and docs/asyncapi.json.

    python -m contracts.publish            write them
    python -m contracts.publish --check    are they up to date? exit code 1 if not

The files are committed, so that a change of a shape is a visible difference; `incompatible` tells which changes may not be made to a
shape that was published before.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from pathlib import Path
from typing import Any

from apispec import APISpec
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from marshmallow import Schema, fields, validate

import contracts
from contracts.event import Event, published
from contracts.request import Request, asked
from contracts.shape import HundredthsField, schema_class
from contracts.unheard import UNHEARD

ROOT = Path(__file__).parent.parent
PUBLISHED = ROOT / "contracts" / "published.json"
EVENTS = ROOT / "docs" / "events.md"
ASYNCAPI = ROOT / "docs" / "asyncapi.json"

ATTRIBUTES = {
    "ce-specversion": "CloudEvents version, 1.0.",
    "ce-id": "The event's id; a repeat carries the same.",
    "ce-type": "The event's type, which is also the routing key.",
    "ce-source": "The service that says it: /ccs/points.",
    "ce-subject": "The id of the thing it happened to.",
    "ce-time": "When it happened, RFC 3339.",
    "ce-sequence": "Rises with every event of one source; order within a subject.",
    "ce-community": "The community it belongs to.",
    "ce-correlationid": "The conversation: the id of the request that began it.",
    "ce-causationid": "The event before it, if one caused it.",
    "ce-actor": "The party who asked, if one did.",
    "ce-onbehalfof": "The organisation for which the party asked.",
    "ce-traceparent": "W3C trace context.",
}
REQUIRED = (
    "ce-specversion",
    "ce-id",
    "ce-type",
    "ce-source",
    "ce-subject",
    "ce-time",
    "ce-community",
    "ce-correlationid",
)


def import_all() -> None:
    """Import every module of the contracts, so that the registries are full."""
    for module in pkgutil.walk_packages(contracts.__path__, prefix="contracts."):
        if module.name not in {"contracts.publish", "contracts.__main__"}:
            importlib.import_module(module.name)


def shapes() -> dict[str, Any]:
    """Everything that is published: events by type, requests by service and method, with JSON Schemas of what goes in and out."""
    import_all()
    events = {
        name: {"schema": _json_schema(kind, tolerant=True)}
        for name, kind in sorted(published.items())
        if _is_ours(kind)
    }
    requests = {
        f"{service}.{method}": {
            "writes": kind.writes,
            "request": _json_schema(kind),
            "answer": _json_schema(kind.answer, tolerant=True),
        }
        for (service, method), kind in sorted(asked.items())
        if _is_ours(kind)
    }
    return {"events": events, "requests": requests}


def incompatible(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What would break somebody who relies on `before`. Additions are fine; a new input that is required is not."""
    found = []
    for name, event in before["events"].items():
        found += _broken(name, event["schema"], after["events"].get(name, {}).get("schema"), given=True)
    for name, request in before["requests"].items():
        new = after["requests"].get(name, {})
        found += _broken(f"{name} request", request["request"], new.get("request"), given=False)
        found += _broken(f"{name} answer", request["answer"], new.get("answer"), given=True)
    return found


def asyncapi() -> dict[str, Any]:
    """The events as an AsyncAPI 3 document: one channel and one send operation per type, CloudEvents attributes in the headers."""
    events = shapes()["events"]
    headers = {
        "type": "object",
        "required": list(REQUIRED),
        "properties": {name: {"type": "string", "description": text} for name, text in ATTRIBUTES.items()},
    }
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "CCS events",
            "version": "1.0.0",
            "description": "What the services of the platform make known.",
        },
        "channels": {name: _channel(name) for name in events},
        "operations": {
            f"say.{name}": {
                "action": "send",
                "channel": {"$ref": f"#/channels/{name}"},
                "summary": _summary(published[name]),
            }
            for name in events
        },
        "components": {
            "messages": {name: _message(name, event["schema"]) for name, event in events.items()},
            "messageTraits": {"cloudEvent": {"headers": headers}},
        },
    }


def handbook() -> str:
    """docs/events.md: every event with its fields, for people."""
    lines = [
        "# Events",
        "",
        "Generated by `make contracts` from `contracts/`; the machine-readable form is [asyncapi.json](asyncapi.json).",
        "Every message carries CloudEvents attributes in its headers and the fields below as JSON. Unknown fields are to be ignored.",
    ]
    for name, event in shapes()["events"].items():
        kind = published[name]
        lines += ["", f"## {name}", "", _summary(kind), ""]
        if name in UNHEARD:
            lines += [f"No service of the platform reacts to it: {UNHEARD[name]}", ""]
        lines += ["| Field | Type |", "|---|---|"]
        for field, rule in event["schema"]["properties"].items():
            lines.append(
                f"| `{field}`{'' if field in event['schema'].get('required', ()) else ' (optional)'} | {_kind_of(rule)} |"
            )
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    """Write the files, or say which are not up to date."""
    wanted = {PUBLISHED: _text(shapes()), EVENTS: handbook(), ASYNCAPI: _text(asyncapi())}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in arguments:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is not up to date: run `make contracts`\n")
        return 1 if stale else 0
    for path, text in wanted.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return 0


def _is_ours(kind: type) -> bool:
    return kind.__module__.startswith("contracts.")


def _summary(kind: type[Event | Request[Any]]) -> str:
    return " ".join((kind.__doc__ or "").split())


def _json_schema(shape: type, *, tolerant: bool = False) -> dict[str, Any]:
    """A self-contained JSON Schema; nested shapes are written out in place. A tolerant one allows fields that come later."""
    spec = APISpec("shapes", "1", "3.1.0", plugins=[MarshmallowPlugin(schema_name_resolver=_in_place)])
    converter: Any = OpenAPIConverter("3.1.0", _in_place, spec)
    converter.add_attribute_function(_hundredths)
    converter.add_attribute_function(_pattern)
    schema: Schema = schema_class(shape, tolerant=tolerant)()
    return dict(json.loads(json.dumps(converter.schema2jsonschema(schema), ensure_ascii=False, default=str)))


def _in_place(_schema: object) -> Any:
    """No name for any schema: it is written out where it stands."""
    return None


def _hundredths(_self: Any, field: Any, **_more: Any) -> dict[str, Any]:
    if not isinstance(field, HundredthsField):
        return {}
    kinds: Any = ["string", "null"] if field.allow_none else "string"
    return {"type": kinds, "format": "decimal", "pattern": r"^-?\d+\.\d{2}$"}


def _pattern(_self: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Anchored as JSON Schema does it: to its regular expressions, which are ECMAScript's, Python's end mark is a letter."""
    for rule in field.validators:
        if isinstance(rule, validate.Regexp):
            inner = str(rule.regex.pattern).removesuffix(r"\Z")
            return {"pattern": f"^{inner}$"}
    return {}


def _broken(name: str, old: dict[str, Any], new: dict[str, Any] | None, *, given: bool) -> list[str]:
    """`given`: the reader is outside (events, answers); otherwise the writer is (requests)."""
    if new is None:
        return [f"{name}: removed"]
    found = []
    for field, rule in old.get("properties", {}).items():
        if field not in new.get("properties", {}):
            found.append(f"{name}: field {field} removed")
        elif _essence(rule) != _essence(new["properties"][field]):
            found.append(f"{name}: field {field} changed")
    if given:
        found += [
            f"{name}: field {field} may now be absent"
            for field in set(old.get("required", ())) - set(new.get("required", ()))
        ]
    else:
        found += [
            f"{name}: field {field} now required"
            for field in set(new.get("required", ())) - set(old.get("required", ()))
        ]
    return found


def _essence(rule: Any) -> Any:
    """A rule without what may change freely: examples, descriptions, and values added to an enumeration."""
    if isinstance(rule, dict):
        return {
            key: _essence(value)
            for key, value in rule.items()
            if key not in {"example", "description", "title", "enum", "default"}
        }
    return [_essence(value) for value in rule] if isinstance(rule, list) else rule


def _channel(name: str) -> dict[str, Any]:
    source = published[name].source
    return {
        "address": name,
        "messages": {name: {"$ref": f"#/components/messages/{name}"}},
        "bindings": {
            "amqp": {
                "is": "routingKey",
                "exchange": {"name": f"{source}.events", "type": "topic", "durable": True, "autoDelete": False},
                "bindingVersion": "0.3.0",
            }
        },
    }


def _message(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": name,
        "summary": _summary(published[name]),
        "contentType": "application/json",
        "traits": [{"$ref": "#/components/messageTraits/cloudEvent"}],
        "payload": schema,
    }


def _kind_of(rule: dict[str, Any]) -> str:
    kind = rule.get("type", "string" if "enum" in rule else "object")
    text = " or ".join(kind) if isinstance(kind, list) else str(kind)
    more = rule.get("format") or ("one of " + ", ".join(map(str, rule["enum"])) if "enum" in rule else "")
    return f"{text}{f', {more}' if more else ''}"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
