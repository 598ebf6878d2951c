"""What the scores say once each judge's severity is taken out (rulebook §15): y_jd = μ + s_j + q_d + ε.

Arrays are judges × dishes: `scores` in points, `mask` true where there is a ballot. Everything is deterministic.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.ma  # Loaded by the first median else: a tenth of a second, on the hub.
from numpy.typing import NDArray

from services.merchants.tasting.rules.chance import Chance

RIDGE = 2.0  # λ: how strongly severities are pulled to zero.
SHRINKAGE = 5  # κ: pseudo-ballots at the panel's own spread.
OUTLIER_SPREADS = 2.5
SPREAD_MIN = 0.5
NORMAL = 1.4826  # Median deviation to standard deviation.
DRAWS = 400

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Adjusted score per dish (μ + q_d) and severity per judge (s_j; negative: severe), in points."""

    adjusted: Floats
    severity: Floats


@dataclass(frozen=True, kw_only=True)
class Habits:
    """What each judge's own ballots show: mean, variance, and their scores with outliers drawn in."""

    mean: Floats
    variance: Floats
    count: Floats
    drawn_in: Floats


def corrected(scores: Floats, mask: Mask, *, ridge: float = RIDGE) -> Tally:
    """The least-squares fit with a ridge on the judges' severity, without levelling their spread."""
    adjusted, severity = _fit(scores[None], mask, np.ones((1, len(scores))), ridge)
    return Tally(adjusted=adjusted[0], severity=severity[0])


def robust(scores: Floats, mask: Mask) -> Tally:
    """The fit after each judge's outliers are drawn in and their spread is levelled to the panel's."""
    once = np.ones((1, len(scores)))
    adjusted, severity = _fit(_levelled(habits(scores, mask), once), mask, once, RIDGE)
    return Tally(adjusted=adjusted[0], severity=severity[0])


def selection(scores: Floats, mask: Mask, *, places: int, seed: str) -> Floats:
    """How often (0 to 1) each dish is among the first `places` when the panel's judges are drawn anew, 400 times, from the public seed."""
    weights = _redrawn(len(scores), seed)
    adjusted, _ = _fit(_levelled(habits(scores, mask), weights), mask, weights, RIDGE)
    adjusted = np.where(weights @ mask > 0, adjusted, -np.inf)
    first = np.argsort(-adjusted, axis=1, kind="stable")[:, :places]
    return np.bincount(first.ravel(), minlength=mask.shape[1]) / DRAWS


def connected(mask: Mask) -> bool:
    """Can every dish be compared with every other, through judges who tasted both or a chain of such judges?"""
    reached = np.zeros(mask.shape[1], dtype=bool)
    reached[:1] = True
    while True:
        judges = mask[:, reached].any(axis=1)
        wider = reached | mask[judges].any(axis=0)
        if (wider == reached).all():
            return bool(reached.all())
        reached = wider


def habits(scores: Floats, mask: Mask) -> Habits:
    """Each judge's mean and variance, and their scores no further from their median than 2.5 spreads. Every judge has a ballot."""
    count = mask.sum(axis=1).astype(float)
    mean = (scores * mask).sum(axis=1) / count
    variance = (((scores - mean[:, None]) ** 2) * mask).sum(axis=1) / count
    own = np.where(mask, scores, np.nan)
    median = np.nanmedian(own, axis=1)
    spread = np.maximum(NORMAL * np.nanmedian(np.abs(own - median[:, None]), axis=1), SPREAD_MIN)
    reach = OUTLIER_SPREADS * spread
    drawn_in = np.clip(scores, (median - reach)[:, None], (median + reach)[:, None])
    return Habits(mean=mean, variance=variance, count=count, drawn_in=drawn_in)


def _levelled(of: Habits, weights: Floats) -> Floats:
    # The panel's spread is the root of its judges' mean variance; a judge who counts twice counts twice here too.
    pooled = np.sqrt((weights * of.variance).sum(axis=1) / weights.sum(axis=1))
    own = np.sqrt((of.count * of.variance + SHRINKAGE * pooled[:, None] ** 2) / (of.count + SHRINKAGE))
    stretch = np.divide(pooled[:, None], own, out=np.ones_like(own), where=own > 0)
    stretched: Floats = of.mean[:, None] + (of.drawn_in - of.mean[:, None]) * stretch[..., None]
    return stretched


def _fit(scores: Floats, mask: Mask, weights: Floats, ridge: float) -> tuple[Floats, Floats]:
    """Solve many panels at once: scores (panels × judges × dishes), weights (panels × judges): how often each judge counts.

    Where alternating least squares would converge to is solved for directly: the dishes are eliminated, and one linear system of the
    judges' severities is left. The ridge makes it regular.
    """
    held = mask.astype(float)
    ballots = np.maximum(weights @ held, 1.0)
    weighted = weights[:, :, None] * held
    mean = (weighted * scores).sum(axis=(1, 2)) / weighted.sum(axis=(1, 2))
    rest = (scores - mean[:, None, None]) * held
    dish_sums = (weights[:, :, None] * rest).sum(axis=1)
    coupling = (held / ballots[:, None, :]) @ weighted.transpose(0, 2, 1)
    system = np.eye(len(held)) * (held.sum(axis=1) + ridge) - coupling
    right = rest.sum(axis=2) - (dish_sums / ballots) @ held.T
    severity = np.linalg.solve(system, right[..., None])[..., 0]
    quality = (dish_sums - (weights * severity) @ held) / ballots
    return mean[:, None] + quality, severity


def _redrawn(judges: int, seed: str) -> Floats:
    chance = Chance(f"selection|{seed}")
    weights = np.zeros((DRAWS, judges))
    for draw in weights:
        for _ in range(judges):
            draw[chance.below(judges)] += 1
    return weights
