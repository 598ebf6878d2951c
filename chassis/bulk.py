"""Inserts any number of rows in one statement whose text, and so its preparation in this process, is the same for every number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import ARRAY, Connection, Row, Table, TextClause, text
from sqlalchemy.dialects import postgresql

POSTGRESQL: Any = postgresql


def add_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> list[Row[Any]]:
    """Insert the rows, in their order, leaving out those that are there already; answers the primary keys of the new ones.

    Each row names every column of the table. Of two rows that exclude each other the first is kept.
    """
    if not rows:
        return []
    columns = {column.name: [row[column.name] for row in rows] for column in table.columns}
    return list(connection.execute(_insert(table), columns))


@cache
def _insert(table: Table) -> TextClause:
    names = ", ".join(column.name for column in table.columns)
    arrays = ", ".join(f"CAST(:{column.name} AS {_type(column.type)}[])" for column in table.columns)
    key = ", ".join(column.name for column in table.primary_key)
    # unnest rather than VALUES: with VALUES the text grows with the rows, and building it costs more than running it.
    into = f"INSERT INTO {table.name} ({names}) SELECT * FROM unnest({arrays})"  # noqa: S608 - names of our own tables
    return text(f"{into} ON CONFLICT DO NOTHING RETURNING {key}")


def _type(kind: Any) -> str:
    if isinstance(kind, ARRAY):
        message = "a column that is itself an array cannot be taken apart again"
        raise TypeError(message)
    return str(kind.compile(dialect=POSTGRESQL.dialect()))
