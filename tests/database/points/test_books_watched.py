"""A difference in the books shows in the figures before anybody looks for it."""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import REGISTRY
from sqlalchemy import create_engine, text

from chassis.ids import new_id
from contracts.points import requests
from contracts.points.kinds import PartyKind
from contracts.roles import Role
from contracts.sectors import Sector
from services.points.service import PointsService
from tests.support.bench import Bench, actor


def off(unit: str) -> float | None:
    return REGISTRY.get_sample_value("ccs_books_off", {"service": "points", "unit": unit})


def test_books_that_do_not_close_are_seen_in_every_community(bench_of: Callable[[type], Bench]):
    town = bench_of(PointsService)
    for community in ("changlinpan", "elsewhere"):
        staff = actor(new_id("pty"), Role.COMMUNITY_STAFF, community=community)
        party = {"party_id": new_id("pty"), "kind": PartyKind.ORGANISATION, "sector": Sector.SOC, "name": "某社"}
        town.ask(requests.RegisterParty(**party), as_=staff)
    town.run_sweeps()
    assert (off("SP"), off("CV")) == (0, 0)

    owner = create_engine(town.database.owner_url)
    with owner.begin() as connection:
        one = "SELECT min(id) FROM ledger_accounts WHERE community = 'elsewhere' AND unit = 'SP'"
        spoil = f"UPDATE ledger_accounts SET balance = balance + 7 WHERE id = ({one})"
        spoilt = connection.execute(text(spoil)).rowcount
    owner.dispose()
    town.run_sweeps()

    assert spoilt == 1
    assert off("SP") == 7 + 1  # What the balances sum to, and the account that differs from its entries.
    assert off("CV") == 0
