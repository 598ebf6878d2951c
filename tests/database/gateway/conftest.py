"""The real app and a real database; only the services behind are played."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from chassis.actor import Actor
from chassis.clock import SetClock
from chassis.database import Transactions
from chassis.ids import new_id
from chassis.rpc import Reply
from contracts.refused import Refused, Unavailable
from contracts.request import Request
from gateway import parts
from gateway.identity.keys import OPERATORS, DatabaseKeys
from gateway.settings import Settings
from gateway.web.limits import Window
from tests.support.databases import Copy, Databases

ADMIN_KEY = "admin-key-of-a-test"
SECOND_ADMIN_KEY = "second-admin-key-of-a-test"
COMMUNITY = "changlinpan"


@dataclass
class PlayedServices:
    """Answers as told, and remembers who asked what."""

    asked: list[tuple[Request[Any], Actor, str | None, int | None]] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)

    def call(
        self, request: Request[Any], actor: Actor, *, key: Any = None, if_version: Any = None, **more: Any
    ) -> Reply:
        self.asked.append((request, actor, key, if_version))
        answer = self.answers.get(request.method(), {})
        if isinstance(answer, Refused):
            raise answer
        return Reply(answer=answer)

    def call_many(self, requests: dict[str, Request[Any]], actor: Actor, **more: Any) -> dict[str, Any]:
        replies = {}
        for name, request in requests.items():
            try:
                replies[name] = self.call(request, actor)
            except Refused as refusal:
                replies[name] = refusal
        return replies


@dataclass
class Front:
    """The gateway as a client sees it."""

    client: FlaskClient
    services: PlayedServices
    transactions: Transactions
    clock: SetClock
    app: Any

    def post(
        self, path: str, body: Any, *, token: str | None = ADMIN_KEY, key: str | None = "", **headers: str
    ) -> TestResponse:
        sent = {"X-Community": COMMUNITY, **headers}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        if key is not None:
            sent["Idempotency-Key"] = key or new_id("key")
        return self.client.post(path, json=body, headers=sent)

    def get(self, path: str, *, token: str | None = ADMIN_KEY, **headers: str) -> TestResponse:
        sent = {"X-Community": COMMUNITY, **headers}
        if token is not None:
            sent["Authorization"] = f"Bearer {token}"
        return self.client.get(path, headers=sent)

    def key(
        self, *roles: str, party_id: str | None = None, communities: tuple[str, ...] = (COMMUNITY,), **more: Any
    ) -> str:
        """Issue a key by both operators and return it."""
        wanted = {
            "key_id": new_id("key"),
            "label": "test",
            "party_id": party_id or new_id("pty"),
            "roles": list(roles),
            "communities": list(communities),
            **more,
        }
        answer = self.post("/v1/keys", wanted)
        assert answer.status_code == 201, answer.json
        agreed = self.agree(wanted["key_id"])
        assert agreed.status_code == 200, agreed.json
        return str(answer.json["first_half"] + agreed.json["second_half"])

    def agree(self, key_id: str, *, token: str = SECOND_ADMIN_KEY, key: str = "") -> TestResponse:
        """Agree to a proposed key as the second operator, or another one."""
        return self.post(f"/v1/keys/{key_id}/agreement", {}, token=token, key=key)


SETTINGS = Settings(
    amqp_uri="amqp://127.0.0.1:1//",
    database_url="",
    actor_private_key="",
    secret="s" * 32,
    admin_key=ADMIN_KEY,
    second_admin_key=SECOND_ADMIN_KEY,
    host="127.0.0.1",
    port=0,
    health_port=0,
    clock_movable=True,
    log_level="INFO",
)


@pytest.fixture(scope="session")
def built(databases: Databases) -> Front:
    """The gateway's app, built once: some hundred routes and their description take most of a second."""
    own, services = Transactions(databases.fresh("gateway").engine, SetClock()), PlayedServices()
    app = parts.make_app(SETTINGS, own, services)  # type: ignore[arg-type] # played
    return Front(app.test_client(), services, own, SetClock(), app)


@pytest.fixture
def front(built: Front, fresh_database: Callable[[str], Copy]) -> Iterator[Front]:
    """The app as if it were new: an empty database, nothing known, nobody counted, services that have not been asked."""
    services, clock, own = PlayedServices(), SetClock(), built.transactions
    own.engine, own.clock = fresh_database("gateway").engine, clock
    operators = zip((ADMIN_KEY, SECOND_ADMIN_KEY), OPERATORS, strict=True)
    keys = DatabaseKeys(own, {hashlib.sha256(key.encode()).hexdigest(): name for key, name in operators})
    anew = replace(built.app.extensions["ccs"], caller=services, keys=keys)
    built.app.extensions |= {"ccs": anew, "ccs_calls": Window()}
    yield Front(built.app.test_client(), services, own, clock, built.app)
    if "looking" in vars(own):
        own.looking.dispose()
        del own.looking


@pytest.fixture
def away() -> Refused:
    """What a service that is down gives."""
    return Unavailable()
