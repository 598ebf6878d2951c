"""The sheet by which contributions are entered in bulk, and the states of an import and of its rows."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ImportState(StrEnum):
    """The way of an import: a sheet is awaited, its rows are checked, somebody decides, its rows are entered (rulebook §3, bulk import)."""

    OPEN = "open"
    CHECKING = "checking"
    CHECKED = "checked"
    ENTERING = "entering"
    ENTERED = "entered"
    REJECTED = "rejected"


class RowState(StrEnum):
    """A row is sound or faulty when it was checked; once approved it is entered, or refused after all."""

    SOUND = "sound"
    FAULTY = "faulty"
    ENTERED = "entered"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class SheetColumn:
    """One column of the sheet: its name here, its title for people, whether every row fills it in, an example, what may be chosen, and a note."""

    name: str
    title: str
    example: str
    note: str
    needed: bool = False
    choices: tuple[str, ...] = ()


IMPORT_COLUMNS = (
    SheetColumn(
        name="party_id",
        title="成员编号",
        example="示例：此行不导入",
        note="pty_ 开头的编号，工作人员也可填完整手机号；贡献人本人",
        needed=True,
    ),
    SheetColumn(
        name="contribution_type",
        title="贡献类型",
        example="H1",
        note="H1 普通服务，H2 专业服务，H3 夜间（全程在夜间，一般 22:00 至 6:00），H4 议事，G1–G4 物品，V1 出借，F1 捐款，F1w 互助捐款",
        needed=True,
        choices=("H1", "H2", "H3", "H4", "G1", "G2", "G3", "G4", "V1", "F1", "F1w"),
    ),
    SheetColumn(name="activity", title="活动内容", example="搬桌子", note="做了什么，120 字以内", needed=True),
    SheetColumn(
        name="started_at",
        title="开始时间",
        example="2023-03-18 14:00",
        note="北京时间，年-月-日 时:分",
        needed=True,
    ),
    SheetColumn(name="minutes", title="时长（分钟）", example="120", note="H 和 V1 填写，整数"),
    SheetColumn(name="qualification", title="资格代码", example="", note="H2，以及专业的 H3 填写；须已核实且当日有效"),
    SheetColumn(
        name="evidence",
        title="证据等级",
        example="E1",
        note="E0 本人陈述，E1 组织者名单，E2 对方确认，E3 独立单据；不填为 E0",
        choices=("E0", "E1", "E2", "E3"),
    ),
    SheetColumn(name="activity_id", title="活动编号", example="", note="act_ 开头，没有可不填"),
    SheetColumn(
        name="level",
        title="角色",
        example="2",
        note="1 参加，2 出力，3 组织，4 共同决定，5 主持；不填按类型，3 以上须为所填活动的发起人、主办方或其人员",
        choices=("1", "2", "3", "4", "5"),
    ),
    SheetColumn(name="loan", title="出借代码", example="", note="V1 填写，如 ROOM-20"),
    SheetColumn(name="item", title="物品名称", example="", note="G1–G4 填写"),
    SheetColumn(name="quantity", title="数量", example="", note="G1–G4 填写，整数"),
    SheetColumn(name="unit_price", title="单价（元）", example="", note="G1–G4 填写，最多两位小数"),
    SheetColumn(
        name="price_source",
        title="价格依据",
        example="",
        note="G1–G4 填写",
        choices=("发票", "公开价目", "两份报价"),
    ),
    SheetColumn(
        name="condition",
        title="成色",
        example="",
        note="G3 填写",
        choices=("几乎全新", "良好", "有磨损"),
    ),
    SheetColumn(name="best_before", title="到期日", example="", note="G4 填写，年-月-日"),
    SheetColumn(name="money", title="金额（元）", example="", note="F1、F1w 填写，最多两位小数"),
    SheetColumn(name="reference", title="凭证号", example="", note="银行流水号或纸质表序号；同一凭证只计一次"),
    SheetColumn(
        name="documents",
        title="证明文件",
        example="",
        note="种类:SHA-256，多份用空格隔开，如 invoice:0a1b…",
    ),
    SheetColumn(
        name="on_behalf_of",
        title="代表单位编号",
        example="",
        note="H 填写，pty_ 开头；成员由该单位派出并领取工资的，时间计入该单位，不计入本人",
    ),
    SheetColumn(
        name="off_duty",
        title="非本职",
        example="",
        note="公共单位在职人员在本职之外提供的服务填“是”；不填为否",
        choices=("是", "否"),
    ),
    SheetColumn(
        name="own_goods",
        title="自营物品",
        example="",
        note="G1–G4 填写；捐的是自己经营的物品填“是”，单价填成本价或批发价，不可依公开价目；不填为否",
        choices=("是", "否"),
    ),
)
"""The columns in their order, new ones last: a row travels as its number in the sheet and the text of each of these, and one that is kept may have fewer."""

FAULT_TITLE = "错误"
"""The title of the column that a corrected sheet has besides, and that is ignored when it comes back."""
