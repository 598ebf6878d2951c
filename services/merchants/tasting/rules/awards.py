"""Who receives 优秀菜品 and 特色菜品 (rulebook §15). Decided on the published numbers, hundredths of a point, so that anybody can check."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from contracts.merchants.ids import AwardKind, DishId
from services.merchants.tasting.rules.chance import Chance

ADJUSTED_MIN = 750  # hundredths
BALLOTS_MIN = 8
JUDGES_MIN = 16
FIRST = Fraction(20, 100)
TIE_BELOW = 5  # hundredths
JOINT_EXTRA_MAX = 2  # 5 places, at most 7 titles.
DISTINCTIVE_SHARE_MIN = Fraction(25, 100)
DISTINCTIVE_MAX = 5


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is known of a dish when titles are given. Scores in hundredths of a point."""

    dish_id: DishId
    adjusted: int
    ballots: int
    taste_mean: Fraction
    top_three_share: Fraction
    beaten: frozenset[DishId]
    """The dishes that more of the judges who tasted both scored below it than above."""
    nominations: int


@dataclass(frozen=True, kw_only=True)
class Title:
    """A title for a dish."""

    dish_id: DishId
    kind: AwardKind


def places(dishes: int) -> int:
    """The first 20 % of the dishes, rounded up: 5 of 23."""
    return math.ceil(FIRST * dishes)


def shortfalls(*, handed_in: int, fewest_ballots: int, connected: bool) -> list[str]:
    """Why a panel gives no titles, in words for people; empty where its quorum is met."""
    found = []
    if handed_in < JUDGES_MIN:
        found.append(f"交齐评分卡的评委 {handed_in} 位，少于 {JUDGES_MIN} 位")
    if fewest_ballots < BALLOTS_MIN:
        found.append(f"有菜品只得到 {fewest_ballots} 张有效评分，少于 {BALLOTS_MIN} 张")
    if not connected:
        found.append("评分不能把所有菜品互相比较")
    return found


def give(standings: Sequence[Standing], *, seed: str) -> list[Title]:
    """All titles of a panel whose quorum is met; fewer where fewer qualify."""
    lot = {one.dish_id: place for place, one in enumerate(_lot(standings, seed))}
    return [*_excellent(standings, lot), *_distinctive(standings, lot)]


def _excellent(standings: Sequence[Standing], lot: dict[DishId, int]) -> list[Title]:
    fit = [one for one in standings if one.adjusted >= ADJUSTED_MIN and one.ballots >= BALLOTS_MIN]
    fit.sort(key=lambda one: -one.adjusted)
    wanted = places(len(standings))
    if len(fit) > wanted:
        fit = _with_ties(fit, wanted, lot)
    return [Title(dish_id=one.dish_id, kind=AwardKind.EXCELLENT) for one in fit]


def _with_ties(fit: Sequence[Standing], wanted: int, lot: dict[DishId, int]) -> list[Standing]:
    last = fit[wanted - 1].adjusted
    clear = [one for one in fit if one.adjusted - last >= TIE_BELOW]
    tied = [one for one in fit if abs(one.adjusted - last) < TIE_BELOW]
    most = wanted + JOINT_EXTRA_MAX
    if len(clear) + len(tied) > most:
        tied.sort(key=_breaker(tied, lot))
    return [*clear, *tied][:most]


def _breaker(tied: Sequence[Standing], lot: dict[DishId, int]) -> Callable[[Standing], tuple[Fraction | int, ...]]:
    rivals = {one.dish_id for one in tied}

    def order(one: Standing) -> tuple[Fraction | int, ...]:
        return (-one.taste_mean, -one.top_three_share, -len(one.beaten & rivals), lot[one.dish_id])

    return order


def _distinctive(standings: Sequence[Standing], lot: dict[DishId, int]) -> list[Title]:
    def share(one: Standing) -> Fraction:
        return Fraction(one.nominations, one.ballots) if one.ballots else Fraction(0)

    fit = [one for one in standings if one.nominations and share(one) >= DISTINCTIVE_SHARE_MIN]
    fit.sort(key=lambda one: (-share(one), -one.nominations, -one.adjusted, lot[one.dish_id]))
    return [Title(dish_id=one.dish_id, kind=AwardKind.DISTINCTIVE) for one in fit[:DISTINCTIVE_MAX]]


def _lot(standings: Sequence[Standing], seed: str) -> list[Standing]:
    return Chance(f"lot|{seed}").shuffled(sorted(standings, key=lambda one: one.dish_id))
