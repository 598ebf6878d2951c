"""The program that reads a sheet: `python -m gateway.files.reader` with the columns as its argument and the file as its input.

It is a process of its own because a file may be made to eat memory or time: the machine ends it, and nobody else notices. It writes lines of
JSON: pieces of rows, each row its number and its cells in the order of the columns, and at the end `{"rows": 3}` or `{"refused": …}`.
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from gateway.files.reading import LIMITS, Line, SheetRefused, lines

MEMORY_BYTES_MAX = 1 << 30
PROCESSOR_SECONDS_MAX = 9
PIECE_ROWS = 500
PIECE_BYTES = 200_000


@dataclass(frozen=True, kw_only=True)
class Template:
    """What the line of titles must be: every needed title, none that is not known, none twice, in any order.

    `titles`: the columns wanted. `needed`: those that must be there. `ignored`: titles that may be there and are left out. A row whose
    first wanted cell begins with `example` is an example and left out. `above`: how lines begin that may stand above the titles, as in
    workbooks that were given out with a few facts. `most`: how many rows it may have.
    """

    titles: tuple[str, ...]
    needed: tuple[str, ...]
    ignored: tuple[str, ...] = ()
    example: str = "示例"
    above: tuple[str, ...] = ()
    most: int = LIMITS.rows

    @classmethod
    def of(cls, told: dict[str, Any]) -> Template:
        """The template as it was told on the command line."""
        named = {name: tuple(told[name]) for name in ("titles", "needed", "ignored", "above")}
        return cls(**named, example=told["example"], most=told["most"])


def pieces(raw: bytes, template: Template) -> Iterator[tuple[str, int]]:
    """The rows as JSON texts of limited size, and how many rows each has. Raises SheetRefused."""
    reading = lines(raw, replace(LIMITS, rows=template.most))
    titles = next((line for line in reading if line.cells[0].strip() not in template.above), None)
    if titles is None:
        raise SheetRefused("empty")
    places = _places(titles, template)
    piece: list[str] = []
    size = 0
    for line in reading:
        cells = [_cell(line, place) for place in places]
        if not any(cells) or cells[0].startswith(template.example):
            continue
        row = json.dumps([line.number, *cells], ensure_ascii=False, separators=(",", ":"))
        if piece and (len(piece) == PIECE_ROWS or size + len(row.encode()) > PIECE_BYTES):
            yield f"[{','.join(piece)}]", len(piece)
            piece, size = [], 0
        piece.append(row)
        size += len(row.encode())
    if piece:
        yield f"[{','.join(piece)}]", len(piece)


def _cell(line: Line, place: int | None) -> str:
    cell = line.cells[place].strip() if place is not None and place < len(line.cells) else ""
    # The apostrophe with which we gave it out (writing.py), so that no sheet would compute it.
    return cell[1:] if cell[:1] == "'" and cell[1:2] in {"=", "+", "-", "@"} else cell


def _places(titles: Line, template: Template) -> list[int | None]:
    # A title that must be filled in may be marked with a star.
    given = [title.strip().rstrip("*").strip() for title in titles.cells]
    named = [title for title in given if title]
    if twice := sorted({title for title in named if named.count(title) > 1}):
        raise SheetRefused("title_twice", titles="、".join(twice))
    if missing := [title for title in template.needed if title not in named]:
        raise SheetRefused("titles_missing", titles="、".join(missing))
    if strange := [title for title in named if title not in template.titles and title not in template.ignored]:
        raise SheetRefused("titles_unknown", titles="、".join(strange)[:200])
    return [given.index(title) if title in given else None for title in template.titles]


def main() -> int:
    """Read the input within the limits."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES_MAX, MEMORY_BYTES_MAX))
    resource.setrlimit(resource.RLIMIT_CPU, (PROCESSOR_SECONDS_MAX, PROCESSOR_SECONDS_MAX + 1))
    template = Template.of(json.loads(sys.argv[1]))
    out = sys.stdout.buffer
    count = 0
    try:
        for piece, rows in pieces(sys.stdin.buffer.read(), template):
            out.write(piece.encode() + b"\n")
            count += rows
        last = {"rows": count} if count else {"refused": "empty", "details": {}}
    except SheetRefused as refused:
        last = {"refused": refused.reason, "details": refused.details}
    except MemoryError:
        last = {"refused": "bomb", "details": {}}
    out.write(json.dumps(last, ensure_ascii=False).encode() + b"\n")
    out.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
