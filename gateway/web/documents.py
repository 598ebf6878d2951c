"""The OpenAPI 3.1 document, from the declared routes; errors are problem+json there as they are on the wire."""

from __future__ import annotations

import re
from typing import Any

from apispec.ext.marshmallow import MarshmallowPlugin
from flask import Flask
from flask_smorest import Api
from marshmallow import Schema, fields, validate
from werkzeug.exceptions import HTTPException

from contracts.shape import HundredthsField
from gateway.web.describe import ProblemSchema, fill_in
from gateway.web.problems import MEDIA_TYPE, TITLES
from gateway.web.routes import Routes

DECIMAL = r"^-?(0|[1-9][0-9]{0,12})(\.[0-9]{1,2})?$"
ABOUT = """长林盘社区慈善资源共享服务平台的接口：时间、物品与善款，记得清、对得上、谢得到。

- 金额与积分是两位小数的字符串（"48.50"）；编号是带前缀的 ULID，由客户端生成，重试才认得出来。
- 每个会改变事情的请求都要 `Idempotency-Key`；用同一个键重试是安全的，重放的回答带 `Idempotency-Replayed: true`。
- 单个资源带 `ETag`；`If-None-Match` 得 304，`If-Match` 防止覆盖别人的修改。
- 列表用 `?limit=&cursor=` 翻页。错误是 `application/problem+json`（RFC 9457），`code` 稳定不变。
"""
PARAMETERS: dict[str, dict[str, Any]] = {
    "Community": {
        "name": "X-Community",
        "in": "header",
        "required": False,
        "description": "社区；密钥只属于一个社区时可省",
        "schema": {"type": "string", "pattern": "^[a-z][a-z0-9-]{1,39}$"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "同一个键只做一次",
        "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[!-~]+$"},
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": '您看到的版本，如 "3"',
        "schema": {"type": "string", "pattern": '^("[1-9][0-9]{0,9}"|\\*)$'},
    },
}
PARAMETERS["IfMatchRequired"] = PARAMETERS["IfMatch"] | {"required": True}
KEY_SCHEME = {"type": "http", "scheme": "bearer", "bearerFormat": "ccs_live_<id>_<secret>"}


class Document(Api):  # type: ignore[misc] # flask-smorest is untyped
    """flask-smorest's Api with our problems instead of its errors."""

    ERROR_SCHEMA = ProblemSchema
    DEFAULT_ERROR_RESPONSE_NAME = None

    def handle_http_exception(self, error: HTTPException) -> Any:
        """Left to the app, which answers every no in one way (app.py)."""
        raise error

    def _register_error_handlers(self) -> None:
        """The app has its own."""

    def _register_responses(self) -> None:
        for status, (title, english) in TITLES.items():
            response = {"description": f"{title} {english}", "content": {MEDIA_TYPE: {"schema": ProblemSchema}}}
            self.spec.components.response(f"Problem{status}", response)


def attach(app: Flask, version: str) -> Document:
    """Give the app its document; routes are added with `include`."""
    app.config |= {"API_TITLE": "长林盘社区慈善平台 CCS", "API_VERSION": version, "OPENAPI_VERSION": "3.1.0"}
    plugin = MarshmallowPlugin(schema_name_resolver=_component_name)
    options = {"info": {"description": ABOUT}, "servers": [{"url": "/"}], "security": [{"key": []}]}
    document = Document(app, spec_kwargs={"marshmallow_plugin": plugin, **options})
    for name, parameter in PARAMETERS.items():
        document.spec.components.parameter(name, parameter["in"], {k: v for k, v in parameter.items() if k != "in"})
    document.spec.components.security_scheme("key", KEY_SCHEME)
    document.register_field(HundredthsField, "string", "decimal")
    converter: Any = plugin.converter
    converter.add_attribute_function(_hundredths)
    converter.add_attribute_function(_pattern)
    return document


def include(document: Document, routes: Routes) -> None:
    """Serve the routes and describe them."""
    converter = document.ma_plugin.converter
    for per_endpoint in routes._docs.values():  # noqa: SLF001 - flask-smorest has no other way in
        for method, described in per_endpoint.items():
            if method != "parameters":
                described["manual_doc"] = fill_in(described["manual_doc"], converter.field2property)
    document.register_blueprint(routes)


def _component_name(schema: type[Schema] | Schema) -> str:
    """Answers have the name of their shape; what is only sent in, a name that says so."""
    name = schema.__name__ if isinstance(schema, type) else type(schema).__name__
    if name.endswith("Seen"):
        return name.removesuffix("Seen").removesuffix("Body")
    return name if name.endswith(("Schema", "Body")) else f"{name}Given"


def _hundredths(_self: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    return {"pattern": DECIMAL, "examples": ["48.50"]} if isinstance(field, HundredthsField) else {}


def _pattern(_self: Any, field: fields.Field[Any], **_more: Any) -> dict[str, Any]:
    """Patterns as JSON Schema writes them: anchored by ^ and $."""
    for rule in field.validators:
        if isinstance(rule, validate.Regexp):
            inner = re.sub(r"\\Z$", "", str(rule.regex.pattern))
            return {"pattern": f"^{inner}$"}
    return {}
