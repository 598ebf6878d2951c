"""A town on the bench: staff, a confirmer, an approver, households with residents, a shop, a property company."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from contracts.points import answers
from services.points.service import PointsService
from tests.database.points.fees import opened
from tests.database.points.town import Town
from tests.support.databases import Copy, Databases
from tests.support.doors import DoorBench


@pytest.fixture(scope="package")
def points_database(databases: Databases) -> Iterator[Copy]:
    """One database for all tests of points: emptying it is ten times quicker than making it."""
    copy = databases.fresh("points")
    yield copy
    copy.close()


@pytest.fixture(scope="package")
def owner(points_database: Copy) -> Iterator[Engine]:
    """The database as its owner, who may do what the service may not."""
    engine = create_engine(points_database.owner_url, poolclass=NullPool)
    yield engine
    engine.dispose()


@pytest.fixture
def town(points_database: Copy) -> Town:
    """Nothing but everybody registered."""
    points_database.empty()
    made = Town(DoorBench(PointsService, points_database))
    made.register()
    return made


@pytest.fixture
def programme(town: Town) -> answers.Programme:
    """With ¥1,000 to give."""
    return opened(town, budget=1_000_00)
