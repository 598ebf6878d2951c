"""How any service says no: a stable code, a kind that becomes an HTTP status, and words for people in two languages."""

from __future__ import annotations

from enum import StrEnum
from typing import Any, ClassVar


class Kind(StrEnum):
    """What sort of no it is. The gateway maps each kind to one HTTP status."""

    INVALID = "invalid"  # 422: the shape or a value is wrong
    UNAUTHENTICATED = "unauthenticated"  # 401
    FORBIDDEN = "forbidden"  # 403: known, but this role may not
    NOT_FOUND = "not_found"  # 404: not there, or not yours to see
    CONFLICT = "conflict"  # 409: the state or a rule forbids it now
    STALE = "stale"  # 412: somebody changed it since you looked
    UNAVAILABLE = "unavailable"  # 503: try again, with the same key
    BROKEN = "broken"  # 500


class Refused(Exception):
    """A rule forbids the request: expected, final, safe to show to the caller.

    Subclasses stand beside the rule that raises them and set `code`, `kind`, `zh`, `en`; the texts may name details in braces:
    `raise NotEnoughPoints(available="3.00", needed="5.00")`.
    """

    code: ClassVar[str] = "refused"
    kind: ClassVar[Kind] = Kind.CONFLICT
    zh: ClassVar[str] = "这个请求不被允许。"
    en: ClassVar[str] = "This request is not allowed."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.code, details)

    def __str__(self) -> str:
        return self.en.format(**self.details)

    def to_wire(self) -> dict[str, Any]:
        """The refusal as it travels in an RPC answer."""
        texts = {"zh": self.zh.format(**self.details), "en": self.en.format(**self.details)}
        return {"code": self.code, "kind": self.kind.value, **texts, "details": self.details}


class Invalid(Refused):
    """The request does not have the shape the contract asks for; `details["fields"]` says where."""

    code = "invalid"
    kind = Kind.INVALID
    zh = "请求的内容不符合要求。"
    en = "The request does not have the required shape."


class NotAllowed(Refused):
    """None of the caller's roles may do this."""

    code = "not-allowed"
    kind = Kind.FORBIDDEN
    zh = "您的角色不能做这件事。"
    en = "Your role may not do this."


class NotFound(Refused):
    """There is no such thing, or it is not the caller's to see: both look the same."""

    code = "not-found"
    kind = Kind.NOT_FOUND
    zh = "没有找到。"
    en = "Not found."


class Stale(Refused):
    """The version the caller named is not the current one."""

    code = "stale-version"
    kind = Kind.STALE
    zh = "它在您查看之后被改过（现在是第 {current} 版），请刷新后再试。"
    en = "It was changed since you looked (now version {current}); read it again."


class KeyReused(Refused):
    """An idempotency key came back with another request."""

    code = "idempotency-key-reused"
    kind = Kind.INVALID
    zh = "这个幂等键已用于另一个请求。"
    en = "This idempotency key was used for a different request."


class StillRunning(Refused):
    """The same request is being worked on at this moment."""

    code = "request-in-progress"
    kind = Kind.CONFLICT
    zh = "同一个请求正在处理，请稍后用同一个键再试。"
    en = "The same request is being processed; retry later with the same key."


class HeldByAnother(Refused):
    """Another request is changing the same thing and took too long; nothing was written, and repeating with the same key is safe."""

    code = "held-by-another"
    kind = Kind.UNAVAILABLE
    zh = "另一个请求正在处理同一件事，本次没有写入任何内容，请稍后用同一个键再试。"
    en = "Another request is working on the same thing, and nothing was written; retry later with the same key."


class Unavailable(Refused):
    """The service could not answer in time; the outcome is unknown, and repeating with the same key is safe."""

    code = "unavailable"
    kind = Kind.UNAVAILABLE
    zh = "服务暂时不可用，请用同一个幂等键重试。"
    en = "The service is not available; retry with the same idempotency key."


class NotYet(Refused):
    """What this depends on has not arrived yet (an event may overtake another): the same message, later, will do."""

    code = "not-yet"
    kind = Kind.UNAVAILABLE
    zh = "它所依据的信息还没有到，请稍后再试。"
    en = "What this depends on has not arrived yet; try again later."


class Broken(Refused):
    """Something went wrong on our side, and nothing was written; the log knows under the request's id."""

    code = "internal-error"
    kind = Kind.BROKEN
    zh = "系统出错了，没有写入任何内容。请把请求编号告诉我们。"
    en = "Something went wrong on our side and nothing was written. Please tell us the request id."
