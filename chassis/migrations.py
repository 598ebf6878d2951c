"""Brings a database to the tables the code expects, as its owner, and gives the service's own role only what it may do.

    python -m chassis.migrations upgrade points donations …       migrate, then grant
    python -m chassis.migrations revision points "first"          write a revision by comparing tables with an empty database
    python -m chassis.migrations check points …                   do tables and revisions agree?

A table says itself what may happen to it: `info=APPEND_ONLY` (SELECT, INSERT), `info={"updatable": (columns,)}` (and UPDATE of just these
columns), otherwise everything but TRUNCATE. The service's role owns nothing, so it can neither alter a table nor disable a guard.
"""

from __future__ import annotations

import argparse
import importlib
import os
import pkgutil
import sys
from collections.abc import Iterator

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, Table, create_engine, make_url, text

from chassis import tables
from chassis.config import SettingsMissing, database_name
from chassis.revisions import ROOT, home

LOCK = 7203185  # Any number that is always the same: one migration of a database at a time.
LEDGERED = ("points", "donations")


def metadata(service: str) -> list[MetaData]:
    """All tables of a service: the chassis's, the ledger's where it keeps books, and every capability's."""
    package = ".".join(home(service).relative_to(ROOT).parts)
    found = [tables.metadata]
    if service in LEDGERED:
        found.append(importlib.import_module("ledger.tables").metadata)
    found.extend(importlib.import_module(module).metadata for module in sorted(_table_modules(package)))
    return found


def upgrade(service: str, *, owner_url: str, role: str) -> None:
    """Run what has not run yet, then grant. Safe to repeat, and to run from two places at once."""
    engine = create_engine(owner_url)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        command.upgrade(_config(service, connection), "head")
        grant(connection, metadata(service), role=role)
    engine.dispose()


def grant(connection: Connection, metadatas: list[MetaData], *, role: str) -> None:
    """Give the role exactly what the tables say of themselves, and nothing on anything else."""
    name = _quoted(role)
    connection.execute(text(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"))
    connection.execute(text(f"GRANT USAGE ON SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {name}"))
    connection.execute(text(f"GRANT SELECT ON alembic_version TO {name}"))
    for table in (table for each in metadatas for table in each.sorted_tables):
        for privilege in _privileges(table):
            connection.execute(text(f"GRANT {privilege} ON {_quoted(table.name)} TO {name}"))


def differences(service: str, connection: Connection) -> list[object]:
    """What would have to change in the database for it to be what the tables say; empty when they agree."""
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": False})
    return list(compare_metadata(context, metadata(service)))  # type: ignore[arg-type] # a list is documented


def heads(service: str) -> set[str]:
    """The newest revisions of a service, as the tool that runs them sees it."""
    return set(ScriptDirectory.from_config(_config(service)).get_heads())


def _privileges(table: Table) -> Iterator[str]:
    yield "SELECT, INSERT"
    if table.info.get("append_only"):
        return
    updatable = table.info.get("updatable")
    if updatable is None:
        yield "UPDATE, DELETE"
    elif updatable:
        yield f"UPDATE ({', '.join(_quoted(column) for column in updatable)})"
    if table.info.get("deletable"):
        yield "DELETE"


def _table_modules(package: str) -> Iterator[str]:
    path = [str(ROOT.joinpath(*package.split(".")))]
    for module in pkgutil.walk_packages(path, prefix=f"{package}."):
        if module.name.endswith(".tables"):
            yield module.name


def _config(service: str, connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(ROOT / "chassis" / "alembic"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("version_locations", str(home(service) / "migrations"))
    config.attributes["connection"] = connection
    config.attributes["metadata"] = metadata(service)
    return config


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _url(service: str, *, owner: bool) -> str:
    name = database_name(service, owner=owner)
    if not os.environ.get(name):
        raise SettingsMissing([name])
    return os.environ[name]


def main(arguments: list[str] | None = None) -> int:
    """The command line; exit code 1 when `check` finds a difference."""
    parser = argparse.ArgumentParser(
        prog="python -m chassis.migrations", description="Migrations of the services' databases."
    )
    parser.add_argument("what", choices=("upgrade", "revision", "check"))
    parser.add_argument("names", nargs="+", metavar="SERVICE", help="services; for revision: one service and a message")
    asked = parser.parse_args(arguments)
    if asked.what == "upgrade":
        for service in asked.names:
            role = make_url(_url(service, owner=False)).username or service
            upgrade(service, owner_url=_url(service, owner=True), role=role)
        return 0
    if asked.what == "revision":
        return _revise(asked.names[0], " ".join(asked.names[1:]))
    return max(_check(service) for service in asked.names)


def _revise(service: str, message: str) -> int:
    with create_engine(_url(service, owner=True)).connect() as connection, connection.begin():
        config = _config(service, connection)
        (home(service) / "migrations").mkdir(exist_ok=True)
        command.upgrade(config, "head")
        command.revision(config, message=message, autogenerate=True)
    return 0


def _check(service: str) -> int:
    with create_engine(_url(service, owner=True)).connect() as connection:
        found = differences(service, connection)
    for difference in found:
        sys.stderr.write(f"{service}: {difference}\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
