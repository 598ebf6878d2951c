"""A town that gives: donors, a charity that hosts the fund, staff, and two people who may match."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from services.donations.service import DonationsService
from tests.database.donations.town import Town
from tests.support.bench import Bench


@pytest.fixture
def town(bench_of: Callable[[type], Bench]) -> Iterator[Town]:
    """A fresh database with everybody known and the fund open."""
    made = Town(bench_of(DonationsService))
    made.open()
    return made
