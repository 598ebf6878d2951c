"""Writes a paper as CSV, XLSX or PDF. The same paper always gives the same bytes: no clock and no chance goes into a file."""

from __future__ import annotations

import csv
import io
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped] # it says nothing of its types

from contracts.refused import Refused, Unavailable
from gateway.files.papers import Column, Form, Paper

BOM = b"\xef\xbb\xbf"
RISKY = ("=", "+", "-", "@", "\t", "\r", "\n")
CREATED = datetime(2023, 1, 1)  # noqa: DTZ001 - a sheet knows no time zones; always the same, so that equal papers are equal files
CREATED_ON_PAPER = datetime(2023, 1, 1, tzinfo=UTC)
ROWS_FROZEN = 1
CHOICES_LETTERS_MAX = 255  # Of a list of choices in a sheet, all together.
FONT_PLACES = (
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    str(Path(__file__).resolve().parents[2] / "var" / "tools" / "wqy-microhei.ttc"),
)
"""Where Debian's package fonts-wqy-microhei puts the font, and where the bootstrap does who may not install packages."""

PAGE_MILLIMETRES = {"portrait": 190, "landscape": 277}
LINE_MILLIMETRES = 5.5

logging.getLogger("fontTools").setLevel(logging.ERROR)
logging.getLogger("fpdf").setLevel(logging.ERROR)


class FontMissing(Unavailable):
    """No Chinese font is installed, so no paper can be set."""

    code = "font-missing"
    zh = "服务器没有安装中文字体，暂时不能生成 PDF；请改用 CSV 或 XLSX。"
    en = "No Chinese font is installed, so PDF is not available; take CSV or XLSX."


def written(paper: Paper, form: Form) -> bytes:
    """The file. Refuses FontMissing."""
    return {Form.CSV: as_csv, Form.XLSX: as_xlsx, Form.PDF: as_pdf}[form](paper)


def as_csv(paper: Paper) -> bytes:
    """UTF-8 with BOM and CRLF, as office programs expect; text that a sheet would take for a formula begins with an apostrophe."""
    out = io.StringIO(newline="")
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow([_tame(column.title) for column in paper.columns])
    for row in paper.rows:
        cells = zip(paper.columns, row, strict=True)
        lines.writerow([cell if column.number and is_number(cell) else _tame(cell) for column, cell in cells])
    return BOM + out.getvalue().encode()


def is_number(cell: str) -> bool:
    """A plain decimal: digits, perhaps a sign and two places. Anything else in a number column is text."""
    whole, _, part = cell.removeprefix("-").partition(".")
    return (
        whole.isdecimal()
        and whole.isascii()
        and len(whole) <= 13
        and (not part or (part.isdecimal() and len(part) <= 2))
    )


def as_xlsx(paper: Paper) -> bytes:
    """One sheet: the facts, a frozen line of titles, the rows. Only numbers of number columns are numbers; no cell is a formula or a link."""
    out = io.BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": paper.title, "created": CREATED})
    sheet = book.add_worksheet(paper.title[:31].translate({ord(sign): " " for sign in r"[]:*?/\'"}))
    bold = book.add_format({"bold": True, "text_wrap": True, "border": 1, "bg_color": "#DDEBF7"})
    text, number = book.add_format({"num_format": "@"}), book.add_format({"num_format": "0.00"})
    for place, column in enumerate(paper.columns):
        sheet.set_column(place, place, column.width, number if column.number else text)
    top = _facts(sheet, paper, text)
    for place, column in enumerate(paper.columns):
        sheet.write_string(top, place, column.title, bold)
    sheet.freeze_panes(top + ROWS_FROZEN, 0)
    for line, row in enumerate(paper.rows, start=top + 1):
        for place, (column, cell) in enumerate(zip(paper.columns, row, strict=True)):
            if column.number and is_number(cell):
                sheet.write_number(line, place, float(cell), number)
            elif cell:
                sheet.write_string(line, place, cell, text)
    _choices(sheet, paper, first=top + 1)
    book.close()
    return out.getvalue()


def _facts(sheet: Any, paper: Paper, text: Any) -> int:
    for line, (name, value) in enumerate(paper.facts):
        sheet.write_string(line, 0, name, text)
        sheet.write_string(line, 1, value, text)
    return len(paper.facts)


def _choices(sheet: Any, paper: Paper, *, first: int) -> None:
    last = first + len(paper.rows) + paper.blank_rows - 1
    if not paper.blank_rows:
        return
    for place, column in enumerate(paper.columns):
        if column.choices and len(",".join(column.choices)) <= CHOICES_LETTERS_MAX:
            rule = {
                "validate": "list",
                "source": list(column.choices),
                "error_title": "请从列表中选择",
                "error_message": f"“{column.title}”只能填：{'、'.join(column.choices)}"[:CHOICES_LETTERS_MAX],
            }
            sheet.data_validation(first, place, last, place, rule)


def as_pdf(paper: Paper) -> bytes:
    """A4 with a Chinese font embedded as far as it is used; titles again on every page. Refuses FontMissing."""
    from fpdf import FPDF  # noqa: PLC0415 - half a second, for those who want paper
    from fpdf.enums import XPos, YPos  # noqa: PLC0415

    class Pages(FPDF):
        """Numbers its pages."""

        def footer(self) -> None:
            """Called by the library at the end of each page."""
            self.set_y(-12)
            self.cell(0, LINE_MILLIMETRES, text=f"第 {self.page_no()} 页", align="C")

    orientation = "landscape" if paper.landscape else "portrait"
    pages = Pages(orientation=orientation, format="A4")
    pages.set_creation_date(CREATED_ON_PAPER)
    pages.set_title(paper.title)
    pages.set_margin(10)
    pages.set_auto_page_break(auto=True, margin=15)
    pages.add_font("cjk", "", font_file())
    pages.set_font("cjk", size=14)
    pages.add_page()
    below: dict[str, Any] = {"new_x": XPos.LMARGIN, "new_y": YPos.NEXT}
    pages.cell(0, 10, text=paper.title, **below)
    pages.set_font("cjk", size=8.5)
    for name, value in paper.facts:
        pages.multi_cell(0, LINE_MILLIMETRES, text=f"{name}：{value}", **below)
    pages.ln(2)
    widths = _widths(paper, PAGE_MILLIMETRES[orientation])
    _line(pages, [column.title for column in paper.columns], paper.columns, widths)
    for row in paper.rows:
        if pages.will_page_break(LINE_MILLIMETRES):
            pages.add_page()
            _line(pages, [column.title for column in paper.columns], paper.columns, widths)
        _line(pages, row, paper.columns, widths)
    return bytes(pages.output())


def font_file() -> str:
    """Where the font is: named by PAPER_FONT, or in one of the usual places. Refuses FontMissing."""
    for place in (os.environ.get("PAPER_FONT"), *FONT_PLACES):
        if place and Path(place).is_file():
            return place
    raise FontMissing


def refusal_for(form: Form) -> Refused | None:
    """Why this form cannot be written at all, if so; told before anything is fetched."""
    try:
        if form is Form.PDF:
            font_file()
    except FontMissing as missing:
        return missing
    return None


def _widths(paper: Paper, page: float) -> list[float]:
    total = sum(column.width for column in paper.columns)
    return [page * column.width / total for column in paper.columns]


def _line(pages: Any, cells: Any, columns: tuple[Column, ...], widths: list[float]) -> None:
    for cell, column, width in zip(cells, columns, widths, strict=True):
        shown = _fitting(pages, "".join(sign if sign.isprintable() else " " for sign in cell), width - 2)
        pages.cell(width, LINE_MILLIMETRES, text=shown, border=1, align="R" if column.number else "L")
    pages.ln(LINE_MILLIMETRES)


def _fitting(pages: Any, text: str, width: float) -> str:
    if pages.get_string_width(text) <= width:
        return text
    while text and pages.get_string_width(text + "…") > width:
        text = text[:-1]
    return text + "…"


def _tame(cell: str) -> str:
    return f"'{cell}" if cell.startswith(RISKY) else cell
