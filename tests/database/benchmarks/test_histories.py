"""Benchmarks furnish databases by statements of their own: a table that changes must not be noticed by the next long measurement only."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing

import pytest

from benchmarks import settled, town
from tests.support.databases import Copy

GROWN = {"points": "grants", "donations": "gifts", "merchants": "members", "rural_link": "orders"}


@pytest.mark.parametrize("service", GROWN)
def test_a_towns_history_can_be_written(fresh_database: Callable[[str], Copy], service: str):
    copy = fresh_database(service)

    with closing(copy.testbed.cluster.admin(copy.urls.name)) as admin, admin.cursor() as cursor:
        cursor.execute(town.history(donors=2, gifts=3)[service])
        cursor.execute(f"SELECT count(*) FROM {GROWN[service]}")

        assert cursor.fetchone()[0] >= 2


def test_a_settled_community_can_be_written(fresh_database: Callable[[str], Copy]):
    copy = fresh_database("points")

    settled.fill(copy, settled.Sizes(grants=50, parties=10, activities=2))

    with copy.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*), count(DISTINCT party_id) > 1 FROM grants").one() == (
            50,
            True,
        )
