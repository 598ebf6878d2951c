"""A town on the bench: staff, a confirmer, an approver, households with residents, a shop, a property company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine, text

from contracts.points import answers
from services.points.service import PointsService
from tests.database.points.fees import opened
from tests.database.points.town import Town
from tests.support.bench import Bench
from tests.support.databases import Copy, Databases


@pytest.fixture(scope="package")
def points_database(databases: Databases) -> Iterator[Copy]:
    """One database for all tests of points: emptying it is ten times quicker than making it."""
    copy = databases.fresh("points")
    yield copy
    copy.close()


@pytest.fixture(scope="package")
def owner(points_database: Copy) -> Iterator[Engine]:
    """The database as its owner, who may do what the service may not."""
    engine = create_engine(points_database.owner_url)
    yield engine
    engine.dispose()


@pytest.fixture
def town(points_database: Copy, owner: Engine) -> Town:
    """Nothing but everybody registered."""
    with owner.begin() as connection:
        tables = connection.execute(
            text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'alembic_version'")
        )
        named = ", ".join(f'"{table}"' for table in tables.scalars())
        connection.execute(text(f"TRUNCATE {named} RESTART IDENTITY"))
    made = Town(Bench(PointsService, points_database))
    made.register()
    return made


@pytest.fixture
def programme(town: Town) -> answers.Programme:
    """With ¥1,000 to give."""
    return opened(town, budget=1_000_00)
