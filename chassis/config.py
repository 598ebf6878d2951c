"""The settings of one process, read from the environment once, at start; whatever is missing is named, all of it at once."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping
from dataclasses import dataclass

SETTINGS = {
    "AMQP_URI": "the broker: amqp://user:password@host:port/vhost",
    "DATABASE_URL_<SERVICE>": "the service's database, as the role that may not change what must not change: postgresql+psycopg2://…",
    "DATABASE_OWNER_URL_<SERVICE>": "the same database as its owner; read by migrations only",
    "SECRET_<SERVICE>": "a secret of the service's own, 32 characters or more: points derives one-time codes and the keys of personal data from it",
    "FORMER_SECRETS_<SERVICE>": "secrets it had before, comma separated, while what was sealed under them is sealed anew",
    "ACTOR_PUBLIC_KEY": "Ed25519 public key (PEM, or base64 of it): verifies for whom a call is made",
    "ACTOR_PRIVATE_KEY": "Ed25519 private key (PEM, or base64 of it): the gateway signs with it",
    "HEALTH_PORT": "loopback port of /livez, /readyz and /metrics; 0 or unset: none",
    "HEALTH_HOST": "the address it is on; loopback unless set (containers: 0.0.0.0)",
    "CLOCK_MOVABLE": "1 where the clock may be moved by an operator (demo and tests only)",
    "GUARD": "1: publishing, calling or sleeping inside a transaction raises, and so does a hub stall",
    "LOG_LEVEL": "INFO unless set",
    "RETRY_SECONDS": "delays of a failing message's attempts, comma separated",
    "OTEL_EXPORTER_OTLP_ENDPOINT": "where spans go; unset: nowhere",
    "CRASH_AT": "tests only: die at a named point",
    "CRASH_FILE": "tests only: die at the point that this file names, once, and remove the file",
}
"""Every setting of the services and the relay, with its meaning; a test holds docs and code against it."""


class SettingsMissing(Exception):
    """The process cannot start: these settings are not there."""

    def __init__(self, names: list[str]) -> None:
        super().__init__(
            "missing settings: " + ", ".join(f"{name} ({SETTINGS.get(name, 'see docs')})" for name in names)
        )


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What a service process needs to know."""

    service: str
    amqp_uri: str
    database_url: str
    actor_public_key: str
    health_port: int
    clock_movable: bool
    log_level: str
    secret: str = ""
    former_secrets: tuple[str, ...] = ()


def read(service: str, environment: Mapping[str, str] | None = None) -> Settings:
    """The settings of one service. Raises SettingsMissing."""
    given = os.environ if environment is None else environment
    database = database_name(service)
    missing = [name for name in ("AMQP_URI", database, "ACTOR_PUBLIC_KEY") if not given.get(name)]
    if missing:
        raise SettingsMissing(missing)
    return Settings(
        service=service,
        amqp_uri=given["AMQP_URI"],
        database_url=given[database],
        actor_public_key=pem(given["ACTOR_PUBLIC_KEY"]),
        health_port=int(given.get("HEALTH_PORT") or 0),
        clock_movable=given.get("CLOCK_MOVABLE") == "1",
        log_level=given.get("LOG_LEVEL") or "INFO",
        secret=given.get(secret_name(service), ""),
        former_secrets=tuple(filter(None, given.get(former_secrets_name(service), "").split(","))),
    )


def database_name(service: str, *, owner: bool = False) -> str:
    """The name of the setting that holds a service's database URL."""
    return f"DATABASE_{'OWNER_' if owner else ''}URL_{service.upper()}"


def secret_name(service: str) -> str:
    """The name of the setting that holds a service's own secret."""
    return f"SECRET_{service.upper()}"


def former_secrets_name(service: str) -> str:
    """The name of the setting that holds the secrets a service had before."""
    return f"FORMER_SECRETS_{service.upper()}"


def pem(text: str) -> str:
    """A key given as PEM or as base64 of PEM (one line, as environments like it)."""
    return text if "-----BEGIN" in text else base64.b64decode(text).decode()
