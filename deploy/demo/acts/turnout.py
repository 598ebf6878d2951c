"""Who came to the act of charity: out by the code, corrected, signed on paper; what is confirmed of it brings several sectors together."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deploy.demo.acts.community import coming
from deploy.demo.acts.points import COUNTERPART, settle
from deploy.demo.api import Somebody
from deploy.demo.people import employee
from deploy.demo.town import FESTIVAL, Town

FORGETFUL = 1
"""Of those who came, who forgot to check out."""
NOT_THERE = 6
"""Of eleven helpers one gave the place back, four came, and six did not."""
SCAN = "%PDF-1.4\n演示：已签名的签到表\n%%EOF\n".encode()
BEGAN = FESTIVAL + timedelta(minutes=45)


def festival_day(town: Town) -> None:
    """公益活动：签退、更正、纸质签到表，活动结束，时长由另一人确认 check-out, a correction, a paper sheet, the end"""
    town.pass_time(hours=3)
    organiser = town.staff["organiser"]
    if town.api.get(organiser, _address(town))["state"] == "running":
        code = town.api.get(organiser, _address(town, "venue-code"))["code"]
        for number, person in enumerate(coming(town)):
            if number != FORGETFUL:
                town.api.tried(person, _address(town, "check-out"), {"code": code})
    _correct(town, coming(town)[FORGETFUL])
    _key_in(town)
    town.api.post(organiser, _address(town, "closing"))
    seen = town.eventually(lambda: _counted(town), "who came becomes contributions")
    kinds = [one["source"] for one in seen]
    told = {kind: kinds.count(kind) for kind in ("code", "correction", "paper")}
    town.holds("who came", told, {"code": 6, "correction": 1, "paper": 2})
    town.say("签到 who came", "现场码 {code} 人，更正 {correction} 人，纸质表 {paper} 人".format(**told))
    places = town.api.get(organiser, f"/v1/sign-ups?activity_id={_activity(town)}&limit=200")["items"]
    missing = sum(one["no_show"] and one["state"] == "placed" for one in places)
    town.holds("who had a place and did not come", missing, NOT_THERE)
    town.say("报名未到 no-shows", f"{missing} 人，只记录，不扣分")
    _confirm(town, seen)


def after_notice(town: Town) -> None:
    """公益活动：批准到场者的时长 the hours of those who came"""
    settled = settle(town, town.memory["turnout.claims"])
    organisations = {one["party_id"] for one in settled if one["party_id"] != one["performed_by"]}
    town.holds("organisations that gave paid time", len(organisations), 3)
    town.say("共同活动 joint activity", f"{len(settled)} 项时长，其中 {len(organisations)} 家单位以带薪时间参加")


def month_end(town: Town) -> None:
    """公益活动：五社联动协调度不为零 the degree of coordination"""
    shown = town.api.get(town.staff["staff"], "/v1/community-index/period?since=2023-03-01&until=2023-03-18")
    levels = [one["level"] for one in shown["coupling"]["subsystems"]]
    town.holds("subsystems that have nothing", [level for level in levels if float(level) <= 0], [])
    town.holds("a degree above nothing", float(shown["coupling"]["degree"]) > 0, wanted=True)
    joint = next(
        one["measured"]
        for subsystem in shown["coupling"]["subsystems"]
        for one in subsystem["indicators"]
        if one["indicator"] == "joint_activities"
    )
    town.holds("joint activities", joint, 1)
    town.say("五社联动协调度 degree of coordination D (§11)", f"{shown['coupling']['degree']}，共同活动 {joint} 个")


def _correct(town: Town, person: Somebody) -> None:
    """The organiser says when somebody left, somebody else agrees; it stands in the public list of manual entries."""
    proposal = {
        "correction_id": town.id("cor", "forgot"),
        "shift_id": town.id("shf", "company"),
        "party_id": person.party_id,
        "checked_in_at": BEGAN.isoformat(),
        "checked_out_at": (BEGAN + timedelta(hours=2)).isoformat(),
        "reason": "演示：忘记签退，组织者在场。",
    }
    town.api.post(town.staff["organiser"], _address(town, "corrections"), proposal)
    here = f"/v1/attendance-corrections/{proposal['correction_id']}/decision"
    town.say("组织者自行更正被拒 correcting alone", town.api.refused(town.staff["organiser"], here, {"accepts": True}))
    town.api.post(town.staff["confirmer"], here, {"accepts": True})


def _key_in(town: Town) -> None:
    """A sheet with a serial is printed, signed, scanned, keyed by the office and held against its scan by somebody else."""
    staff, confirmer = town.staff["staff"], town.staff["confirmer"]
    sheet = town.api.post(staff, _address(town, "sheets"), {"shift_id": town.id("shf", "company")})
    scan = town.api.upload_file(staff, "/v1/documents", SCAN, "application/pdf")["sha256"]
    here = f"/v1/attendance-sheets/{sheet['serial']}"
    lines = [_line(town, number, person.party_id) for number, person in enumerate(_without_phone(town), start=1)]
    town.api.post(staff, f"{here}/lines", {"scan_sha256": scan, "lines": lines})
    town.say("录入人自行复核被拒 checking one's own sheet", town.api.refused(staff, f"{here}/entry"))
    town.holds("the scan", town.api.file(confirmer, f"{here}/scan"), SCAN)
    entered = town.api.post(confirmer, f"{here}/entry")
    town.say("纸质签到表 paper sheet", f"{sheet['serial']}，{len(lines)} 行，{entered['state']}，扫描件已比对")


def _line(town: Town, number: int, party_id: str) -> dict[str, Any]:
    return {
        "line": number,
        "party_id": party_id,
        "began_at": BEGAN.isoformat(),
        "minutes": 120,
        "signed": True,
        "countersigned_by": town.staff["organiser"].party_id,
    }


def _confirm(town: Town, seen: list[dict[str, Any]]) -> None:
    """What scans and signatures prove, by a neighbour; what stands on a list only, by somebody of the host, who was the other side."""
    listed = [one["contribution_id"] for one in seen if one["evidence"] != "E2"]
    proved = [one["contribution_id"] for one in seen if one["evidence"] == "E2"]
    of_the_host = employee("host_agent", town.org("host"))
    neighbour, host = town.keys([(town.residents[218], ("confirmer", "resident")), (of_the_host, ("confirmer",))])
    here = f"/v1/contributions/{listed[0]}/confirmation"
    town.say("证据不足以证明 E2 被拒 a list is no confirmation", town.api.refused(neighbour, here, {"evidence": "E2"}))
    town.say("邻居自称对方被拒 no host", town.api.refused(neighbour, here, COUNTERPART))
    told: list[tuple[Somebody, str, dict[str, Any]]] = [(neighbour, one, {"evidence": "E2"}) for one in proved] + [
        (host, one, COUNTERPART) for one in listed
    ]
    confirmed = town.api.post_many(
        [(person, f"/v1/contributions/{one}/confirmation", body) for person, one, body in told]
    )
    town.memory["turnout.claims"] = sorted(one["contribution_id"] for one in confirmed)
    town.holds("under notice", {one["state"] for one in confirmed}, {"under_notice"})


def _counted(town: Town) -> list[dict[str, Any]]:
    here = f"/v1/attendances?activity_id={_activity(town)}&limit=200"
    seen: list[dict[str, Any]] = town.api.get(town.staff["organiser"], here)["items"]
    return seen if seen and all(one["contribution_id"] or one["refusal"] for one in seen) else []


def _without_phone(town: Town) -> list[Any]:
    return town.residents[61:65:3]


def _activity(town: Town) -> str:
    return town.id("act", "elders")


def _address(town: Town, step: str = "") -> str:
    return f"/v1/activities/{_activity(town)}" + (f"/{step}" if step else "")


SCENES = {"festival_day": festival_day, "after_notice": after_notice, "month_end": month_end}
