"""Files as people and attackers make them."""

from __future__ import annotations

import io
import zipfile

import xlsxwriter

TITLES = ["成员编号", "活动", "时长（分钟）"]


def csv(*rows: str, titles: str = ",".join(TITLES), encoding: str = "utf-8-sig") -> bytes:
    """A CSV file."""
    return ("\r\n".join([titles, *rows]) + "\r\n").encode(encoding)


def xlsx(*rows: list[object], titles: list[str] = TITLES, parts: dict[str, bytes] | None = None) -> bytes:
    """A workbook whose texts stay texts; `parts` are put into the package besides."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"strings_to_numbers": False, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for place, row in enumerate([titles, *rows]):
        sheet.write_row(place, 0, row)
    book.close()
    return with_parts(out.getvalue(), parts or {})


def with_parts(raw: bytes, parts: dict[str, bytes]) -> bytes:
    """The package with some parts put in or replaced."""
    if not parts:
        return raw
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()
