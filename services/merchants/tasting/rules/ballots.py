"""What a ballot is: three scores in half points, a reason where they are extreme, and a fingerprint that proves it later (rulebook §15)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass

from contracts.kinds import PartyId
from contracts.merchants.ids import DishId
from services.merchants.tasting.rules.refusals import ReasonMissing

LOW_HALF_POINTS = 6  # 3 points
FULL_HALF_POINTS = 20  # 10 points
REASON_LENGTH_MIN = 5
COLOUR_PARTS, AROMA_PARTS, TASTE_PARTS = 3, 3, 4  # y = .3 色 + .3 香 + .4 味
PARTS_PER_POINT = 20  # Ten tenths of weight, two half points a point.
NOMINATIONS_MAX = 3


@dataclass(frozen=True, kw_only=True)
class Scores:
    """色, 香 and 味 in half points, 0 to 20."""

    colour: int
    aroma: int
    taste: int

    @property
    def parts(self) -> int:
        """The weighted score in twentieths of a point, 0 to 200: exact."""
        return COLOUR_PARTS * self.colour + AROMA_PARTS * self.aroma + TASTE_PARTS * self.taste


@dataclass(frozen=True, kw_only=True)
class Ballot:
    """One judge's scores for one dish."""

    judge_id: PartyId
    dish_id: DishId
    scores: Scores
    fingerprint: str


def check_reason(scores: Scores, reason: str | None) -> None:
    """Refuse ReasonMissing where a score is 3 points or less, or 10, without five characters of reason."""
    each = (scores.colour, scores.aroma, scores.taste)
    extreme = min(each) <= LOW_HALF_POINTS or max(each) == FULL_HALF_POINTS
    if extreme and len((reason or "").strip()) < REASON_LENGTH_MIN:
        raise ReasonMissing(least=REASON_LENGTH_MIN)


def fingerprint(scores: Scores, *, token: str, panel_id: str, code: str) -> str:
    """SHA-256 of `token|panel|code|colour|aroma|taste`: only who holds the token can tell whose ballot it is."""
    line = "|".join([token, panel_id, code, str(scores.colour), str(scores.aroma), str(scores.taste)])
    return hashlib.sha256(line.encode()).hexdigest()


def box_hash(fingerprints: Collection[str]) -> str:
    """SHA-256 over all fingerprints in order: published when the box is closed, before anything is counted."""
    return hashlib.sha256("\n".join(sorted(fingerprints)).encode()).hexdigest()


def numbered(judges: Collection[PartyId], *, secret: str) -> dict[PartyId, str]:
    """Every judge's number (J01 …) in an order that only the secret knows; the secret is never published."""
    order = sorted(judges, key=lambda judge: hashlib.sha256(f"{secret}|{judge}".encode()).hexdigest())
    return {judge: f"J{place:02d}" for place, judge in enumerate(order, start=1)}
