"""What the OpenAPI document says of one route, derived from its door and the contract's shapes."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from functools import cache
from typing import Any, cast

from marshmallow import Schema, fields

from contracts import shape
from gateway.files import incoming, scans
from gateway.files.papers import MEDIA_TYPES
from gateway.web.doors import UNSAFE, VERSIONED, Door

EVERY_ROUTE = (400, 404, 422, 429, 500, 503)
WITH_KEY = (401, 403)
CHANGING = (409, 412, 413, 415)
BINARY = {"type": "string", "format": "binary"}


class ProblemSchema(Schema):
    """A no, as RFC 9457 writes it."""

    type = fields.String(required=True, metadata={"example": "/problems/points.already_approved"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    detail = fields.String(required=True, metadata={"description": "给人看的说明，中文或英文"})
    instance = fields.String(required=True)
    code = fields.String(required=True, metadata={"description": "稳定的代码，程序据此判断"})
    request_id = fields.String(required=True)
    errors = fields.Dict(keys=fields.String(), values=fields.Raw(), metadata={"description": "字段 → 问题"})
    details = fields.Dict(keys=fields.String(), values=fields.Raw())


def operation(door: Door) -> dict[str, Any]:
    """The operation object of a door."""
    described: dict[str, Any] = {
        "operationId": f"{door.request.service}_{door.request.method()}",
        "summary": door.summary,
        "description": _description(door),
        "parameters": [*_in_path(door), *_in_query(door), *_headers(door)],
        "responses": {str(door.status): _answered(door), **_problems(door)},
        "x-roles": sorted(role.value for role in door.may) or ["anyone"],
    }
    if door.method == "GET":
        described["responses"]["304"] = {"description": "未变"}
    if not door.may:
        described["security"] = [{}, {"key": []}]
    if door.sheet is not None:
        described["requestBody"] = {"content": _file_content(incoming.TAKEN), "required": True}
    elif door.document and door.request.writes:
        described["requestBody"] = {"content": _file_content(scans.TAKEN), "required": True}
    elif door.request.writes:
        body = shape.schema_class(door.request, exclude=door.in_path)
        described["requestBody"] = {"content": {"application/json": {"schema": body}}, "required": _needs_body(body)}
    return described


def _description(door: Door) -> str:
    who = "、".join(f"`{role.value}`" for role in door.may) or "任何人 anyone"
    return f"{inspect.getdoc(door.request)}\n\n角色 Roles: {who}"


def _in_path(door: Door) -> list[dict[str, Any]]:
    known = shape.schema(door.request).fields
    return [{"name": name, "in": "path", "required": True, "schema": _Only(known[name])} for name in door.in_path]


def _in_query(door: Door) -> list[dict[str, Any]]:
    if door.request.writes:
        return []
    known = shape.schema(door.request).fields
    names = [name for name in known if name not in door.in_path and not (door.is_list and name == "after")]
    described = [
        {"name": name, "in": "query", "required": known[name].required, "schema": _Only(known[name])} for name in names
    ]
    if door.is_list:
        described.append({"name": "cursor", "in": "query", "schema": {"type": "string", "maxLength": 400}})
    if door.printing is not None:
        forms = {"type": "string", "enum": ["json", *(form.value for form in door.printing.forms)], "default": "json"}
        described.append({"name": "format", "in": "query", "description": "要文件时写明格式", "schema": forms})
    return described


def _headers(door: Door) -> list[str]:
    """Names of parameters that every document has."""
    wanted = [] if door.everywhere else ["Community"]
    if door.method in UNSAFE:
        wanted.append("IdempotencyKey")
        wanted.append("IfMatchRequired" if door.method in VERSIONED else "IfMatch")
    return wanted


def _answered(door: Door) -> dict[str, Any]:
    files = {MEDIA_TYPES[form]: {"schema": BINARY} for form in (door.printing.forms if door.printing else ())}
    shaped = {"application/json": {"schema": answer_schema(cast(Any, door.request))}}
    if door.document and not door.request.writes:
        files, shaped = {kind: {"schema": BINARY} for kind in scans.MEDIA_TYPES}, {}
    return {
        "description": "成功",
        "content": {**shaped, **files},
        "headers": {"X-Request-Id": {"schema": {"type": "string"}}},
    }


def _problems(door: Door) -> dict[str, Any]:
    statuses = [*EVERY_ROUTE, *WITH_KEY, *(CHANGING if door.request.writes else ())]
    if door.method in VERSIONED:
        statuses.append(428)
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in sorted(statuses)}


def _file_content(kinds: Iterable[str]) -> dict[str, Any]:
    form = {"type": "object", "properties": {"file": BINARY}, "required": ["file"]}
    return {**{kind: {"schema": BINARY} for kind in kinds}, incoming.FORM: {"schema": form}}


def _needs_body(body: type[Schema]) -> bool:
    return any(field.required for field in body().fields.values())


@cache
def answer_schema(request: Any) -> type[Schema]:
    """The schema of the answer as the outside sees it: lists carry a cursor instead of the service's key."""
    seen = shape.schema_class(request.answer, tolerant=True)
    if "next_key" not in seen().fields:
        return seen
    kept = shape.schema_class(request.answer, exclude=("next_key",), tolerant=True)
    paging = {
        "next_cursor": fields.String(required=True, allow_none=True),
        "has_more": fields.Boolean(required=True),
    }
    return type(seen.__name__, (kept,), paging)


class _Only:
    """A field that the document will describe by its own rules (see documents.py)."""

    def __init__(self, field: fields.Field[Any]) -> None:
        self.field = field


def fill_in(described: Any, describe_field: Any) -> Any:
    """The description with every single field replaced by its JSON Schema."""
    if isinstance(described, _Only):
        return describe_field(described.field)
    if isinstance(described, dict):
        return {name: fill_in(inner, describe_field) for name, inner in described.items()}
    if isinstance(described, list):
        return [fill_in(inner, describe_field) for inner in described]
    return described
