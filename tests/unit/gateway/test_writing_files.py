"""What is given out: sheets that compute nothing, papers with Chinese in them, and always the same bytes for the same content."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import pytest
import python_calamine
from fontTools.ttLib import TTFont

from gateway.files import reading, writing
from gateway.files.papers import Column, Form, Paper

RISKY = ["=1+1", "+1", "-x", "@SUM(A1)", "\tx", "=cmd|'/c calc'!A0"]
PAPER = Paper(
    name="statement",
    title="积分对账单",
    facts=(("成员", "张*华"), ("期初", "0.00")),
    columns=(Column(title="编号", width=26), Column(title="事由", width=20), Column(title="数额", number=True)),
    rows=(
        ("510107199001011234", "长林盘社区搬桌子", "48.50"),
        ("0012", 'a,"b";c', "-3.00"),
        *((text, text, text) for text in RISKY),
    ),
)


def test_a_csv_opens_in_office_programs_and_computes_nothing():
    raw = writing.as_csv(PAPER)

    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\r\n") == len(PAPER.rows) + 1
    lines = [line.cells for line in reading.lines(raw)]
    assert lines[0] == ["编号", "事由", "数额"]
    assert lines[1] == ["510107199001011234", "长林盘社区搬桌子", "48.50"]
    assert lines[2] == ["0012", 'a,"b";c', "-3.00"], "a negative number stays a number"
    assert [cell for line in lines[3:] for cell in line if cell.startswith(writing.RISKY)] == []


def test_a_sheet_has_numbers_texts_and_no_formula():
    raw = writing.as_xlsx(PAPER)

    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert sheet[0][:2] == ["成员", "张*华"]
    assert sheet[2] == ["编号", "事由", "数额"]
    assert sheet[3] == ["510107199001011234", "长林盘社区搬桌子", 48.5]
    assert sheet[4] == ["0012", 'a,"b";c', -3.0]
    assert [row[0] for row in sheet[5:]] == RISKY
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        written = package.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in written
    assert "<hyperlink" not in written
    assert 'ySplit="3"' in written


def test_a_form_offers_its_choices():
    kinds = Column(title="类型", choices=("H1", "H2"))

    raw = writing.as_xlsx(Paper(name="t", title="模板", columns=(kinds,), rows=(), blank_rows=500))

    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        written = package.read("xl/worksheets/sheet1.xml").decode()
    assert 'sqref="A2:A501"' in written
    assert '<formula1>"H1,H2"</formula1>' in written


@pytest.mark.parametrize("form", list(Form))
def test_the_same_paper_is_the_same_file(form: Form):
    assert writing.written(PAPER, form) == writing.written(PAPER, form)


def test_a_paper_carries_the_chinese_that_is_on_it():
    raw = writing.as_pdf(PAPER)

    assert raw.startswith(b"%PDF-")
    shown = set(shown_in(raw))
    assert set("积分对账单成员张华编号事由数额长林盘社区搬桌子48.50") <= shown
    assert "村" not in shown, "the font is embedded only as far as it is used"


def test_a_long_paper_has_its_titles_on_every_page_and_cuts_what_is_too_wide():
    rows = [(f"行{n}", "很长" * 60, "1.00") for n in range(120)]

    raw = writing.as_pdf(Paper(name="t", title="长表", columns=PAPER.columns, rows=rows))

    pages = len(re.findall(rb"/Type /Page\b", raw))
    assert pages >= 3
    assert "…" in shown_in(raw)


def test_without_a_font_there_is_a_reason_and_no_file(monkeypatch):
    monkeypatch.delenv("PAPER_FONT", raising=False)
    monkeypatch.setattr(writing, "FONT_PLACES", ("/nowhere",))

    refusal = writing.refusal_for(Form.PDF)

    assert refusal is not None
    assert refusal.code == "font-missing"
    assert writing.refusal_for(Form.XLSX) is None


def shown_in(raw: bytes) -> str:
    """The letters that the embedded font can show: what its table maps, and it maps only what was used."""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.DOTALL):
        try:
            content = zlib.decompress(stream)
        except zlib.error:
            content = stream
        if b"beginbfchar" in content or b"beginbfrange" in content:
            codes = re.findall(rb"<[0-9A-Fa-f]{4}> <([0-9A-Fa-f]{4})>", content)
            return "".join(chr(int(code, 16)) for code in codes)
        if content[:4] in {b"\x00\x01\x00\x00", b"true"}:
            font = TTFont(io.BytesIO(content))
            if "cmap" in font:
                return "".join(map(chr, font.getBestCmap()))
    message = "no font is embedded"
    raise AssertionError(message)
