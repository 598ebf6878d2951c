"""The routes of a property company's files: a batch filled in, a month's credit notes, and their rows back with what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from contracts.points import requests
from contracts.points.kinds import ANNUAL_FEE_COLUMNS, ANSWER_COLUMNS, FAULT_TITLE, STATEMENT_COLUMNS, FeeSheetKind
from contracts.request import Query
from contracts.roles import ANYONE, Role
from gateway.files.papers import Paper, Printing
from gateway.files.reader import Template
from gateway.routes.points import fee_papers
from gateway.routes.points.imports import LINE_TITLE, SHEETS, ImportTemplate, rows_paper, template_of, template_paper
from gateway.web.asked import Asked, Replied
from gateway.web.routes import Routes

BILLING = (Role.PROPERTY_BILLING_OFFICER,)
IMPORTERS = (*BILLING, Role.COMMUNITY_STAFF)
READERS = (*IMPORTERS, Role.AUDITOR)
ANSWERED = {column.title for column in ANSWER_COLUMNS}
ANSWERS = Template(
    titles=tuple(column.title for column in ANSWER_COLUMNS),
    needed=tuple(column.title for column in ANSWER_COLUMNS if column.needed),
    ignored=(
        *(column.title for column in fee_papers.BATCH_COLUMNS if column.title not in ANSWERED),
        FAULT_TITLE,
        LINE_TITLE,
    ),
    above=fee_papers.FACTS,
    most=requests.ANSWER_ROWS_MAX,
)
STATEMENT = Template(
    titles=tuple(column.title for column in STATEMENT_COLUMNS),
    needed=tuple(column.title for column in STATEMENT_COLUMNS if column.needed),
    ignored=(FAULT_TITLE, LINE_TITLE),
    most=requests.NOTE_ROWS_MAX,
)
FEES = Template(
    titles=tuple(column.title for column in ANNUAL_FEE_COLUMNS),
    needed=tuple(column.title for column in ANNUAL_FEE_COLUMNS if column.needed),
    ignored=(FAULT_TITLE, LINE_TITLE),
    most=requests.FEE_ROWS_MAX,
)
COLUMNS = {
    FeeSheetKind.ANSWERS: ANSWER_COLUMNS,
    FeeSheetKind.STATEMENT: STATEMENT_COLUMNS,
    FeeSheetKind.FEES: ANNUAL_FEE_COLUMNS,
}
NAMES = {
    FeeSheetKind.ANSWERS: "物业费奖励回执",
    FeeSheetKind.STATEMENT: "物业费奖励抵扣单",
    FeeSheetKind.FEES: "年度物业费",
}


@dataclass(frozen=True, kw_only=True)
class GetFeeStatementTemplate(Query[ImportTemplate]):
    """The sheet of a month's credit notes: its columns, or with ?format= the sheet itself, with an example that is never imported."""

    service = "gateway"
    answer = ImportTemplate


@dataclass(frozen=True, kw_only=True)
class GetAnnualFeeTemplate(Query[ImportTemplate]):
    """The sheet of households' fees: its columns, or with ?format= the sheet itself, with an example that is never imported."""

    service = "gateway"
    answer = ImportTemplate


def _template(asked: Asked) -> Replied:
    del asked
    return template_of(STATEMENT_COLUMNS)


def _template_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    del pages
    return template_paper(STATEMENT_COLUMNS, name="fee-statement-template", title="物业费抵扣单模板")


def _fee_template(asked: Asked) -> Replied:
    del asked
    return template_of(ANNUAL_FEE_COLUMNS)


def _fee_template_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    del pages
    return template_paper(ANNUAL_FEE_COLUMNS, name="annual-fee-template", title="年度物业费模板")


def _rows_paper(pages: Sequence[dict[str, Any]]) -> Paper:
    kind = FeeSheetKind(pages[0]["kind"])
    return rows_paper(pages, COLUMNS[kind], name=f"fee-{kind.value}", title=NAMES[kind])


routes = Routes("points_fee_sheets", "物业费奖励的文件")

routes.post(
    "/v1/fee-batches/{batch_number}/sheet",
    requests.TakeAnswerSheet,
    may=BILLING,
    summary="上传填好的批次（CSV 或 XLSX），逐行检查并回执",
    sheet=ANSWERS,
)
routes.get(
    "/v1/fee-statement-template",
    GetFeeStatementTemplate,
    may=ANYONE,
    summary="月度抵扣单模板；?format=csv|xlsx 下载",
    serve=_template,
    everywhere=True,
    printing=Printing(paper=_template_paper, forms=SHEETS),
)
routes.post(
    "/v1/fee-programmes/{programme_id}/reconciliations/{month}/sheet",
    requests.TakeStatementSheet,
    may=IMPORTERS,
    summary="上传一个月的抵扣单（CSV 或 XLSX）；各行无误即对账",
    sheet=STATEMENT,
)
FEES_OF = "/v1/fee-programmes/{programme_id}/annual-fees"
routes.get(
    "/v1/annual-fee-template",
    GetAnnualFeeTemplate,
    may=ANYONE,
    summary="年度物业费模板；?format=csv|xlsx 下载",
    serve=_fee_template,
    everywhere=True,
    printing=Printing(paper=_fee_template_paper, forms=SHEETS),
)
routes.post(FEES_OF, requests.TellAnnualFees, may=BILLING, summary="物业公司告知各户的年度物业费")
routes.get(
    FEES_OF,
    requests.GetAnnualFee,
    may=(Role.RESIDENT, *BILLING, Role.COMMUNITY_STAFF, Role.AUDITOR),
    summary="物业公司告知的一户年度物业费",
)
routes.post(
    f"{FEES_OF}/sheet",
    requests.TakeAnnualFeeSheet,
    may=BILLING,
    summary="上传各户的年度物业费（CSV 或 XLSX），逐行检查",
    sheet=FEES,
)
routes.get("/v1/fee-sheets/{sheet_id}", requests.GetFeeSheet, may=READERS, summary="查看一份文件的结果")
routes.get(
    "/v1/fee-sheets/{sheet_id}/rows",
    requests.ListFeeSheetRows,
    may=READERS,
    summary="逐行检查结果；?format= 下载带“错误”列的表格",
    printing=Printing(paper=_rows_paper, forms=SHEETS),
)
