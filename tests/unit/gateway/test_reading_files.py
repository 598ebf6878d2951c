"""Sheets from everybody's computer, and from people who mean harm: read as they were written, or refused by name."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from contracts.refused import Refused
from gateway.files import incoming, reading
from gateway.files.reader import PIECE_ROWS, Template
from gateway.files.reading import Limits, SheetRefused
from tests.unit.gateway.sheets import TITLES, csv, with_parts, xlsx

TEMPLATE = Template(titles=tuple(TITLES), needed=tuple(TITLES), ignored=("错误",))
FEW = Limits(rows=3, columns=5, cell_letters=20, unpacked_bytes=10_000_000, squeezed=50)
ANNA = "pty_01HQ3Z5N8T7W9XKJ4M2V6BCDEF"
EXTERNAL_ENTITY = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="1" uniqueCount="1"><si><t>&e;</t></si></sst>'
)


def rows(raw: bytes) -> list[list[object]]:
    sheet = incoming.read(raw, TEMPLATE)
    return [row for piece in sheet.pieces for row in json.loads(piece)]


@pytest.mark.parametrize(
    "raw",
    [
        csv(f"{ANNA},扫楼道,120"),
        csv(f"{ANNA},扫楼道,120", encoding="utf-8"),
        csv(f"{ANNA},扫楼道,120", encoding="gb18030"),
        csv(f"{ANNA};扫楼道;120", titles=";".join(TITLES)),
        csv(f"{ANNA}\t扫楼道\t120", titles="\t".join(TITLES)),
        csv(f'"{ANNA}","扫楼道","120"', titles='"成员编号","活动","时长（分钟）"'),
        csv(f"120,{ANNA},扫楼道", titles="时长（分钟）*, 成员编号 ,活动"),
        xlsx([ANNA, "扫楼道", 120]),
        xlsx([ANNA, "扫楼道", "120"]),
    ],
    ids=["excel", "plain", "wps", "semicolons", "tabs", "quoted", "other order", "numbers", "texts"],
)
def test_the_same_row_is_read_from_every_office_program(raw: bytes):
    assert rows(raw) == [[2, ANNA, "扫楼道", "120"]]


def test_rows_keep_the_numbers_that_the_office_program_shows_and_examples_are_left_out():
    raw = csv("示例：请删除,扫楼道,120", "", f"{ANNA},a,1", ",,", f"{ANNA},b,2")

    assert [row[0] for row in rows(raw)] == [4, 6]


def test_long_digits_survive_as_text_and_a_number_that_lost_digits_is_not_mistaken_for_one():
    raw = xlsx(["510107199001011234", "a", 1], [510107199001011234, "b", 1.5])

    assert [row[1:] for row in rows(raw)] == [["510107199001011234", "a", "1"], ["5.10107E+17", "b", "1.5"]]


def test_days_instants_and_formulas_are_read_as_shown():
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, TITLES)
    instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    sheet.write_datetime(1, 0, datetime(2023, 3, 18, 14, 0), instant)  # noqa: DTZ001 - a sheet knows no time zones
    sheet.write_formula(1, 1, '=HYPERLINK("http://x")', None, "扫楼道")
    sheet.write_formula(1, 2, "=60*2", None, 120)
    book.close()

    assert rows(out.getvalue()) == [[2, "2023-03-18 14:00", "扫楼道", "120"]]


def test_many_rows_come_in_pieces_of_limited_size():
    sheet = incoming.read(csv(*[f"{ANNA},第{n}次,30" for n in range(PIECE_ROWS * 2 + 1)]), TEMPLATE)

    assert [len(json.loads(piece)) for piece in sheet.pieces] == [PIECE_ROWS, PIECE_ROWS, 1]
    assert sheet.rows == PIECE_ROWS * 2 + 1


BOMB = {"xl/worksheets/sheet1.xml": b"<worksheet>" + b" " * 320_000_000}
HOSTILE = {
    "nothing": (b"", "file-empty"),
    "blank": (b" \r\n\t\r\n", "file-empty"),
    "only titles": (csv(), "file-empty"),
    "only an example": (csv("示例,扫楼道,120"), "file-empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "file-not-a-sheet"),
    "nul bytes": (csv("a\x00b,c,1"), "file-not-a-sheet"),
    "neither encoding": (csv("x,y,1").replace(b"x", b"\xff\xff\xfe\x80"), "file-unknown-encoding"),
    "open quotes": (csv('"x,y,1'), "file-not-a-sheet"),
    "json": (b'{"a": 1}', "file-titles-missing"),
    "old excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "file-old-office"),
    "a zip of something else": (with_parts(b"PK\x05\x06" + bytes(18), {"a.txt": b"x"}), "file-not-a-sheet"),
    "half a zip": (xlsx([ANNA, "a", 1])[:400], "file-not-a-sheet"),
    "broken xml": (xlsx([ANNA, "a", 1], parts={"xl/workbook.xml": b"<workbook"}), "file-not-a-sheet"),
    "macros": (xlsx([ANNA, "a", 1], parts={"xl/vbaProject.bin": b"x"}), "file-with-macros"),
    "old macros": (xlsx([ANNA, "a", 1], parts={"xl/macrosheets/sheet1.xml": b"<x/>"}), "file-with-macros"),
    "a bomb": (xlsx([ANNA, "a", 1], parts=BOMB), "file-too-heavy"),
    "a cell far out": (xlsx([ANNA, "a", 1], titles=[*TITLES, *[""] * 16_000, "x"]), "file-too-many-columns"),
    "wide": (csv("," * 70 + "x"), "file-too-many-columns"),
    "a long cell": (csv(f"{'x' * 501},a,1"), "file-cell-too-long"),
    "a title twice": (csv("a,b,1,2", titles="成员编号,活动,活动,时长（分钟）"), "file-title-twice"),
    "a title missing": (csv("a,1", titles="成员编号,时长（分钟）"), "file-titles-missing"),
    "a strange title": (csv("a,b,1,x", titles=",".join([*TITLES, "批准人"])), "file-titles-unknown"),
}


@pytest.mark.parametrize(("raw", "code"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_sheet_is_refused_by_name(raw: bytes, code: str):
    with pytest.raises(Refused) as refused:
        incoming.read(raw, TEMPLATE)
    assert refused.value.code == code
    assert str(refused.value)
    assert refused.value.to_wire()["zh"]


def test_a_workbook_never_brings_a_file_of_the_server_along():
    raw = xlsx(["secret", "a", 1], parts={"xl/sharedStrings.xml": EXTERNAL_ENTITY})

    try:
        read = rows(raw)
    except Refused:
        return
    assert "root:" not in json.dumps(read)


def test_a_sheet_lying_in_one_huge_rectangle_is_stopped_by_the_machine():
    far = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="BH1048576"><v>1</v></c></row></sheetData></worksheet>'
    )

    with pytest.raises(Refused) as refused:
        incoming.read(xlsx(parts={"xl/worksheets/sheet1.xml": far.encode()}), TEMPLATE)
    assert refused.value.code in {"file-too-heavy", "file-titles-missing", "file-not-a-sheet"}


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (csv("a,b,1", "a,b,2", "a,b,3", "a,b,4"), "too_many_rows"),
        (csv("a,b,1,2,3,4"), "too_many_columns"),
        (csv(f"a,{'长' * 21},1"), "cell_too_long"),
    ],
)
def test_each_limit_is_the_last_that_passes(raw: bytes, reason: str):
    with pytest.raises(SheetRefused) as refused:
        list(reading.lines(raw, FEW))
    assert refused.value.reason == reason
    assert len(list(reading.lines(csv("a,b,1", "a,b,2", f"a,{'长' * 20},3"), FEW))) == 4


def test_an_encrypted_part_is_refused():
    raw = bytearray(xlsx([ANNA, "a", 1]))
    with zipfile.ZipFile(io.BytesIO(bytes(raw))) as package:
        directory = package.start_dir
    raw[directory + 8] |= 1

    with pytest.raises(Refused) as refused:
        incoming.read(bytes(raw), TEMPLATE)
    assert refused.value.code == "file-old-office"
