"""Bar charts as SVG, written by hand: a few kilobytes of text that any browser shows and that differ only where a figure differs."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from benchmarks.figures import OURS, Series

WIDTH, LABEL, BAR, GAP, HEAD = 800, 270, 18, 8, 30
OURS_COLOUR, OTHERS_COLOUR, SPREAD_COLOUR = "#c8432b", "#8aa1b1", "#333333"


def chart(title: str, groups: Sequence[tuple[str, Sequence[Series]]]) -> str:
    """Groups of bars, one group a figure with its own scale: medians, with a whisker from the least to the most."""
    parts: list[str] = []
    down = HEAD + 10
    for heading, series in groups:
        parts.append(_text(10, down + 12, heading, weight="bold"))
        down += 22
        longest = max(one.most for one in series)
        for one in series:
            parts += _bar(one, down, scale=(WIDTH - LABEL - 120) / longest)
            down += BAR + GAP
        down += 10
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {down}" font-family="sans-serif" font-size="12">',
        f'<rect width="{WIDTH}" height="{down}" fill="#ffffff"/>',
        _text(10, 22, title, weight="bold", size=16),
    ]
    return "\n".join([*head, *parts, "</svg>", ""])


def number(value: float) -> str:
    """A figure as people read it: three or four digits that matter."""
    if value >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _bar(one: Series, down: int, *, scale: float) -> list[str]:
    colour = OURS_COLOUR if one.who.startswith(OURS) else OTHERS_COLOUR
    middle = down + BAR / 2
    least, most = LABEL + one.least * scale, LABEL + one.most * scale
    return [
        _text(LABEL - 8, middle + 4, one.who, anchor="end"),
        f'<rect x="{LABEL}" y="{down}" width="{one.median * scale:.1f}" height="{BAR}" fill="{colour}"/>',
        f'<line x1="{least:.1f}" y1="{middle}" x2="{most:.1f}" y2="{middle}" stroke="{SPREAD_COLOUR}"/>',
        _text(most + 8, middle + 4, f"{number(one.median)} {one.unit}"),
    ]


def _text(x: float, y: float, words: str, *, weight: str = "normal", size: int = 12, anchor: str = "start") -> str:
    style = f'font-weight="{weight}" font-size="{size}" text-anchor="{anchor}"'
    return f'<text x="{x:.0f}" y="{y:.0f}" {style}>{escape(words)}</text>'
