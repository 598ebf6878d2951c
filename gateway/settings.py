"""The gateway's settings, read from the environment once, at start; all that is missing is named at once."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass

from chassis.config import SettingsMissing, pem

NEEDED = (
    "AMQP_URI",
    "DATABASE_URL_GATEWAY",
    "ACTOR_PRIVATE_KEY",
    "CURSOR_SECRET",
    "ADMIN_KEY",
    "SECOND_ADMIN_KEY",
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What the gateway's process needs to know. `secret` signs cursors and derives the secrets of API keys.

    `admin_key`, `second_admin_key`: of the first two operators, who are two persons.
    """

    amqp_uri: str
    database_url: str
    actor_private_key: str
    secret: str
    admin_key: str
    second_admin_key: str
    host: str
    port: int
    health_port: int
    clock_movable: bool
    log_level: str


def read(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings. Raises SettingsMissing."""
    given = os.environ if environment is None else environment
    missing = [name for name in NEEDED if not given.get(name)]
    if not missing and given["ADMIN_KEY"] == given["SECOND_ADMIN_KEY"]:
        # One key twice would be one person twice.
        missing.append("SECOND_ADMIN_KEY")
    if missing:
        raise SettingsMissing(missing)
    return Settings(
        amqp_uri=given["AMQP_URI"],
        database_url=given["DATABASE_URL_GATEWAY"],
        actor_private_key=pem(given["ACTOR_PRIVATE_KEY"]),
        secret=given["CURSOR_SECRET"],
        admin_key=given["ADMIN_KEY"],
        second_admin_key=given["SECOND_ADMIN_KEY"],
        host=given.get("GATEWAY_HOST") or "127.0.0.1",
        port=int(given.get("GATEWAY_PORT") or 8600),
        health_port=int(given.get("HEALTH_PORT") or 0),
        clock_movable=given.get("CLOCK_MOVABLE") == "1",
        log_level=given.get("LOG_LEVEL") or "INFO",
    )
