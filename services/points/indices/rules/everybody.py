"""The same indices (rules.formulas) for all parties at once, over arrays: what the nightly recomputation does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.ma  # Loaded by the first `unique` else: a tenth of a second, on the hub.
from numpy.typing import NDArray

from contracts.sectors import Sector
from services.points.indices.rules.formulas import (
    AMOUNT_SCALE,
    CV_OF_FULL_AMOUNT,
    LEVEL_LEAST,
    LEVEL_OF_LESS,
    LEVELS,
    MONTHS_OF_YEAR,
    PARTNERS_HALF,
    SECTORS_FULL,
    TAU,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SECTORS = tuple(Sector)
PAIRS_AT_ONCE = 2_000_000
CELLS_AT_ONCE = 4_000_000
TIED = 0.5
"""Two parties count as tied for the community's figures when f(t) is at least this (rulebook §11)."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything that was given within the period: a row for each gift (`party`, `act`, `cv`, `level`, `month` as a running number).

    Parties and acts are numbers from 0. `sector` of each party is a place in SECTORS; `outside` (CV given to it beyond the period) and
    `served` (a column for each need group) are of each act; `need_share` and `need_size` of each group.
    """

    party: Ints
    act: Ints
    cv: Floats
    level: Ints
    month: Ints
    sector: Ints
    outside: Floats
    served: Floats
    need_share: Floats
    need_size: Floats

    @property
    def parties(self) -> int:
        """How many parties there are."""
        return len(self.sector)

    @property
    def acts(self) -> int:
        """How many acts there are."""
        return len(self.outside)


@dataclass(frozen=True, kw_only=True)
class Shares:
    """What each party gave to each act, once: sorted by act, then party. Row number `first[a]` is the first of act `a`."""

    party: Ints
    act: Ints
    cv: Floats
    first: Ints
    given: Floats


@dataclass(frozen=True, kw_only=True)
class Everybody:
    """Every party's indices, a place each; and what the community's own figures need of the ties."""

    coordination: Floats
    depth: Floats
    breadth: Floats
    composite: Floats
    cv: Floats
    acts: Ints
    ties: int
    ties_across: int


def compute(world: World) -> Everybody:
    """All of it, in a few passes."""
    shares = shares_of(world)
    partners, ties, across = _partners(world, shares)
    reach = np.minimum(1.0, _met(_reached(world, shares)).sum(axis=1) / SECTORS_FULL)
    coordination = 100 * partners / (partners + PARTNERS_HALF) * (1 + reach) / 2
    depth = _depth(world)
    breadth = _breadth(world, shares)
    return Everybody(
        coordination=coordination,
        depth=depth,
        breadth=breadth,
        composite=np.cbrt(np.maximum(coordination, 1.0) * depth * breadth),
        cv=_added(world.party, world.cv, world.parties),
        acts=np.bincount(shares.party, minlength=world.parties),
        ties=ties,
        ties_across=across,
    )


def shares_of(world: World) -> Shares:
    """Add up what one party gave to one act; nothing is left out but what adds up to nothing."""
    key = world.act * world.parties + world.party
    order = np.argsort(key, kind="stable")
    in_order = key[order]
    begins = np.flatnonzero(np.r_[True, in_order[1:] != in_order[:-1]]) if len(in_order) else np.zeros(0, np.int64)
    cv = np.add.reduceat(world.cv[order], begins) if len(begins) else np.zeros(0)
    keys = in_order[begins][cv > 0]
    act, party = np.divmod(keys, world.parties)
    cv = cv[cv > 0]
    return Shares(
        party=party,
        act=act,
        cv=cv,
        first=np.searchsorted(act, np.arange(world.acts + 1)),
        given=_added(act, cv, world.acts),
    )


def fractional(world: World, shares: Shares) -> Floats:
    """U: by party and need group the people reached, each counted once over all parties."""
    part = shares.cv / (shares.given + world.outside)[shares.act]
    reached = part[:, None] * world.served[shares.act]
    columns = [_added(shares.party, reached[:, group], world.parties) for group in range(world.served.shape[1])]
    return np.stack(columns, axis=1) if columns else np.zeros((world.parties, 0))


def _partners(world: World, shares: Shares) -> tuple[Floats, int, int]:
    """By party the effective partners K; the number of ties that count; and how many of those lead to another sector.

    Ties are pairs, so only a block of parties is looked at with all their partners at a time.
    """
    order = np.argsort(shares.party, kind="stable")
    of_party = np.searchsorted(shares.party[order], np.arange(world.parties + 1))
    size = np.diff(shares.first)
    pairs = np.r_[0, np.cumsum(size[shares.act[order]])]
    found = np.zeros(world.parties)
    ties = across = 0
    begin = 0
    while begin < world.parties:
        end = _end_of_block(begin, pairs[of_party], world.parties)
        rows = order[of_party[begin] : of_party[end]]
        tie = _ties(rows, begin, end, shares, world.parties)
        mine, theirs = np.nonzero(tie)
        close = _met(tie[mine, theirs])
        found[begin:end] = _added(mine, close, end - begin)
        counting = close >= TIED
        mine, theirs = mine[counting] + begin, theirs[counting]
        once = mine < theirs
        ties += int(once.sum())
        across += int((world.sector[mine[once]] != world.sector[theirs[once]]).sum())
        begin = end
    return found, ties, across


def _end_of_block(begin: int, pairs: Ints, parties: int) -> int:
    """As many parties as fit into the pairs and cells that are looked at together; one at least."""
    by_pairs = int(np.searchsorted(pairs, pairs[begin] + PAIRS_AT_ONCE, side="right")) - 1
    return min(parties, max(begin + 1, min(by_pairs, begin + CELLS_AT_ONCE // parties)))


def _ties(rows: Ints, begin: int, end: int, shares: Shares, parties: int) -> Floats:
    """T of the parties from `begin` to `end` with everybody, in CV; nobody is tied to themselves."""
    act = shares.act[rows]
    size = shares.first[act + 1] - shares.first[act]
    # For every row the places of all shares of its act, one after the other.
    skipped = np.cumsum(size) - size
    partner = np.arange(size.sum()) + np.repeat(shares.first[act] - skipped, size)
    cell = np.repeat((shares.party[rows] - begin) * parties, size) + shares.party[partner]
    weight = np.repeat(shares.cv[rows] / shares.given[act], size) * shares.cv[partner]
    tie = _added(cell, weight, (end - begin) * parties).reshape(end - begin, parties)
    own = np.arange(end - begin)
    tie[own, own + begin] = 0.0
    return tie


def _reached(world: World, shares: Shares) -> Floats:
    """By party and sector what of its contribution met that sector's, in CV; nothing in its own sector.

    The sum of ties over a sector needs no pairs: it is the party's share of each act times what the sector gave there.
    """
    by_act = _added(
        shares.act * len(SECTORS) + world.sector[shares.party], shares.cv, world.acts * len(SECTORS)
    ).reshape(world.acts, len(SECTORS))
    part = shares.cv / shares.given[shares.act]
    columns = [_added(shares.party, part * by_act[shares.act, sector], world.parties) for sector in range(len(SECTORS))]
    found = np.stack(columns, axis=1)
    found[np.arange(world.parties), world.sector] = 0.0
    return found


def _depth(world: World) -> Floats:
    full = np.array([CV_OF_FULL_AMOUNT[sector] for sector in SECTORS])[world.sector]
    at_level = _added(world.party * (LEVELS[-1] + 1) + world.level, world.cv, world.parties * (LEVELS[-1] + 1)).reshape(
        world.parties, LEVELS[-1] + 1
    )
    amount = np.minimum(1.0, np.log1p(at_level.sum(axis=1) / full) / AMOUNT_SCALE)
    enough = np.cumsum(at_level[:, ::-1], axis=1)[:, ::-1] >= LEVEL_LEAST
    highest = np.where(enough, np.arange(LEVELS[-1] + 1), 0).max(axis=1)
    role = np.where(highest > 0, highest, LEVEL_OF_LESS) / LEVELS[-1]
    regularity = np.minimum(1.0, _months(world) / MONTHS_OF_YEAR)
    value: Floats = 100 * np.cbrt(amount * regularity * role)
    return value


def _months(world: World) -> Ints:
    """In how many civil months each party gave anything."""
    gave = world.cv > 0
    if not gave.any():
        return np.zeros(world.parties, np.int64)
    earliest = world.month[gave].min()
    span = int(world.month[gave].max() - earliest) + 1
    seen = np.zeros(world.parties * span, bool)
    seen[world.party[gave] * span + world.month[gave] - earliest] = True
    months: Ints = np.count_nonzero(seen.reshape(world.parties, span), axis=1)
    return months


def _breadth(world: World, shares: Shares) -> Floats:
    whole = np.log1p(world.need_size)
    reached = np.log1p(fractional(world, shares)) / np.where(whole > 0, whole, 1.0)
    value: Floats = 100 * np.where(whole > 0, np.minimum(1.0, reached), 0.0) @ world.need_share
    return value


def _added(places: Ints, amounts: Floats, size: int) -> Floats:
    return np.asarray(np.bincount(places, weights=amounts, minlength=size), dtype=np.float64)


def _met(cv: Floats) -> Floats:
    return -np.expm1(-cv / TAU)
