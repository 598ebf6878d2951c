"""Connections of the peers: pools that are warm from the start and that do not ask anything when a connection comes back."""

import os

import asyncpg

SETTINGS = {"statement_timeout": "5s", "lock_timeout": "3s", "timezone": "UTC"}


async def pool(service: str, size: int) -> asyncpg.Pool:
    """A pool of one service's database."""
    return await asyncpg.create_pool(
        os.environ[f"DATABASE_URL_{service.upper()}"],
        min_size=size,
        max_size=size,
        server_settings=SETTINGS,
        reset=_nothing,
    )


async def _nothing(_: asyncpg.Connection) -> None:
    """No handler leaves settings or locks behind: the usual reset would cost a round trip each time."""
