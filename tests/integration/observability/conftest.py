"""One platform for the tests of this folder, traced, with an ear on every event."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest
import requests

from chassis.broker import channel_of, connect, farewell
from chassis.ids import new_id
from chassis.topology import exchange_name
from deploy.local.testbed import Testbed
from tests.integration.observability.collector import Collector
from tests.support.databases import Databases
from tests.support.platform import SERVICES, Platform, platform

COMMUNITY = "changlinpan"
EAR = "an.ear.on.everything"


@dataclass
class Watched:
    """The running platform, what it sends to a collector, and every event it says."""

    platform: Platform
    collector: Collector
    answers: list[requests.Response] = field(default_factory=list)

    def ask(self, method: str, path: str, *, token: str | None, **more: Any) -> requests.Response:
        """Ask the gateway; every answer is kept."""
        headers = {"X-Community": COMMUNITY, "Idempotency-Key": new_id("key"), **more.pop("headers", {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        answer = requests.request(method, self.platform.url + path, headers=headers, timeout=15, **more)
        self.answers.append(answer)
        return answer

    def key(self, *roles: str, party_id: str | None = None, label: str = "test", **more: Any) -> str:
        """A new key with these roles."""
        wanted = {
            "key_id": new_id("key"),
            "label": label,
            "party_id": party_id or new_id("pty"),
            "roles": list(roles),
            "communities": [COMMUNITY],
            **more,
        }
        answer = self.ask("POST", "/v1/keys", token=self.platform.admin_key, json=wanted)
        assert answer.status_code == 201, answer.text
        agreement = f"/v1/keys/{wanted['key_id']}/agreement"
        agreed = self.ask("POST", agreement, token=self.platform.second_admin_key, json={})
        return str(answer.json()["first_half"] + agreed.json()["second_half"])

    def heard(self) -> list[Any]:
        """Every event said so far, as messages; each is given once."""
        return self.drain(EAR)

    def drain(self, queue: str) -> list[Any]:
        """Take all messages of a queue."""
        connection = connect(self.platform.environment["AMQP_URI"])
        try:
            channel, taken = channel_of(connection), []
            while (message := channel.basic_get(queue, no_ack=True)) is not None:
                taken.append(message)
            return taken
        finally:
            farewell(connection)


@pytest.fixture(scope="package")
def watched(testbed: Testbed, databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Watched]:
    """The whole platform, started once for this folder."""
    with closing(Collector()) as collector:
        traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": collector.url, "OTEL_BSP_SCHEDULE_DELAY": "200"}
        with platform(testbed, databases, tmp_path_factory.mktemp("platform"), **traced) as running:
            _listen(running.environment["AMQP_URI"])
            yield Watched(running, collector)


def _listen(uri: str) -> None:
    connection = connect(uri)
    channel = channel_of(connection)
    channel.queue_declare(EAR, durable=True, auto_delete=False)
    for service in SERVICES:
        channel.exchange_declare(exchange_name(service), "topic", durable=True, auto_delete=False)
        channel.queue_bind(EAR, exchange_name(service), "#")
    farewell(connection)
