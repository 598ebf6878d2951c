"""Which migrations a service has, and whether a database has seen them all: asked by every process, so without the tool that runs them."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, text

ROOT = Path(__file__).parent.parent

# The table is made by the first migration; asking for one that is not there would end the transaction.
THERE = text("SELECT to_regclass('alembic_version') IS NOT NULL")
SEEN = text("SELECT version_num FROM alembic_version")


def home(service: str) -> Path:
    """The folder that holds a service's code and migrations."""
    return ROOT / "gateway" if service == "gateway" else ROOT / "services" / service


@cache
def heads(service: str) -> frozenset[str]:
    """The newest revisions of a service: those that no other one follows. Read from the files, not by running them, and only once."""
    known: set[str] = set()
    followed: set[str] = set()
    for path in (home(service) / "migrations").glob("*.py"):
        said = _said(path)
        known.add(str(said["revision"]))
        followed.add(str(said["down_revision"]))
    return frozenset(known - followed)


def at_head(service: str, connection: Connection) -> bool:
    """Has every revision of the service run?"""
    if not connection.execute(THERE).scalar_one():
        return False
    return set(connection.execute(SEEN).scalars()) == heads(service)


def _said(path: Path) -> dict[str, object]:
    """The names that a migration assigns a plain value."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assigned = [one for one in body if isinstance(one, ast.Assign) and isinstance(one.value, ast.Constant)]
    return {ast.unparse(one.targets[0]): one.value.value for one in assigned if isinstance(one.value, ast.Constant)}
