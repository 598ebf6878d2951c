"""The routes of bulk entry: a template to fill in, the sheet sent, its rows back with what is wrong, two persons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts import shape
from contracts.kinds import ShortText
from contracts.points import requests
from contracts.points.kinds import FAULT_TITLE, IMPORT_COLUMNS, SheetColumn
from contracts.request import Query
from contracts.roles import ANYONE, Role
from gateway.files.papers import Column, Form, Paper, Printing
from gateway.files.reader import Template
from gateway.web.asked import Asked, Replied
from gateway.web.routes import Routes

OPENERS = (Role.COMMUNITY_STAFF, Role.ACTIVITY_ORGANISER)
DECIDERS = (Role.APPROVER, Role.COUNCIL_MEMBER)
READERS = (*OPENERS, *DECIDERS, Role.AUDITOR)
SHEETS = (Form.CSV, Form.XLSX)
BLANK_ROWS = 2_000
LINE_TITLE = "原表行号"
TEMPLATE = Template(
    titles=tuple(column.title for column in IMPORT_COLUMNS),
    needed=tuple(column.title for column in IMPORT_COLUMNS if column.needed),
    ignored=(FAULT_TITLE, LINE_TITLE),
)


@dataclass(frozen=True, kw_only=True)
class TemplateColumn:
    """One column of the sheet: its title, whether every row fills it in, what may be chosen, an example and a note."""

    title: ShortText
    needed: bool
    choices: tuple[ShortText, ...]
    example: str
    note: str


@dataclass(frozen=True, kw_only=True)
class ImportTemplate:
    """The columns of the sheet by which contributions are entered in bulk."""

    columns: tuple[TemplateColumn, ...]


@dataclass(frozen=True, kw_only=True)
class GetImportTemplate(Query[ImportTemplate]):
    """The sheet to fill in: its columns, or with ?format= the sheet itself, with lists to choose from and an example that is never imported."""

    service = "gateway"
    answer = ImportTemplate


def _template(asked: Asked) -> Replied:
    del asked
    return template_of(IMPORT_COLUMNS)


def template_of(told: Sequence[SheetColumn]) -> Replied:
    """The columns of a sheet as an answer."""
    columns = tuple(
        TemplateColumn(
            title=column.title,
            needed=column.needed,
            choices=column.choices,
            example=column.example,
            note=column.note,
        )
        for column in told
    )
    return Replied(answer=shape.dump(ImportTemplate(columns=columns)))


def _template_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    del pages
    return template_paper(IMPORT_COLUMNS, name="import-template", title="贡献导入模板")


def template_paper(told: Sequence[SheetColumn], *, name: str, title: str) -> Paper:
    """A sheet to fill in, with lists to choose from and an example that is never imported."""
    columns = [
        Column(title=f"{column.title}*" if column.needed else column.title, width=16, choices=column.choices)
        for column in told
    ]
    return Paper(
        name=name,
        title=title,
        columns=tuple(columns),
        rows=[[column.example for column in told], [f"示例：{column.note}" for column in told]],
        blank_rows=BLANK_ROWS,
    )


def _rows_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    return rows_paper(pages, IMPORT_COLUMNS, name="import-rows", title="导入结果")


def rows_paper(pages: Sequence[dict[str, Any]], told: Sequence[SheetColumn], *, name: str, title: str) -> Paper:
    """The sheet as it was, each row with what is wrong with it: to be corrected and sent again."""
    columns = [Column(title=column.title, width=16, choices=column.choices) for column in told]
    # A row that was kept before there were the last columns has fewer cells.
    blank = [""] * len(told)
    rows = [
        [
            *[*row["cells"], *blank][: len(told)],
            "；".join(f"{one['column']}：{one['zh']}" for one in row["faults"]),
            str(row["row"]),
        ]
        for page in pages
        for row in page.get("items", ())
    ]
    return Paper(
        name=name,
        title=title,
        columns=(*columns, Column(title=FAULT_TITLE, width=60), Column(title=LINE_TITLE, width=10)),
        rows=rows,
        blank_rows=1,
    )


routes = Routes("points_imports", "批量导入")

IMPORT = "/v1/imports/{import_id}"
routes.get(
    "/v1/import-template",
    GetImportTemplate,
    may=ANYONE,
    summary="导入模板；?format=csv|xlsx 下载",
    serve=_template,
    everywhere=True,
    printing=Printing(paper=_template_paper, forms=SHEETS),
)
routes.post("/v1/imports", requests.OpenImport, may=OPENERS, summary="发起一次批量导入并说明理由", status=201)
routes.get("/v1/imports", requests.ListImports, may=READERS, summary="批量导入列表")
routes.get(IMPORT, requests.GetImport, may=READERS, summary="查看一次导入的进度")
routes.post(
    f"{IMPORT}/sheet",
    requests.AddImportPiece,
    may=OPENERS,
    summary="上传 CSV 或 XLSX 表格；再次上传即替换",
    sheet=TEMPLATE,
)
routes.get(
    f"{IMPORT}/rows",
    requests.ListImportRows,
    may=READERS,
    summary="逐行检查结果；?format= 下载带“错误”列的表格",
    printing=Printing(paper=_rows_paper, forms=SHEETS),
)
routes.post(f"{IMPORT}/approval", requests.ApproveImport, may=DECIDERS, summary="由第二人批准导入")
routes.post(f"{IMPORT}/rejection", requests.RejectImport, may=(*OPENERS, *DECIDERS), summary="不予导入")
