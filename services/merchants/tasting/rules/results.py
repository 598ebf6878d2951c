"""From a closed box of ballots to everything that is published of it (rulebook §15)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from contracts.kinds import PartyId
from contracts.merchants.ids import DishId
from services.merchants.tasting.rules import awards, tally
from services.merchants.tasting.rules.ballots import PARTS_PER_POINT, Ballot

METHOD = "robust additive least squares, ridge 2, shrinkage 5, bootstrap 400 (rulebook 15, version 1)"
TOP_OF_CARD = 3


@dataclass(frozen=True, kw_only=True)
class Box:
    """What is counted: the valid ballots, the nominations, and how many judges handed in everything dealt to them."""

    dishes: tuple[DishId, ...]
    ballots: tuple[Ballot, ...]
    nominations: Counter[DishId]
    handed_in: int
    seed: str


@dataclass(frozen=True, kw_only=True)
class DishScore:
    """One dish's result; scores in hundredths of a point, `selection` in percent."""

    dish_id: DishId
    ballots: int
    plain_mean: int
    adjusted: int
    rank: int
    selection: int
    nominations: int
    why: str


@dataclass(frozen=True, kw_only=True)
class Count:
    """A finished count."""

    scores: tuple[DishScore, ...]
    severities: Mapping[PartyId, int]
    titles: tuple[awards.Title, ...]
    shortfalls: tuple[str, ...]


def count(box: Box) -> Count:
    """Count the box: scores always, titles only where the quorum is met. About 30 ms for 20 judges and 23 dishes."""
    if not box.ballots:
        return Count(scores=(), severities={}, titles=(), shortfalls=("没有任何评分",))
    judges = sorted({ballot.judge_id for ballot in box.ballots})
    scores, mask = _grid(box, judges)
    fit = tally.robust(scores, mask)
    often = tally.selection(scores, mask, places=awards.places(len(box.dishes)), seed=box.seed)
    found = _scores(box, scores, mask, fit, often)
    per_dish = mask.sum(axis=0)
    short = awards.shortfalls(
        handed_in=box.handed_in, fewest_ballots=int(per_dish.min()), connected=tally.connected(mask)
    )
    titles = [] if short else awards.give(_standings(box, found), seed=box.seed)
    severities = {judge: _hundredths(severity) for judge, severity in zip(judges, fit.severity, strict=True)}
    return Count(scores=tuple(found), severities=severities, titles=tuple(titles), shortfalls=tuple(short))


def _grid(box: Box, judges: Sequence[PartyId]) -> tuple[tally.Floats, tally.Mask]:
    row = {judge: number for number, judge in enumerate(judges)}
    column = {dish: number for number, dish in enumerate(box.dishes)}
    scores = np.zeros((len(judges), len(box.dishes)))
    mask = np.zeros(scores.shape, dtype=bool)
    for ballot in box.ballots:
        where = row[ballot.judge_id], column[ballot.dish_id]
        scores[where], mask[where] = ballot.scores.parts / PARTS_PER_POINT, True
    return scores, mask


def _scores(box: Box, scores: tally.Floats, mask: tally.Mask, fit: tally.Tally, often: tally.Floats) -> list[DishScore]:
    number = mask.sum(axis=0)
    plain = (scores * mask).sum(axis=0) / np.maximum(number, 1)
    lean = (fit.severity[:, None] * mask).sum(axis=0) / np.maximum(number, 1)
    adjusted = [_hundredths(value) for value in fit.adjusted]
    found = []
    for column, dish in enumerate(box.dishes):
        rank = 1 + sum(other > adjusted[column] for other in adjusted)
        found.append(
            DishScore(
                dish_id=dish,
                ballots=int(number[column]),
                plain_mean=_hundredths(plain[column]),
                adjusted=adjusted[column],
                rank=rank,
                selection=round(100 * float(often[column])),
                nominations=box.nominations[dish],
                why=why(int(number[column]), plain[column], lean[column], fit.adjusted[column], rank),
            )
        )
    return sorted(found, key=lambda score: (score.rank, score.dish_id))


def why(ballots: int, plain: float, lean: float, adjusted: float, rank: int) -> str:
    """The sentence that says why a dish stands where it stands."""
    if not ballots:
        return "没有评委品尝，没有分数。"
    manner = "偏严" if lean < 0 else "偏松"
    return (
        f"{ballots} 位评委品尝，平均 {plain:.2f} 分；这些评委总体{manner} {abs(lean):.2f} 分，"
        f"校正并拉平评分习惯后 {adjusted:.2f} 分，列第 {rank}。"
    )


def _standings(box: Box, found: Sequence[DishScore]) -> list[awards.Standing]:
    by_judge: dict[PartyId, list[Ballot]] = defaultdict(list)
    for ballot in box.ballots:
        by_judge[ballot.judge_id].append(ballot)
    by_dish: dict[DishId, list[Ballot]] = defaultdict(list)
    for ballot in box.ballots:
        by_dish[ballot.dish_id].append(ballot)
    tops = Counter(dish for card in by_judge.values() for dish in _tops(card))
    beaten = _beaten(by_judge.values())
    return [
        awards.Standing(
            dish_id=score.dish_id,
            adjusted=score.adjusted,
            ballots=score.ballots,
            taste_mean=Fraction(sum(each.scores.taste for each in by_dish[score.dish_id]), max(1, score.ballots)),
            top_three_share=Fraction(tops[score.dish_id], max(1, score.ballots)),
            beaten=frozenset(other for winner, other in beaten if winner == score.dish_id),
            nominations=score.nominations,
        )
        for score in found
    ]


def _tops(card: Sequence[Ballot]) -> list[DishId]:
    """The dishes of a card that fewer than three others are scored above."""
    return [one.dish_id for one in card if sum(other.scores.parts > one.scores.parts for other in card) < TOP_OF_CARD]


def _beaten(cards: Collection[Sequence[Ballot]]) -> set[tuple[DishId, DishId]]:
    """(winner, loser) where more judges who tasted both scored the winner above than below."""
    lead: Counter[tuple[DishId, DishId]] = Counter()
    for card in cards:
        for one in card:
            for other in card:
                lead[one.dish_id, other.dish_id] += (one.scores.parts > other.scores.parts) - (
                    one.scores.parts < other.scores.parts
                )
    return {pair for pair, ahead in lead.items() if ahead > 0}


def _hundredths(points: float) -> int:
    return int(np.floor(points * 100 + 0.5))
