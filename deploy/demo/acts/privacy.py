"""Personal data: given by the person, masked for the office, told in clear with a reason that the person sees; and somebody who leaves."""

from __future__ import annotations

from typing import Any

from deploy.demo.api import Somebody
from deploy.demo.town import Town

PHONE = "13800000000"
LEAVES = 61
"""A resident whose hours came from the paper sheet."""


def festival_day(town: Town) -> None:
    """个人信息：本人填写，办公室只见脱敏，说明理由后查看，本人可见 a number told in clear with a reason"""
    [person] = town.keys([(town.residents[221], ("resident",))])
    staff, auditor = town.staff["staff"], town.staff["auditor"]
    here = f"/v1/parties/{person.party_id}/personal-data"
    town.api.post(person, here, {"salt": "festival-day-2023", "phone": PHONE})
    masked = _phone(town, staff, here)
    town.holds("the number is masked for the office", masked == PHONE or not masked, wanted=False)
    asked = {"look_id": town.id("lok", "phone"), "field": "phone", "reason": "演示：核对联系方式。"}
    town.say("无权者查看被拒 no right to look", town.api.refused(town.staff["organiser"], f"{here}/reveal", asked))
    clear = town.api.post(staff, f"{here}/reveal", asked)
    town.holds("the number in clear", clear["value"].removeprefix("+86"), PHONE)
    looks = [town.api.get(who, f"{here}/looks")["items"] for who in (person, auditor)]
    town.holds("looks that person and auditor see", [len(seen) for seen in looks], [1, 1])
    town.say(
        "查看个人信息 a number revealed",
        f"办公室平时见 {masked}；查看一次，本人与审计均见理由“{looks[1][0]['reason']}”",
    )


def month_end(town: Town) -> None:
    """个人信息：离开者被遗忘，账目不变 somebody leaves, the books stay"""
    leaving, auditor = town.residents[LEAVES], town.staff["auditor"]
    here = f"/v1/parties/{leaving.party_id}"
    before = _books(town, auditor, here)
    erasure = {"erasure_id": town.id("ers", "leaves"), "party_id": leaving.party_id, "ground": "moved_away"}
    town.api.post(town.staff["staff"], "/v1/erasures", erasure)
    step = f"/v1/erasures/{erasure['erasure_id']}/execution"
    town.say("一人独自删除被拒 forgetting alone", town.api.refused(town.staff["staff"], step))
    town.api.post(town.staff["second_staff"], step)
    after = _books(town, auditor, here)
    town.holds("the books of who left", after, before)
    name = town.api.get(town.staff["staff"], here)["public_name"]
    town.holds("the name is gone", leaving.name in name, wanted=False)
    town.say("离开者被遗忘 forgotten", f"现名 {name}；账目不变：CV {after['cv']}，{after['minutes']} 分钟")


def _books(town: Town, auditor: Somebody, here: str) -> dict[str, Any]:
    balance = town.api.get(auditor, f"{here}/balance")
    return {name: balance[name] for name in ("cv", "sp", "minutes")}


def _phone(town: Town, who: Somebody, here: str) -> str:
    values = town.api.get(who, here)["values"]
    return next((str(one["value"]) for one in values if one["field"] == "phone"), "")


SCENES = {"festival_day": festival_day, "month_end": month_end}
