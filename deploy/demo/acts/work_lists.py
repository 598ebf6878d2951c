"""Hours of many people by a sheet: a faulty row comes back, a second person agrees; thirty of them are the rulebook's fee reward (§9)."""

from __future__ import annotations

import csv
import io
from typing import Any

from deploy.demo.acts.points import ANNUAL_FEE, settle
from deploy.demo.api import Somebody
from deploy.demo.town import Town

MINUTES = {"2023-03-14": "480", "2023-03-15": "480", "2023-03-16": "480", "2023-03-17": "360"}
"""Thirty hours on four days are 300 points."""
CAP, LEFT = "259.20", "40.80"
"""A tenth of ¥2,592.00; what remains of 300."""


def festival_day(town: Town) -> None:
    """导入：组织者的工时表，错行退回更正，另一人批准 a sheet of hours, a faulty row, a second person"""
    organiser, council = town.staff["organiser"], town.staff["council"]
    opened = {"import_id": _import(town), "title": "演示：市集筹备工时", "reason": "演示：四天的纸质工时表。"}
    town.api.post(organiser, "/v1/imports", opened)
    here = f"/v1/imports/{_import(town)}"
    rows = _rows(town)
    town.api.upload(organiser, f"{here}/sheet", _sheet([rows[0] | {"时长（分钟）": "八小时"}, *rows[1:]]))
    checked = town.eventually(lambda: _checked(town), "the sheet is checked")
    town.holds("faulty rows", checked["rows_faulty"], 1)
    returned = town.api.text(organiser, f"{here}/rows?state=faulty&format=csv")
    faults = [row["错误"] for row in csv.DictReader(io.StringIO(returned))]
    town.holds("rows that came back", len(faults), 1)
    town.say("导入错行退回 a faulty row", f"{checked['rows_sound']} 行通过；" + "；".join(faults))
    corrected = town.api.upload(organiser, f"{here}/sheet", _sheet(rows))
    town.eventually(lambda: _checked(town), "the corrected sheet is checked")
    decision = {"file_sha256": corrected["file_sha256"], "reason": "演示：已与工时表核对。"}
    town.api.post(council, f"{here}/approval", decision)
    entered = town.eventually(lambda: _entered(town), "the rows are entered")
    town.holds("rows entered", entered["rows_entered"], len(rows))
    ids = [row["contribution_id"] for row in town.api.get(organiser, f"{here}/rows?limit=200")["items"]]
    [neighbour] = town.keys([(town.residents[218], ("confirmer", "resident"))])
    confirmed = town.api.post_many(
        [
            (neighbour, f"/v1/contributions/{one}/confirmation", {"evidence": "E2", "as_counterpart": True})
            for one in ids
        ]
    )
    town.holds("under notice", {one["state"] for one in confirmed}, {"under_notice"})
    town.memory["work_lists.claims"] = ids
    listed = town.api.get(None, "/v1/contributions/manual-entries?limit=200")["items"]
    town.say("批量导入 bulk entry", f"{len(ids)} 行入账待公示，手工录入公示表 {len(listed)} 条")


def after_notice(town: Town) -> None:
    """物业费奖励：规则第九节的算例 the reward of §9"""
    person = _worker(town)
    settled = settle(town, town.memory["work_lists.claims"])
    minutes = sum(one["minutes"] for one in settled)
    town.holds("thirty hours", minutes, 30 * 60)
    asked = {
        "reward_id": town.id("rwd", "capped"),
        "programme_id": town.id("prg", "programme"),
        "household_id": next(one.household_id for one in town.residents if one.party_id == person.party_id),
        "billing_period": "2023",
        "annual_fee": ANNUAL_FEE,
        "consent": True,
    }
    reward = town.api.post(person, "/v1/fee-rewards", asked)
    town.holds("the cap of §9", reward["discount"], CAP)
    balance = town.api.get(person, f"/v1/parties/{person.party_id}/balance")
    town.holds("what remains of 300", balance["sp_available"], LEFT)
    town.say("规则算例 the reward of §9", f"年费 ¥{ANNUAL_FEE} 的一成 ¥{reward['discount']}，300 积分余 {LEFT}")


def _rows(town: Town) -> list[dict[str, str]]:
    titles = next(csv.reader(io.StringIO(town.api.text(None, "/v1/import-template?format=csv"))))
    empty = {title.rstrip("*"): "" for title in titles}
    person = _worker(town).party_id
    return [
        empty
        | {
            "成员编号": person,
            "贡献类型": "H1",
            "活动内容": "筹备市集",
            "开始时间": f"{day} 09:00",
            "时长（分钟）": minutes,
            "证据等级": "E1",
        }
        for day, minutes in MINUTES.items()
    ]


def _sheet(rows: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writing = csv.DictWriter(out, list(rows[0]))
    writing.writeheader()
    writing.writerows(rows)
    return out.getvalue()


def _checked(town: Town) -> dict[str, Any]:
    found = town.api.get(town.staff["organiser"], f"/v1/imports/{_import(town)}")
    return found if found["state"] not in {"open", "checking"} else {}


def _entered(town: Town) -> dict[str, Any]:
    found = _checked(town)
    return found if found and found["state"] == "entered" else {}


def _worker(town: Town) -> Somebody:
    return town.keys([(town.residents[251], ("resident",))])[0]


def _import(town: Town) -> str:
    return town.id("imp", "hours")


SCENES = {"festival_day": festival_day, "after_notice": after_notice}
