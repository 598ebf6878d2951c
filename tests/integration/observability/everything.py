"""Requests to every operation of the API's document, with a mark wherever people may write freely."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

NOT_TO_BE_PLAYED_WITH = {"/v1/operations/clock"}
EXAMPLE_OF_FORMAT = {"date": "2023-03-18", "date-time": "2023-03-18T10:00:00+08:00"}


def requests_with(document: dict[str, Any], mark: str) -> Iterator[tuple[str, str, dict[str, Any] | None]]:
    """Method, path and body: for each operation one that is plausible, and for each that takes a body one that is marked all over."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method == "parameters" or path in NOT_TO_BE_PLAYED_WITH:
                continue
            address = re.sub(r"{(\w+)}", lambda name, of=operation: _in_path(of, name[1]), path)
            content = operation.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None:
                yield method.upper(), address, None
                continue
            yield method.upper(), address, _plausible(document, content["schema"], mark)
            yield method.upper(), address, _all_over(document, content["schema"], mark)


def _in_path(operation: dict[str, Any], name: str) -> str:
    [found] = [each for each in operation["parameters"] if each.get("name") == name]
    return str(_example(found["schema"]) or "1")


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[-1]]
    return schema


def _plausible(document: dict[str, Any], schema: dict[str, Any], mark: str) -> Any:
    schema = _resolved(document, schema)
    if "anyOf" in schema or "allOf" in schema:
        return _plausible(document, (schema.get("anyOf") or schema["allOf"])[0], mark)
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "object")
    kind = kinds if isinstance(kinds, str) else kinds[0]
    if kind == "object":
        return {name: _plausible(document, inner, mark) for name, inner in schema.get("properties", {}).items()}
    if kind == "array":
        return [_plausible(document, schema["items"], mark)]
    if kind == "string":
        return _example(schema) or mark[: schema.get("maxLength", 100)]
    return {"integer": max(1, int(schema.get("minimum", 1))), "number": 1.0, "boolean": True}[kind]


def _all_over(document: dict[str, Any], schema: dict[str, Any], mark: str) -> dict[str, Any]:
    return dict.fromkeys(_resolved(document, schema).get("properties", {}), mark) | {"note": mark}


def _example(schema: dict[str, Any]) -> str | None:
    found = schema.get("example") or next(iter(schema.get("examples", ())), None)
    return found or EXAMPLE_OF_FORMAT.get(schema.get("format", ""))
