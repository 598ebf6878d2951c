"""What goes wrong at the door itself, and how any no becomes `application/problem+json` (RFC 9457)."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import Response, g, json, request

from contracts.refused import Kind, Refused
from gateway.web.words import translated

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1
STATUS = {
    Kind.INVALID: 422,
    Kind.UNAUTHENTICATED: 401,
    Kind.FORBIDDEN: 403,
    Kind.NOT_FOUND: 404,
    Kind.CONFLICT: 409,
    Kind.STALE: 412,
    Kind.UNAVAILABLE: 503,
    Kind.BROKEN: 500,
}
TITLES = {
    400: ("请求格式有误", "Malformed request"),
    401: ("需要身份凭证", "Not authenticated"),
    403: ("没有权限", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("不支持的方法", "Method not allowed"),
    409: ("与当前状态冲突", "Conflict"),
    412: ("版本已变", "Changed since read"),
    413: ("内容过大", "Content too large"),
    415: ("不支持的内容类型", "Unsupported content type"),
    422: ("内容不符合要求", "Invalid content"),
    428: ("缺少版本", "Version required"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("系统出错", "Internal error"),
    503: ("暂时不可用", "Unavailable"),
}


class AtTheDoor(Refused):
    """A no of the gateway itself, with the HTTP status it has; services know only kinds."""

    kind = Kind.INVALID
    status: ClassVar[int] = 400


class Malformed(AtTheDoor):
    """The body is not JSON as we read it: broken, nested too deep, a key twice, NaN, or a number beyond all limits."""

    code = "malformed-json"
    zh = "请求体不是合格的 JSON。"
    en = "The body is not acceptable JSON."


class KeyRequired(AtTheDoor):
    """A request that changes something came without an Idempotency-Key, or with one that is not 1 to 200 visible ASCII characters."""

    code = "idempotency-key-missing"
    zh = "请在请求头 Idempotency-Key 里给出幂等键（1 至 200 个可见字符）。"
    en = "Send an Idempotency-Key header (1 to 200 visible characters)."


class CursorInvalid(AtTheDoor):
    """The cursor was not given out by this list to this caller."""

    code = "cursor-invalid"
    zh = "翻页游标无效，请从第一页开始。"
    en = "The cursor is not valid; start from the first page."


class CommunityRequired(AtTheDoor):
    """It is not clear which community the request is about."""

    code = "community-missing"
    zh = "请在请求头 X-Community 里指明社区。"
    en = "Name the community in the X-Community header."


class VersionMalformed(AtTheDoor):
    """If-Match is not one quoted version, as ETag gives it."""

    code = "if-match-malformed"
    zh = 'If-Match 应为一个带引号的版本号，如 "3"。'
    en = 'If-Match must be one quoted version, such as "3".'


class VersionRequired(AtTheDoor):
    """A change of a resource must name the version that was seen (If-Match)."""

    code = "if-match-missing"
    status = 428
    zh = "请用 If-Match 给出您看到的版本。"
    en = "Name the version you saw in If-Match."


class TooLarge(AtTheDoor):
    """The body is larger than the limit."""

    code = "body-too-large"
    status = 413
    zh = "请求体过大（上限 1 MiB）。"
    en = "The body is too large (limit 1 MiB)."


class NotJson(AtTheDoor):
    """The body is not said to be application/json."""

    code = "not-json"
    status = 415
    zh = "请求体应为 application/json。"
    en = "The body must be application/json."


class TooMany(AtTheDoor):
    """The key, or the address, has asked too often."""

    code = "too-many-requests"
    status = 429
    zh = "请求过于频繁，请稍后再试。"
    en = "Too many requests; try again later."


class NoSuchRoute(AtTheDoor):
    """There is nothing at this address."""

    code = "route-not-found"
    kind = Kind.NOT_FOUND
    status = 404
    zh = "没有这个地址。"
    en = "There is nothing at this address."


class NotThisMethod(AtTheDoor):
    """The address exists, but not for this method."""

    code = "method-not-allowed"
    status = 405
    zh = "这个地址不支持该方法。"
    en = "This address does not support the method."


class BadRequest(AtTheDoor):
    """The request is broken in a way that has no name of its own."""

    code = "bad-request"
    zh = "请求格式有误。"
    en = "The request is malformed."


class Broken(AtTheDoor):
    """Something failed that should not; the request id finds it in the log."""

    code = "internal-error"
    kind = Kind.BROKEN
    status = 500
    zh = "系统出错，请凭请求编号联系管理员。"
    en = "Something failed; quote the request id to the operators."


BY_STATUS: dict[int, type[AtTheDoor]] = {
    404: NoSuchRoute,
    405: NotThisMethod,
    413: TooLarge,
    415: NotJson,
    429: TooMany,
    500: Broken,
}


def status_of(wire: dict[str, Any], refusal: Refused | None = None) -> int:
    """The HTTP status of a refusal, by its kind; the door's own carry theirs."""
    return refusal.status if isinstance(refusal, AtTheDoor) else STATUS[Kind(wire["kind"])]


def wire_of(refusal: Refused) -> dict[str, Any]:
    """The refusal as it travels, whether it was raised here or came back from a service."""
    wire: dict[str, Any] = getattr(refusal, "wire", None) or refusal.to_wire()
    return wire


def member_of(wire: dict[str, Any], *, status: int, language: str) -> dict[str, Any]:
    """The members every problem has; `errors` and `details` only where there are any."""
    details = dict(wire.get("details") or {})
    errors = details.pop("fields", None)
    title = TITLES.get(status, TITLES[400])
    members = {
        "type": f"/problems/{wire['code']}",
        "title": title[0] if language == "zh" else title[1],
        "status": status,
        "detail": wire[language],
        "instance": request.path,
        "code": wire["code"],
        "request_id": g.get("request_id"),
    }
    extra = {"errors": translated(errors, language) if errors else None, "details": details}
    return members | {name: value for name, value in extra.items() if value}


def respond(refusal: Refused, headers: dict[str, str] | None = None) -> Response:
    """The HTTP response of a refusal, in the language the caller reads."""
    wire = wire_of(refusal)
    status = status_of(wire, refusal)
    language = g.get("language", "zh")
    body = member_of(wire, status=status, language=language)
    response = Response(json.dumps(body, ensure_ascii=False), status=status, content_type=MEDIA_TYPE)
    response.headers.update(headers or {})
    response.headers["Content-Language"] = language
    if status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="ccs"'
    if status == 503 or wire["code"] == "request-in-progress":
        g.retry_after_seconds = RETRY_AFTER_SECONDS
    return response
