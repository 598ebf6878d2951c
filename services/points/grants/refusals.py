"""Why nothing is told of a grant."""

from __future__ import annotations

from contracts.refused import NotFound


class SourceNotFound(NotFound):
    """Nothing was credited for this source, or it is not the caller's to see."""

    code = "points.source_not_found"
    zh = "没有找到这项贡献的积分记录。"
    en = "Nothing was credited for this source."
