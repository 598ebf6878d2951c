"""merchants on the bench, with a street of shops and its residents."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from services.merchants.service import MerchantsService
from tests.database.merchants.street import Street
from tests.support.bench import Bench


@pytest.fixture
def street(bench_of: Callable[[type], Bench]) -> Street:
    return Street(bench_of(MerchantsService))
