"""Roles and databases in a cluster: per service an owner that migrates and a role that works."""

from collections.abc import Callable
from dataclasses import dataclass

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - it is a class


@dataclass(frozen=True, kw_only=True)
class Urls:
    """How to reach one database: as the role that works, and as the owner that migrates."""

    name: str
    app: str
    owner: str


def make(cursor: Cursor, service: str, *, password_of: Callable[[str], str]) -> None:
    """Make `ccs_<service>` with its roles `<service>_owner` and `<service>`; leave what is there."""
    for role in (f"{service}_owner", service):
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
        if cursor.fetchone() is None:
            statement = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            cursor.execute(statement.format(sql.Identifier(role), sql.Literal(password_of(role))))
    cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (f"ccs_{service}",))
    if cursor.fetchone() is None:
        create(cursor, f"ccs_{service}", service=service)


def create(cursor: Cursor, name: str, *, service: str, template: str = "template0") -> None:
    """Create a database that only this service's roles may enter.

    The owner owns the schema `public` too (through pg_database_owner); the working role may look
    into it, and gets from the migrations what it may do with each table.
    """
    database, owner, worker = sql.Identifier(name), sql.Identifier(f"{service}_owner"), sql.Identifier(service)
    # A copy of files rather than of log records: several times quicker for a small template.
    statement = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY file_copy")
    cursor.execute(statement.format(database, owner, sql.Identifier(template)))
    cursor.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    cursor.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, worker))


def drop(cursor: Cursor, name: str) -> None:
    """Drop a database, whoever is still connected."""
    cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def rename(cursor: Cursor, name: str, new_name: str) -> None:
    """Give a database its final name. Nobody may be connected to it."""
    statement = sql.SQL("ALTER DATABASE {} RENAME TO {}")
    cursor.execute(statement.format(sql.Identifier(name), sql.Identifier(new_name)))
