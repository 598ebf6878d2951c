"""Which judge tastes which dishes, under which codes: blocks as balanced as they can be, and never a dish of a tied merchant (rulebook §15)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from contracts.kinds import PartyId
from contracts.merchants.ids import DishId
from contracts.refused import Refused
from services.merchants.tasting.rules.chance import Chance

CODES = range(100, 1000)
REDEALT_CARD_MAX = 12  # Late absences are dealt again up to this many dishes a judge.
STARTS = 6  # Descents from different beginnings, of which the best is kept.
PASSES_MAX = 40
EVENNESS = 50  # What one dish tasted too often costs, in units of one pair met too often.

Cards = dict[PartyId, list[DishId]]
Grid = NDArray[np.int64]


class TooFewDishes(Refused):
    """There is nothing to compare."""

    code = "merchants.too_few_dishes"
    zh = "参评的菜品太少（至少 {least} 道）。"
    en = "Too few dishes are enrolled (at least {least})."


DISHES_MIN = 2


def code_table(dishes: Collection[DishId], *, salt: str) -> dict[DishId, str]:
    """A different three-digit code for every dish. Whoever does not know the salt learns nothing from it. Refuses TooFewDishes."""
    if len(dishes) < DISHES_MIN:
        raise TooFewDishes(least=DISHES_MIN)
    codes = Chance(f"codes|{salt}").shuffled(CODES)
    return {dish: str(code) for dish, code in zip(sorted(dishes), codes, strict=False)}


def code_table_hash(table: Mapping[DishId, str], *, salt: str) -> str:
    """SHA-256 over the salt and `code|dish` by code: published before the first plate, checked when the table and the salt are."""
    lines = sorted(f"{code}|{dish}" for dish, code in table.items())
    return hashlib.sha256("\n".join([salt, *lines]).encode()).hexdigest()


def deal(
    *,
    judges: Sequence[PartyId],
    dishes: Collection[DishId],
    card_size: int,
    barred: Collection[tuple[PartyId, DishId]],
    seed: str,
) -> Cards:
    """Every judge's card, in the order of tasting: the same for the same seed.

    Each dish comes to as many judges as any other, and each pair of dishes to as many as any other pair, give or take what conflicts of
    interest force. A judge with few dishes left gets a smaller card.
    """
    chance = Chance(f"deal|{seed}")
    columns = sorted(dishes)
    allowed = np.array([[(judge, dish) not in barred for dish in columns] for judge in judges])
    grids = (_descend(_start(allowed, card_size, chance), allowed) for _ in range(STARTS))
    best = min(grids, key=_unevenness)
    return {
        judge: chance.shuffled(columns[column] for column in np.flatnonzero(row))
        for judge, row in zip(judges, best, strict=True)
    }


def deal_again(
    *,
    cards: Mapping[PartyId, Sequence[DishId]],
    plates: Collection[DishId],
    barred: Collection[tuple[PartyId, DishId]],
    seed: str,
) -> Cards:
    """Who else tastes the plates of an absent judge: those with the smallest cards, up to 12 dishes each; chance decides among equals.

    A plate that nobody may take falls away.
    """
    chance = Chance(f"deal again|{seed}")
    held = {judge: set(card) for judge, card in cards.items()}
    added: Cards = {}
    for dish in chance.shuffled(sorted(plates)):
        free = [
            judge
            for judge in chance.shuffled(sorted(held))
            if len(held[judge]) < REDEALT_CARD_MAX and dish not in held[judge] and (judge, dish) not in barred
        ]
        if free:
            taker = min(free, key=lambda judge: len(held[judge]))
            held[taker].add(dish)
            added.setdefault(taker, []).append(dish)
    return added


def _start(allowed: NDArray[np.bool_], card_size: int, chance: Chance) -> Grid:
    grid = np.zeros(allowed.shape, dtype=np.int64)
    for row, free in zip(grid, allowed, strict=True):
        order = chance.shuffled(np.flatnonzero(free).tolist())
        seen = grid.sum(axis=0)
        row[sorted(order, key=lambda column: int(seen[column]))[:card_size]] = 1
    return grid


def _descend(grid: Grid, allowed: NDArray[np.bool_]) -> Grid:
    """Swap one dish of one card for another as long as that makes the whole more even."""
    for _ in range(PASSES_MAX):
        improved = [_swap_best(grid, row, allowed[row]) for row in range(len(grid))]
        if not any(improved):
            break
    return grid


def _swap_best(grid: Grid, row: int, free: NDArray[np.bool_]) -> bool:
    held = np.flatnonzero(grid[row])
    others = np.flatnonzero((grid[row] == 0) & free)
    if not len(held) or not len(others):
        return False
    together = grid.T @ grid
    often = np.diag(together)
    met = together[:, held].sum(axis=1)
    # What changes in the sum of squares over all pairs when `held[i]` leaves the card and `others[k]` joins it, and the same over all dishes.
    pairs = (met[others] - together[np.ix_(held, others)]) - (met[held] - often[held])[:, None] + len(held) - 1
    dishes = often[others][None, :] - often[held][:, None] + 1
    change = 2 * pairs + 2 * EVENNESS * dishes
    leaves, joins = np.unravel_index(int(np.argmin(change)), change.shape)
    if change[leaves, joins] >= 0:
        return False
    grid[row, held[leaves]], grid[row, others[joins]] = 0, 1
    return True


def _unevenness(grid: Grid) -> int:
    together = grid.T @ grid
    often = np.diag(together)
    pairs = together[np.triu_indices(len(often), k=1)]
    return int((pairs**2).sum() + EVENNESS * (often**2).sum())
