"""Real PostgreSQL for tests: a migrated template per service, a fresh copy of it per test."""

from __future__ import annotations

import itertools
import os
from dataclasses import dataclass, field

from sqlalchemy import Engine, create_engine, make_url, text
from sqlalchemy.pool import NullPool

from chassis import database, migrations

PASSWORD = "only-for-tests"


@dataclass
class Databases:
    """Makes databases on one cluster. `admin_url` is a superuser's."""

    admin_url: str
    templates: set[str] = field(default_factory=set)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def fresh(self, service: str) -> Copy:
        """A new database of the service, migrated, empty but for what the migrations put in."""
        template = f"template_{service}_{os.getpid()}"
        if template not in self.templates:
            self._make_template(service, template)
            self.templates.add(template)
        name = f"test_{service}_{os.getpid()}_{next(self.numbers)}"
        self._admin(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY OWNER "{service}_owner"')
        return Copy(
            name=name, url=self._url(name, service), owner_url=self._url(name, f"{service}_owner"), databases=self
        )

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._admin(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _make_template(self, service: str, template: str) -> None:
        for role in (service, f"{service}_owner"):
            self._admin(
                f'DO $$ BEGIN CREATE ROLE "{role}" LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$',
                f"ALTER ROLE \"{role}\" LOGIN PASSWORD '{PASSWORD}'",
            )
        self._admin(f'CREATE DATABASE "{template}" OWNER "{service}_owner"')
        owner_url = self._url(template, f"{service}_owner")
        migrations.upgrade(service, owner_url=owner_url, role=service)

    def _url(self, name: str, role: str) -> str:
        url = make_url(self.admin_url).set(database=name, username=role, password=PASSWORD)
        return url.render_as_string(hide_password=False)

    def _admin(self, *statements: str) -> None:
        engine = create_engine(self.admin_url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
        with engine.connect() as connection:
            for statement in statements:
                connection.execute(text(statement))


@dataclass
class Copy:
    """One test's own database."""

    name: str
    url: str
    owner_url: str
    databases: Databases
    _engine: Engine | None = None

    @property
    def engine(self) -> Engine:
        """Connections as the service's own role, with the limits of production."""
        if self._engine is None:
            self._engine = database.engine(self.url)
        return self._engine

    def close(self) -> None:
        """Close and remove it."""
        if self._engine is not None:
            self._engine.dispose()
        self.databases.drop(self.name)
