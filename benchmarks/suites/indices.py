"""The night: all indices of 20,000 parties from 10⁶ settled contributions, against a single pass over the same arrays in numpy.

**Ours** is the nightly recomputation as the service runs it (`Indices.recompute_indices`, its transaction and commit): it reads the grants from
PostgreSQL, collapses identities, computes coordination, depth, breadth and composite of everybody and the community's own figures, and publishes
a row for each party. **numpy** has the same arrays in memory already and runs the same formulas over them once, with nothing around them. So
the ratio is what reading, identities, the community's figures and publishing cost on top. Afterwards the indices are held against the formulas written
down a second time, party by party.
"""

from __future__ import annotations

import time
from datetime import date, timedelta

import numpy as np
from sqlalchemy import text

from benchmarks import settled
from benchmarks.figures import OURS, Series
from benchmarks.promises import NUMPY
from benchmarks.session import Session
from chassis.actor import system
from chassis.clock import SetClock
from chassis.database import Transactions
from services.points.indices import store
from services.points.indices.rules import everybody, nights, periods
from services.points.indices.rules.everybody import World
from services.points.service import PointsService
from tests.support.bench import Bench
from tests.support.databases import Copy

FIGURE = "night of all indices"
MONTHS_OF_YEAR, LEVELS = 12, 5
FULL = np.array([100.0, 500.0, 1_000.0, 1_000.0, 500.0, 1_000.0, 500.0, 1_000.0])
"""CV of the full amount by sector, in the order of the contract's list."""


def run(session: Session) -> tuple[list[Series], list[str]]:
    """Measure."""
    sizes = settled.Sizes(
        grants=session.many(1_000_000, 20_000), parties=session.many(20_000, 800), activities=session.many(40_000, 900)
    )
    with session.servers() as (_, databases):
        copy = databases.fresh("points")
        session.say(f"filling {sizes.grants:,} grants of {sizes.parties:,} parties in {sizes.activities:,} activities")
        settled.fill(copy, sizes)
        world = _arrays(copy)
        days = [settled.LAST_DAY + timedelta(days=number) for number in range(session.rounds)]
        ours = iter(days)
        found = session.interleaved(
            {OURS: lambda: night(copy, next(ours)), NUMPY: lambda: single_pass_seconds(world)}, what=FIGURE
        )
        remark = _agree(copy, world, days[0])
        series = [Series(figure=FIGURE, who=who, unit="s", samples=tuple(each)) for who, each in found.items()]
        return series, [remark]


def night(copy: Copy, day: date) -> float:
    """One night as the service runs it; seconds."""
    bench = Bench(PointsService, copy, SetClock(settled.NOW))
    began = time.perf_counter()
    bench.service.recompute_indices(day.isoformat())
    return time.perf_counter() - began


def single_pass_seconds(world: World) -> float:
    """The formulas alone, once over the arrays; seconds."""
    began = time.perf_counter()
    everybody.compute(world)
    return time.perf_counter() - began


def party_by_party(world: World) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Coordination, depth, breadth and composite of everybody, written down anew: it shares nothing with what is measured but the arrays."""
    parties, acts = len(world.sector), len(world.outside)
    share = np.bincount(world.act * parties + world.party, weights=world.cv) if parties * acts < 10**7 else None
    if share is None:
        keys, where = np.unique(world.act * parties + world.party, return_inverse=True)
        cv = np.bincount(where, weights=world.cv)
    else:
        keys = np.flatnonzero(share)
        cv = share[keys]
    act, party = np.divmod(keys, parties)
    total = np.bincount(act, weights=cv, minlength=acts)
    first = np.searchsorted(act, np.arange(acts + 1))
    partners = np.zeros(parties)
    reach = np.zeros((parties, len(FULL)))
    order = np.argsort(party, kind="stable")
    mine = np.searchsorted(party[order], np.arange(parties + 1))
    tie = np.zeros(parties)
    for one in range(parties):
        tie[:] = 0.0
        for row in order[mine[one] : mine[one + 1]]:
            begin, end = first[act[row]], first[act[row] + 1]
            tie[party[begin:end]] += cv[row] / total[act[row]] * cv[begin:end]
        tie[one] = 0.0
        partners[one] = -np.expm1(-tie / 20).sum()
        reach[one] = np.bincount(world.sector, weights=tie, minlength=len(FULL))
    reach[np.arange(parties), world.sector] = 0.0
    across = np.minimum(1.0, -np.expm1(-reach / 20).sum(axis=1) / 4)
    coordination = 100 * partners / (partners + 3) * (1 + across) / 2
    at_level = np.zeros((parties, LEVELS + 1))
    np.add.at(at_level, (world.party, world.level), world.cv)
    amount = np.minimum(1.0, np.log1p(at_level.sum(axis=1) / FULL[world.sector]) / np.log(11))
    above = np.cumsum(at_level[:, ::-1], axis=1)[:, ::-1][:, 1:] >= 20 - 1e-6
    role = np.where(above.any(axis=1), LEVELS - np.argmax(above[:, ::-1], axis=1), 0.5) / LEVELS
    gave = np.unique(np.stack((world.party, world.month)), axis=1)
    regular = np.minimum(1.0, np.bincount(gave[0], minlength=parties) / MONTHS_OF_YEAR)
    depth = 100 * np.cbrt(amount * regular * role)
    reached = np.zeros((parties, world.served.shape[1]))
    np.add.at(reached, party, (cv / (total + world.outside)[act])[:, None] * world.served[act])
    breadth = 100 * np.minimum(1.0, np.log1p(reached) / np.log1p(world.need_size)) @ world.need_share
    return coordination, depth, breadth, np.cbrt(np.maximum(coordination, 1.0) * depth * breadth)


def _arrays(copy: Copy) -> World:
    with Transactions(copy.engine, SetClock(settled.NOW)).begin(system(settled.COMMUNITY)) as work:
        store.be_patient(work)
        return store.night(work, periods.rolling(settled.LAST_DAY, as_of=work.now)).world


def _agree(copy: Copy, world: World, day: date) -> str:
    """Whoever gave was published, and the indices are what the formulas come to."""
    coordination, depth, breadth, composite = party_by_party(world)
    with Transactions(copy.engine, SetClock(settled.NOW)).begin(system(settled.COMMUNITY)) as work:
        store.be_patient(work)
        window = periods.rolling(day, as_of=work.now)
        found = nights.reckon(store.night(work, window), until=day)
        rows = int(work.connection.execute(text("SELECT count(DISTINCT party_id) FROM party_indices")).scalar_one())
    assert rows == world.parties, f"{rows} parties were published, {world.parties} gave"
    for ours, theirs in (
        (found.all.coordination, coordination),
        (found.all.depth, depth),
        (found.all.breadth, breadth),
        (found.all.composite, composite),
    ):
        assert np.allclose(ours, theirs, atol=1e-9), "the two do not agree"
    return f"{rows:,} parties published; both ways agree to 10⁻⁹; {found.all.ties:,} ties of f(t) ≥ 0.5 among them."
