"""Who asks, about which community, in which language, under which request id: read once per request, kept in Flask's `g`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Protocol, cast

from flask import current_app, g, request
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header

from chassis.actor import Actor
from chassis.cause import Cause
from chassis.ids import new_id
from contracts.refused import Kind, NotAllowed, Refused
from contracts.request import Request
from contracts.roles import Role
from gateway.web.cursors import Cursors
from gateway.web.principal import Principal
from gateway.web.problems import CommunityRequired

REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{1,100}", re.ASCII)
TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}", re.ASCII)
LANGUAGE_HEADERS_MAX = 256  # Remembered: browsers send a handful of different ones.
COMMUNITY = re.compile(r"[a-z][a-z0-9-]{1,39}", re.ASCII)


class KeyNeeded(Refused):
    """The request names no key, or one that is not valid; which of the two reasons, is not told."""

    code = "key-required"
    kind = Kind.UNAUTHENTICATED
    zh = "请在请求头 Authorization 里给出 API 密钥（Bearer）。"
    en = "Send an API key in the Authorization header (Bearer)."


class CommunityNotFound(Refused):
    """No such community, or not one of the key's: both look the same."""

    code = "community-not-found"
    kind = Kind.NOT_FOUND
    zh = "没有找到这个社区。"
    en = "Community not found."


class Caller(Protocol):
    """What the gateway needs of the client side of RPC (chassis.rpc)."""

    def call(
        self,
        request: Request[Any],
        actor: Actor,
        *,
        key: str | None = None,
        if_version: int | None = None,
        cause: Cause | None = None,
        timeout_seconds: float = 3.0,
    ) -> Any:
        """Ask one service and wait for its answer (`.answer`, `.replayed`). Raises Refused."""

    def call_many(
        self,
        requests: Mapping[str, Request[Any]],
        actor: Actor,
        *,
        cause: Cause | None = None,
        timeout_seconds: float = 3.0,
    ) -> Mapping[str, Any]:
        """Ask several at once; each part is a reply or a Refused."""


class Keys(Protocol):
    """What the gateway needs of identity."""

    def identify(self, token: str) -> Principal:
        """Whose key this is. Raises KeyInvalid."""

    def denied(self, refusal: Refused, *, route: str, principal: Principal | None, request_id: str) -> None:
        """Write into the audit that somebody was turned away."""


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What the app is made of; tests put other parts in."""

    caller: Caller
    keys: Keys
    cursors: Cursors
    calls_per_minute: int = 12_000
    strangers_calls_per_minute: int = 600


def parts() -> Parts:
    """The parts of the app that serves this request."""
    return cast(Parts, current_app.extensions["ccs"])


def open_request() -> None:
    """Settle id, language and caller; a bad key is remembered and refused after the rate limit has counted it."""
    given = request.headers.get("X-Request-Id", "")
    g.request_id = given if REQUEST_ID.fullmatch(given) else new_id("req")
    g.language = _language(request.headers.get("Accept-Language", ""))
    g.principal, g.identity_refusal = None, None
    try:
        g.principal = _identified()
    except Refused as refusal:
        g.identity_refusal = refusal


@lru_cache(maxsize=LANGUAGE_HEADERS_MAX)
def _language(accepted: str) -> str:
    return parse_accept_header(accepted, LanguageAccept).best_match(["zh", "en"], default="zh")


def _identified() -> Principal | None:
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or not token:
        raise KeyNeeded
    return parts().keys.identify(token.strip())


def refuse_bad_key() -> None:
    """Turn away whoever showed a key that is not valid, also where none is needed."""
    if g.identity_refusal is not None:
        raise g.identity_refusal


def permitted(may: tuple[Role, ...]) -> Principal | None:
    """The caller, if one of its roles allows the route (ANYONE: with or without a key). Raises KeyNeeded, NotAllowed."""
    principal = cast(Principal | None, g.principal)
    if not may:
        return principal
    if principal is None:
        raise KeyNeeded
    if not principal.roles.intersection(may):
        raise NotAllowed
    return principal


def community_of(principal: Principal | None) -> str:
    """The community the request is about: named by X-Community (or ?community= on links), or the key's only one."""
    named = request.headers.get("X-Community") or request.args.get("community")
    if named is None:
        if principal is None or len(principal.communities) != 1 or not COMMUNITY.fullmatch(principal.communities[0]):
            raise CommunityRequired
        return principal.communities[0]
    if not COMMUNITY.fullmatch(named) or (principal is not None and not principal.belongs_to(named)):
        raise CommunityNotFound
    return named


def actor_of(principal: Principal | None) -> Actor:
    """For whom the service is asked; without a key nobody, in the named community."""
    community = community_of(principal)
    return principal.actor_in(community) if principal else Actor(community=community)


def cause() -> Cause:
    """The conversation this request opens: its id, and the trace it belongs to."""
    return Cause(correlation_id=g.request_id, traceparent=g.get("traceparent") or incoming_trace())


def incoming_trace() -> str | None:
    """The W3C trace the client asks to continue, if it sent a well-formed one."""
    trace = request.headers.get("traceparent", "")
    return trace if TRACEPARENT.fullmatch(trace) else None
