"""Nothing that is done inside a transaction waits for anything but the database (C-06); chassis/guard.py says the same at run time."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
LOUD = {
    "aio_pika",
    "amqp",
    "asyncio",
    "chassis.broker",
    "chassis.line",
    "chassis.publisher",
    "chassis.relays",
    "chassis.rpc",
    "chassis.wake",
    "eventlet",
    "http",
    "httpx",
    "kombu",
    "nameko",
    "requests",
    "socket",
    "subprocess",
    "threading",
    "urllib",
}
"""Modules that speak to somebody, or wait."""


def imported(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{each.name}" for each in node.names)


def waits(tree: ast.AST) -> Iterator[str]:
    """Calls that wait by name: time.sleep, pg_sleep, NOTIFY by hand."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] in {
            "sleep",
            "call_many",
        }:
            yield ast.unparse(node)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "pg_sleep" in node.value:
            yield node.value


def loud(source: str) -> list[str]:
    """What a module does that a transaction must not wait for."""
    tree = ast.parse(source)
    names = [name for name in imported(tree) if any(f"{name}.".startswith(f"{one}.") for one in LOUD)]
    return [*names, *waits(tree)]


def test_no_module_of_services_and_ledger_publishes_calls_connects_or_sleeps():
    paths = [*ROOT.glob("services/**/*.py"), *ROOT.glob("ledger/**/*.py")]
    found = {str(path.relative_to(ROOT)): said for path in paths if (said := loud(path.read_text()))}

    assert len(paths) > 50
    assert found == {}


@pytest.mark.parametrize(
    "source",
    [
        "import requests",
        "from chassis.rpc import Caller",
        "from chassis import rpc",
        "import time\ntime.sleep(1)",
        "from time import sleep\nsleep(1)",
        "text('SELECT pg_sleep(1)')",
        "caller.call_many({}, actor)",
    ],
)
def test_the_scan_sees_each_kind(source: str):
    assert loud(source)
