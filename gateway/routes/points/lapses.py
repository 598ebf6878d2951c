"""The routes of points that lapse."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from contracts.points import requests
from contracts.roles import HOLDERS, Role
from gateway.files.papers import Column, Paper, Printing
from gateway.web.routes import Routes

OFFICE = (Role.COMMUNITY_STAFF,)
COLUMNS = (
    Column(title="姓名（脱敏）"),
    Column(title="编号", width=34),
    Column(title="到期日"),
    Column(title="提前天数", number=True),
    Column(title="将到期的可兑积分", number=True, width=16),
    Column(title="签收", width=20),
)


def _paper(pages: Sequence[dict[str, Any]]) -> Paper:
    """The notices as a list to take along, a line for each."""
    items = [item for page in pages for item in page["items"]]
    rows = [
        (
            item["public_name"],
            item["party_id"],
            item["expires_on"],
            str(item["days_before"]),
            item["sp"],
            f"已于 {item['brought_on']} 送达" if item.get("brought_on") else "",
        )
        for item in items
    ]
    return Paper(
        name="lapse-notices",
        title="积分到期纸质提醒",
        columns=COLUMNS,
        rows=rows,
        facts=(("提醒件数", str(len(items))), ("说明", "到期未用的积分默认转入互助池；也可在到期前一次转赠互助池。")),
        landscape=True,
    )


routes = Routes("points_lapses", "积分到期")
routes.get("/v1/lapse-choice", requests.GetLapseChoice, may=HOLDERS, summary="本人或所代表组织的积分到期后的去向")
routes.post("/v1/lapse-choice", requests.ChooseLapse, may=HOLDERS, summary="选择积分到期后转入互助池或作废")
routes.post(
    "/v1/lapse-choice/channel",
    requests.ChooseNoticeChannel,
    may=(*HOLDERS, *OFFICE),
    summary="选择到期提醒的方式：账户内，或由工作人员送达纸质提醒",
)
routes.get("/v1/lapse-notices", requests.ListLapseNotices, may=HOLDERS, summary="本人或所代表组织的积分到期提醒")
routes.get(
    "/v1/lapse-notices/paper",
    requests.ListPaperNotices,
    may=OFFICE,
    summary="某日的纸质到期提醒，或全部待送达的；?format= 下载打印",
    printing=Printing(paper=_paper),
)
routes.post(
    "/v1/lapse-notices/paper/brought",
    requests.MarkNoticesBrought,
    may=OFFICE,
    summary="登记本人已送达的纸质到期提醒，每次不超过 200 份",
)
