"""rural_link on the bench, with one village."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.rural_link.service import RuralLinkService
from tests.database.rural_link.village import Village
from tests.support.bench import Bench


@pytest.fixture
def village(bench_of: Callable[[type], Bench]) -> Village:
    return Village(bench_of(RuralLinkService))
