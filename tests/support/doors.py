"""A service on the bench behind the real gateway: what a test asks goes in over HTTP, by the door, and comes back as a client gets it.

Only the broker between the two is left out. Whoever the door turns away is asked for at the service as well, which has to say no too:
a service never trusts that somebody else has looked.
"""

from __future__ import annotations

import base64
import binascii
import importlib
import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from flask import Flask
from werkzeug.test import TestResponse

from chassis.actor import Actor
from chassis.calls import Call, Outcome
from chassis.cause import Cause
from chassis.ids import new_id
from chassis.rpc import RefusedRemotely, Reply
from contracts import shape
from contracts.refused import Kind, NotAllowed, Refused
from contracts.request import Request
from gateway.files.scans import UNSAID
from gateway.web import app
from gateway.web.asking import KeyNeeded, Parts
from gateway.web.cursors import Cursors
from gateway.web.doors import PATH_FIELD, UNSAFE, VERSIONED, Door
from gateway.web.principal import Principal
from gateway.web.problems import status_of
from tests.support.bench import A, AskRefused, Bench

TURNED_AWAY = {NotAllowed.code, KeyNeeded.code}
KIND = {422: Kind.INVALID, 401: Kind.UNAUTHENTICATED, 403: Kind.FORBIDDEN, 404: Kind.NOT_FOUND}
PASSED = os.environ.get("DOORS_PASSED")
"""A file that gets a line for each request: its name, and what came of it. So one sees which doors no test has gone through."""


@dataclass
class Here:
    """What the gateway is given instead of its database of keys and its broker: a key is its holder, a call is made at once."""

    bench: Bench | None = None
    came: threading.local = field(default_factory=threading.local)

    def identify(self, token: str) -> Principal:
        """Whoever the token says."""
        held = json.loads(token)
        return Principal(
            key_id=token,
            party_id=held["party_id"],
            roles=frozenset(held["roles"]),
            communities=(held["community"],),
            organisation_id=held["organisation_id"],
        )

    def denied(self, refusal: Refused, **more: Any) -> None:
        """Nobody keeps a list here."""

    def call(
        self, request: Request[Any], actor: Actor, *, key: Any = None, if_version: Any = None, **more: Any
    ) -> Reply:
        """Ask the service, and remember what came before the gateway has put it into its words."""
        call = Call(
            method=request.method(),
            body=shape.dump(request),
            actor=actor,
            cause=Cause(),
            key=key or new_id("key"),
            if_version=if_version,
        )
        try:
            assert self.bench is not None
            [outcome] = getattr(self.bench.service, request.method())([call])
        except Exception as error:
            self.came.broke = error
            raise
        self.came.outcome = outcome
        if outcome.refusal is not None:
            raise RefusedRemotely(outcome.refusal)
        return Reply(answer=outcome.answer, replayed=outcome.replayed)

    def call_many(self, requests: Mapping[str, Request[Any]], actor: Actor, **more: Any) -> dict[str, Any]:
        """Not asked by the routes of one service."""
        raise NotImplementedError

    def forget(self) -> None:
        """Before the next request."""
        self.came.outcome, self.came.broke = None, None


@dataclass
class Front:
    """The gateway's app with the routes of one service, made once a process: nothing of it remembers who asked."""

    here: Here
    doors: dict[type[Request[Any]], Door]
    cursors: Cursors
    app: Flask


@cache
def front_of(service: str) -> Front:
    """The app in front of a service; nobody is counted."""
    routes = importlib.import_module(f"gateway.routes.{service}").ROUTES
    here, cursors = Here(), Cursors(secret="a secret of the bench, long enough")
    parts = Parts(caller=here, keys=here, cursors=cursors, calls_per_minute=0)
    doors = {door.request: door for each in routes for door in each.doors if door.sheet is None}
    return Front(here=here, doors=doors, cursors=cursors, app=app.create(parts, routes))


@dataclass
class DoorBench(Bench):
    """As a Bench, but asked through the routes of its service. What has no JSON route (a sheet, another service's request) is asked directly."""

    @property
    def front(self) -> Front:
        """The app, in front of this bench."""
        found = front_of(self.service_class.name)  # type: ignore[attr-defined]
        found.here.bench = self
        return found

    def ask(self, request: Request[A], *, as_: Actor, key: str | None = None, if_version: int | None = None) -> A:
        """Ask through the door. Returns the answer's shape, raises AskRefused with the refusal as it travels."""
        front = self.front
        door = front.doors.get(type(request))
        if door is None or (as_.roles and not as_.party_id) or no_file(door, request):
            return super().ask(request, as_=as_, key=key, if_version=if_version)
        self.front.here.forget()
        response = self._send(door, request, as_, key, if_version)
        if (broke := self.front.here.came.broke) is not None:
            raise broke
        noted(request.method(), response.status_code)
        outcome: Outcome | None = self.front.here.came.outcome
        if response.status_code < 300:
            assert response.status_code == door.status
            if door.document and not door.request.writes:
                assert outcome is not None
                assert response.data == base64.b64decode(outcome.answer["content"])
                return shape.load(request.answer, outcome.answer, tolerant=True)
            return shape.load(request.answer, self._given(door, response, as_), tolerant=True)
        problem = response.get_json(force=True)
        if outcome is not None and outcome.refusal is not None:
            assert response.status_code == status_of(outcome.refusal)
            assert (problem["code"], problem["detail"]) == (outcome.refusal["code"], outcome.refusal["zh"])
            raise AskRefused(outcome.refusal)
        if problem["code"] in TURNED_AWAY:
            super().ask(request, as_=as_, key=key, if_version=if_version)
            message = f"the service lets in whom the door of {request.method()} turns away"
            raise AssertionError(message)
        raise AskRefused(wire_of(problem))

    def _send(
        self, door: Door, request: Request[Any], actor: Actor, key: str | None, if_version: int | None
    ) -> TestResponse:
        given = {name: value for name, value in shape.dump(request).items() if value is not None}
        path = PATH_FIELD.sub(lambda found: quote(str(given.pop(found[1])), safe=""), door.path)
        headers = {"X-Community": actor.community}
        if actor.party_id:
            headers["Authorization"] = f"Bearer {token_of(actor)}"
        if door.method in UNSAFE:
            headers["Idempotency-Key"] = key or new_id("key")
        if if_version is not None or door.method in VERSIONED:
            headers["If-Match"] = "*" if if_version is None else f'"{if_version}"'
        sent: dict[str, Any] = {"json": given}
        if door.document and door.request.writes:
            kind = given.pop("media_type", UNSAID)
            sent = {"data": base64.b64decode(given.pop("content")), "content_type": kind, "query_string": given}
        elif not door.request.writes:
            if (after := given.pop("after", None)) is not None:
                given["cursor"] = self.front.cursors.write(after, bound_to=self._binding(door, actor))
            sent = {"query_string": {name: written(value) for name, value in given.items()}}
        return self.front.app.test_client().open(path, method=door.method, headers=headers, **sent)

    def _given(self, door: Door, response: TestResponse, actor: Actor) -> dict[str, Any]:
        answer: dict[str, Any] = response.get_json()
        if door.is_list:
            cursor = answer.pop("next_cursor")
            assert answer.pop("has_more") == (cursor is not None)
            answer["next_key"] = (
                self.front.cursors.read(cursor, bound_to=self._binding(door, actor)) if cursor else None
            )
        return answer

    def _binding(self, door: Door, actor: Actor) -> tuple[str, ...]:
        return (door.path, actor.community, actor.party_id or "")


def no_file(door: Door, request: Request[Any]) -> bool:
    """Does it say a file that is none? Over HTTP a file is sent as it is, so that nobody can."""
    if not (door.document and door.request.writes):
        return False
    try:
        base64.b64decode(shape.dump(request)["content"], validate=True)
    except binascii.Error:
        return True
    return False


def token_of(actor: Actor) -> str:
    """A key that says whose it is."""
    held = {
        "community": actor.community,
        "party_id": actor.party_id,
        "roles": sorted(actor.roles),
        "organisation_id": actor.organisation_id,
    }
    return json.dumps(held, separators=(",", ":"))


def written(value: Any) -> Any:
    """A value as it stands in an address."""
    if isinstance(value, list):
        return [written(one) for one in value]
    return json.dumps(value) if isinstance(value, bool) else value


def wire_of(problem: Mapping[str, Any]) -> dict[str, Any]:
    """A refusal of the gateway's own, as a service would have said it."""
    details = dict(problem.get("details", {})) | ({"fields": problem["errors"]} if "errors" in problem else {})
    kind = KIND.get(problem["status"], Kind.INVALID)
    return {"code": problem["code"], "kind": kind.value, "zh": problem["detail"], "en": "", "details": details}


def noted(method: str, status: int) -> None:
    """Write down what came of a request, where somebody asked for it."""
    if PASSED:
        with Path(PASSED).open("a", encoding="utf-8") as file:
            file.write(f"{method} {status}\n")
