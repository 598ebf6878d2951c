"""Real PostgreSQL for tests: a migrated template per service, a copy of it for each test; an emptied copy serves the next test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from psycopg2 import sql
from psycopg2.extensions import cursor as Cursor  # noqa: N812 - it is a class
from sqlalchemy import Engine

from chassis import database, migrations, revisions
from deploy.local.databases import Urls
from deploy.local.testbed import Testbed

# Waits until each is gone, for 10 seconds at most.
END_OTHERS = """SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()"""
WRITTEN = """SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'
AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""


@dataclass
class Databases:
    """Makes databases on the testbed's cluster."""

    testbed: Testbed
    templates: dict[str, str] = field(default_factory=dict)
    spare: dict[str, list[Urls]] = field(default_factory=dict)

    def fresh(self, service: str) -> Copy:
        """A database of the service that nobody else has, migrated, without a row."""
        spare = self.spare.setdefault(service, [])
        if spare:
            return Copy(urls=spare.pop(), testbed=self.testbed, spare=spare)
        if service not in self.templates:
            self.templates[service] = self.testbed.template(
                service,
                version=_version(service),
                build=lambda urls: self._build(service, urls),
            )
        urls = self.testbed.new_database(service, template=self.templates[service])
        return Copy(urls=urls, testbed=self.testbed, spare=spare)

    def _build(self, service: str, urls: Urls) -> None:
        migrations.upgrade(service, owner_url=urls.owner, role=service)
        with closing(self.testbed.cluster.admin(urls.name)) as connection, connection.cursor() as cursor:
            # An emptied database would lack what a migration had put in; then it has to be put back there.
            assert _written(cursor) == [], f"migrations of {service} leave rows behind"


@dataclass
class Copy:
    """One test's own database."""

    urls: Urls
    testbed: Testbed
    spare: list[Urls] | None = None
    """Where it waits, emptied, for the next who asks: quicker than making one, which copies some hundred files."""
    _engine: Engine | None = None
    _altered: bool = False

    @property
    def url(self) -> str:
        """The service's own role's URL."""
        return self.urls.app

    @property
    def owner_url(self) -> str:
        """The owner's URL. Who has it may have changed more than rows: the database is not used again."""
        self._altered = True
        return self.urls.owner

    @property
    def engine(self) -> Engine:
        """Connections as the service's own role, with the limits of production."""
        if self._engine is None:
            self._engine = database.engine(self.urls.app)
        return self._engine

    def empty(self) -> None:
        """Remove every row, whoever is still connected, and count from 1 again."""
        self._hang_up()
        with closing(self.testbed.cluster.admin(self.urls.name)) as connection, connection.cursor() as cursor:
            cursor.execute(END_OTHERS)
            tables = [sql.Identifier(name) for name in _written(cursor)]
            if tables:
                cursor.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY CASCADE").format(sql.SQL(", ").join(tables)))

    def close(self) -> None:
        """Close it, and give it back or remove it."""
        self._hang_up()
        if self.spare is None or self._altered:
            self.testbed.drop_database(self.urls)
        else:
            self.empty()
            self.spare.append(self.urls)

    def _hang_up(self) -> None:
        if self._engine is not None:
            self._engine.dispose()


def _written(cursor: Cursor) -> list[str]:
    cursor.execute(WRITTEN)
    return [name for (name,) in cursor.fetchall()]


def _version(service: str) -> str:
    """Changes whenever the service's tables, migrations or grants do."""
    digest = hashlib.sha256()
    for path in sorted(_sources(service)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def _sources(service: str) -> Iterator[Path]:
    home = revisions.home(service)
    yield from home.glob("migrations/*.py")
    yield from home.rglob("tables.py")
    yield from (revisions.ROOT / name for name in ("chassis/tables.py", "chassis/migrations.py", "ledger/tables.py"))
