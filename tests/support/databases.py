"""Real PostgreSQL for tests: a migrated template per service, a fresh copy of it per test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import Engine

from chassis import database, migrations, revisions
from deploy.local.databases import Urls
from deploy.local.testbed import Testbed


@dataclass
class Databases:
    """Makes databases on the testbed's cluster."""

    testbed: Testbed
    templates: dict[str, str] = field(default_factory=dict)

    def fresh(self, service: str) -> Copy:
        """A new database of the service, migrated, empty but for what the migrations put in."""
        if service not in self.templates:
            self.templates[service] = self.testbed.template(
                service,
                version=_version(service),
                build=lambda urls: migrations.upgrade(service, owner_url=urls.owner, role=service),
            )
        return Copy(urls=self.testbed.new_database(service, template=self.templates[service]), testbed=self.testbed)


@dataclass
class Copy:
    """One test's own database."""

    urls: Urls
    testbed: Testbed
    _engine: Engine | None = None

    @property
    def url(self) -> str:
        """The service's own role's URL."""
        return self.urls.app

    @property
    def owner_url(self) -> str:
        """The owner's URL: what migrations use."""
        return self.urls.owner

    @property
    def engine(self) -> Engine:
        """Connections as the service's own role, with the limits of production."""
        if self._engine is None:
            self._engine = database.engine(self.urls.app)
        return self._engine

    def close(self) -> None:
        """Close and remove it."""
        if self._engine is not None:
            self._engine.dispose()
        self.testbed.drop_database(self.urls)


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
