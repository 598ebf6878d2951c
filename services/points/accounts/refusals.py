"""Why points cannot be used."""

from __future__ import annotations

from contracts.refused import Refused


class NotEnoughPoints(Refused):
    """Fewer points are available than it costs."""

    code = "points.not_enough_points"
    zh = "可用积分不足。"
    en = "Not enough points are available."
