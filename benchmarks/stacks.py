"""The competitors of the HTTP benchmark as running processes: ours, the same shape in other tools, and the monolith."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.children import OUR_PYTHON, PEERS_PYTHON, Child, answers, running
from benchmarks.stand import without_driver
from benchmarks.town import Town
from tests.support.processes import free_port, key_pair

BEHIND = ("points", "donations", "merchants", "rural_link")


@dataclass(frozen=True, kw_only=True)
class Stack:
    """One competitor, ready to be asked at `url`."""

    name: str
    url: str
    town: Town


@contextmanager
def ours(name: str, town: Town, amqp_uri: str, folder: Path) -> Iterator[Stack]:
    """Four services, relay and gateway with the settings of production."""
    port = free_port()
    private, public = key_pair()
    common = {"AMQP_URI": amqp_uri, "ACTOR_PUBLIC_KEY": public, "LOG_LEVEL": "WARNING", "SECRET_POINTS": "x" * 32}
    urls = {f"DATABASE_URL_{service.upper()}": copy.url for service, copy in town.databases.items()}
    door = {
        "ACTOR_PRIVATE_KEY": private,
        "CURSOR_SECRET": town.secret,
        "ADMIN_KEY": secrets.token_hex(32),
        "SECOND_ADMIN_KEY": secrets.token_hex(32),
        "GATEWAY_PORT": str(port),
    }
    children = [_our("gateway", ("gateway",), {**common, **urls, **door}, folder)]
    children += [_our(service, ("chassis.run", service), {**common, **urls}, folder) for service in BEHIND]
    with running(*children, relay(town, amqp_uri, folder, name="relay")):
        yield Stack(name=name, url=f"http://127.0.0.1:{port}", town=town)


@contextmanager
def starlette(name: str, town: Town, amqp_uri: str, folder: Path) -> Iterator[Stack]:
    """Starlette, aio-pika, four FastStream services; our relay sends their events too."""
    port = free_port()
    children = [
        Child(
            name=f"{service} of {name}",
            command=(PEERS_PYTHON, "benchmarks/peers/service.py", service),
            environment={
                **_their_urls(town),
                "AMQP_URI": amqp_uri,
                "READY_FILE": str(folder / f"their-{service}.ready"),
            },
            log=folder / f"their-{service}.log",
            ready=(folder / f"their-{service}.ready").exists,
        )
        for service in BEHIND
    ]
    door = _uvicorn(name, "gateway", {**_their_urls(town), "AMQP_URI": amqp_uri}, port, folder)
    with running(*children), running(door, relay(town, amqp_uri, folder, name="their-relay")):
        yield Stack(name=name, url=f"http://127.0.0.1:{port}", town=town)


@contextmanager
def monolith(name: str, town: Town, amqp_uri: str, folder: Path, *, processes: int = 1) -> Iterator[Stack]:
    """FastAPI in so many processes; our relay sends its events too."""
    port = free_port()
    door = _uvicorn(name, "monolith", {**_their_urls(town), "WORKERS": str(processes)}, port, folder)
    with running(door, relay(town, amqp_uri, folder, name=f"monolith-relay-{processes}")):
        yield Stack(name=name, url=f"http://127.0.0.1:{port}", town=town)


def relay(town: Town, amqp_uri: str, folder: Path, *, name: str) -> Child:
    """The relay of the donations: whoever records a gift also has to tell of it."""
    environment = {
        "AMQP_URI": amqp_uri,
        "LOG_LEVEL": "WARNING",
        "DATABASE_URL_DONATIONS": town.databases["donations"].url,
    }
    return _our(name, ("chassis.relay", "donations"), environment, folder)


def _our(name: str, arguments: tuple[str, ...], environment: dict[str, str], folder: Path) -> Child:
    port = free_port()
    return Child(
        name=name,
        command=(OUR_PYTHON, "-W", "ignore", "-m", *arguments),
        environment={**environment, "HEALTH_PORT": str(port)},
        log=folder / f"{name}.log",
        ready=answers(f"http://127.0.0.1:{port}/readyz"),
    )


def _uvicorn(name: str, module: str, environment: dict[str, str], port: int, folder: Path) -> Child:
    return Child(
        name=name,
        command=(PEERS_PYTHON, f"benchmarks/peers/{module}.py"),
        environment={**environment, "PORT": str(port)},
        log=folder / f"peer-{module}.log",
        ready=answers(f"http://127.0.0.1:{port}/readyz"),
    )


def _their_urls(town: Town) -> dict[str, str]:
    return {f"DATABASE_URL_{service.upper()}": without_driver(copy.url) for service, copy in town.databases.items()}
