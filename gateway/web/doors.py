"""One route from the outside to one request of a contract: checks who asks and what, asks, and shapes the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import orjson
from flask import Response, g, request

from chassis import telemetry
from chassis.actor import Actor
from contracts.request import PageQuery, Request
from contracts.roles import Role
from gateway.files import scans
from gateway.files.papers import Printing
from gateway.files.reader import Template
from gateway.web import asking, bodies, filed, versions
from gateway.web.asked import Asked, Replied
from gateway.web.problems import KeyRequired

IDEMPOTENCY_KEY = re.compile(r"[\x21-\x7e]{1,200}", re.ASCII)
PATH_FIELD = re.compile(r"{(\w+)}")
UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})
VERSIONED = frozenset({"PUT", "PATCH"})
BESIDES = frozenset({"community", "cursor", "format"})  # Parameters of the address that are ours, not the request's.
TIMEOUT_SECONDS = 3.0


Serve = Callable[[Asked], Replied]


@dataclass(frozen=True, kw_only=True)
class Door:
    """What is declared of one route. `may` names the roles that may pass (ANYONE: public); the service checks them again.

    `everywhere`: the route is about the platform and needs no community. `public_seconds`: for so long anybody on the way may keep the answer.
    `printing`: the answer is also given as a file, with ?format=csv|xlsx|pdf. `sheet`: the body is a file of this template (filed.py).
    `document`: the body (of a change) or the answer (of a look) is a scan or a photograph as it is, not JSON (scans.py).
    """

    method: str
    path: str
    request: type[Request[Any]]
    may: tuple[Role, ...]
    summary: str
    status: int = 200
    timeout_seconds: float = TIMEOUT_SECONDS
    serve: Serve | None = None
    everywhere: bool = False
    public_seconds: int = 0
    printing: Printing | None = None
    sheet: Template | None = None
    document: bool = False

    @cached_property
    def in_path(self) -> tuple[str, ...]:
        """The request's fields that stand in the address."""
        return tuple(PATH_FIELD.findall(self.path))

    @cached_property
    def is_list(self) -> bool:
        """Does it answer pages?"""
        return issubclass(self.request, PageQuery)

    def __call__(self, **in_path: str) -> Response:
        """Serve one HTTP request."""
        with telemetry.span(
            f"{self.method} {self.path}", traceparent=asking.incoming_trace(), correlation_id=g.request_id
        ) as trace:
            g.traceparent = trace
            return self._serve(in_path)

    def _serve(self, in_path: dict[str, str]) -> Response:
        key = idempotency_key() if self.method in UNSAFE else None
        asking.refuse_bad_key()
        principal = asking.permitted(self.may)
        actor = Actor(community="") if self.everywhere else asking.actor_of(principal)
        if_version = versions.expected_version(required=self.method in VERSIONED) if self.method in UNSAFE else None
        if self.sheet is not None:
            given = bodies.typed(self.request, in_path)
            pieces = filed.pieces_of(self.request, self.sheet, given)
            return self._respond(filed.each_asked(self.ask, pieces, actor=actor, key=key, if_version=if_version), actor)
        form = filed.form_asked(self.printing)
        asked = Asked(request=self._read(in_path, actor), actor=actor, key=key, if_version=if_version)
        if form is not None and self.printing is not None:
            return filed.file_of(self.printing, form, self.ask, asked)
        if self.document and not self.request.writes:
            return scans.response_of(self.ask(asked).answer)
        return self._respond(self.ask(asked), actor)

    def ask(self, asked: Asked) -> Replied:
        """Ask the service, or whoever serves this route instead."""
        return (self.serve or self._ask_service)(asked)

    def _ask_service(self, asked: Asked) -> Replied:
        reply = asking.parts().caller.call(
            asked.request,
            asked.actor,
            key=asked.key,
            if_version=asked.if_version,
            cause=asking.cause(),
            timeout_seconds=self.timeout_seconds,
        )
        return Replied(answer=reply.answer, replayed=reply.replayed)

    def _read(self, in_path: dict[str, str], actor: Actor) -> Request[Any]:
        given = self._from_body() if self.request.writes else {}
        given |= self._from_address(actor)
        overlap = {name: ["Unknown field."] for name in in_path if name in given}
        bodies.refuse_if(overlap)
        return bodies.asked(self.request, given | bodies.typed(self.request, in_path))

    def _from_body(self) -> dict[str, Any]:
        return scans.document_of_request() if self.document else bodies.json_body()

    def _from_address(self, actor: Actor) -> dict[str, Any]:
        if not request.query_string:
            return {}
        written = request.args.copy()
        cursor = written.get("cursor") if self.is_list else None
        for name in self._besides:
            written.poplist(name)
        given = bodies.typed(self.request, written)
        if self.request.writes or (self.is_list and "after" in given):
            bodies.refuse_if({name: ["Unknown field."] for name in given if self.request.writes or name == "after"})
        if cursor is not None:
            given["after"] = asking.parts().cursors.read(cursor, bound_to=self._binding(actor))
        return given

    @cached_property
    def _besides(self) -> frozenset[str]:
        ours = BESIDES if self.is_list else BESIDES - {"cursor"}
        return ours if self.printing else ours - {"format"}

    def _binding(self, actor: Actor) -> tuple[str, ...]:
        return (self.path, actor.community, actor.party_id or "")

    def _respond(self, replied: Replied, actor: Actor) -> Response:
        answer = self._paged(replied.answer, actor) if self.is_list else replied.answer
        etag = versions.etag_of(answer)
        if etag and self.method == "GET" and versions.is_known(etag):
            return Response(status=304, headers={"ETag": etag})
        response = Response(orjson.dumps(answer), status=self.status, content_type="application/json")
        if etag:
            response.headers["ETag"] = etag
        if self.public_seconds:
            response.headers["Cache-Control"] = f"public, max-age={self.public_seconds}"
        if replied.replayed:
            response.headers["Idempotency-Replayed"] = "true"
        return response

    def _paged(self, answer: dict[str, Any], actor: Actor) -> dict[str, Any]:
        page = dict(answer)
        last = page.pop("next_key", None)
        cursor = asking.parts().cursors.write(last, bound_to=self._binding(actor)) if last else None
        return page | {"next_cursor": cursor, "has_more": cursor is not None}


def idempotency_key() -> str:
    """The key under which a change may be repeated. Raises KeyRequired."""
    key = request.headers.get("Idempotency-Key", "")
    if not IDEMPOTENCY_KEY.fullmatch(key):
        raise KeyRequired
    return key
