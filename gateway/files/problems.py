"""Why a file is not taken, each with a code of its own: whoever sent it can do something about it."""

from __future__ import annotations

from typing import Any

from contracts.refused import Kind, Refused


class FileRefused(Refused):
    """A file that cannot be read as a sheet."""

    kind = Kind.INVALID


class NotASheet(FileRefused):
    """Neither CSV nor XLSX, or broken."""

    code = "file-not-a-sheet"
    zh = "这不是可读的 CSV 或 XLSX 表格，或者文件已损坏。"
    en = "This is no readable CSV or XLSX sheet, or it is broken."


class OldOffice(FileRefused):
    """A workbook in the form of before 2007, or a locked one."""

    code = "file-old-office"
    zh = "这是旧版 .xls 或加密的文件，请另存为不加密的 .xlsx 或 CSV。"
    en = "This is an old or encrypted Office file; save it as .xlsx or CSV without a password."


class Macros(FileRefused):
    """A workbook that carries programs."""

    code = "file-with-macros"
    zh = "文件带有宏或控件，请另存为普通的 .xlsx。"
    en = "The workbook carries macros or controls; save it as a plain .xlsx."


class Bomb(FileRefused):
    """It would unpack to more than any honest sheet, or reading it took more memory or time than there is."""

    code = "file-too-heavy"
    zh = "文件解开后过大或读取过慢，已停止读取。"
    en = "The file unpacks to too much, or takes too long to read."


class UnknownEncoding(FileRefused):
    """The text is neither UTF-8 nor GB18030."""

    code = "file-unknown-encoding"
    zh = "无法识别文字编码，请用 UTF-8 或 GB18030（WPS、Excel 默认）保存。"
    en = "The text is neither UTF-8 nor GB18030."


class Empty(FileRefused):
    """No row but titles and examples."""

    code = "file-empty"
    zh = "表里没有可导入的行。"
    en = "The sheet has no rows to import."


class TooManyRows(FileRefused):
    """More rows than one file may have."""

    code = "file-too-many-rows"
    zh = "一份文件最多 {most} 行，请分成几份。"
    en = "A file has at most {most} rows; split it."


class TooManyColumns(FileRefused):
    """More columns than any template has."""

    code = "file-too-many-columns"
    zh = "一行最多 {most} 列。"
    en = "A row has at most {most} columns."


class CellTooLong(FileRefused):
    """One cell holds more than a cell should."""

    code = "file-cell-too-long"
    zh = "第 {row} 行有单元格超过 {most} 个字。"
    en = "Row {row} has a cell of more than {most} characters."


class TitleTwice(FileRefused):
    """Two columns have the same title: nobody can say which one is meant."""

    code = "file-title-twice"
    zh = "表头重复：{titles}。"
    en = "Titles appear twice: {titles}."


class TitlesMissing(FileRefused):
    """Columns of the template are missing."""

    code = "file-titles-missing"
    zh = "表头缺少：{titles}。请使用下载的模板。"
    en = "Titles are missing: {titles}. Use the template."


class TitlesUnknown(FileRefused):
    """Columns that the template does not have; what is in them would be lost silently."""

    code = "file-titles-unknown"
    zh = "模板里没有这些列：{titles}。"
    en = "The template has no such columns: {titles}."


BY_REASON: dict[str, type[FileRefused]] = {
    "not_a_sheet": NotASheet,
    "old_office": OldOffice,
    "locked": OldOffice,
    "macros": Macros,
    "bomb": Bomb,
    "unknown_encoding": UnknownEncoding,
    "empty": Empty,
    "too_many_rows": TooManyRows,
    "too_many_columns": TooManyColumns,
    "cell_too_long": CellTooLong,
    "title_twice": TitleTwice,
    "titles_missing": TitlesMissing,
    "titles_unknown": TitlesUnknown,
}


def refusal_of(reason: str, details: dict[str, Any]) -> FileRefused:
    """The refusal of what the reader said."""
    return BY_REASON.get(reason, NotASheet)(**details)
