"""A town on the bench: staff, a confirmer, an approver, a household with two residents, a shop, a property company."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from services.points.service import PointsService
from tests.database.points.town import Town
from tests.support.bench import Bench


@pytest.fixture
def town(bench_of: Callable[[type], Bench]) -> Iterator[Town]:
    """A fresh database with everybody registered."""
    made = Town(bench_of(PointsService))
    made.register()
    return made
