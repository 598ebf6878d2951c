"""An act of charity at the festival: what is needed, who holds it, who helps, who came, and whom it reached."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from deploy.demo.api import Somebody
from deploy.demo.town import FESTIVAL, Town

PLACES = 10
COMING = 4
SHARES = (("elders", 40, 900), ("children", 30, 600), ("hardship", 10, 120), ("others", 20, 2380))
REACHED = (("elders", 36), ("children", 24), ("hardship", 3))
# What may be lent from April on, and what an hour of it counts as.
LOANS = (("ROOM-20", "20 平方米以内的房间", "35.00"), ("SOUND", "音响一套", "20.00"), ("TENT", "帐篷", "10.00"))


def prepare(town: Town) -> None:
    """社区：出借标准由两位议事会成员修订，需求构成，公益活动共同主办，志愿者报名，授权代表 loan table, needs, an act of charity, sign-ups, an agent"""
    staff, organiser, council = town.staff["staff"], town.staff["organiser"], town.staff["council"]
    profile = {
        "profile_id": town.id("ned", "profile"),
        "source": "演示数据：示例社区走访汇总",
        "shares": [{"group": group, "percent": percent, "size": size} for group, percent, size in SHARES],
    }
    town.api.post(staff, "/v1/need-profiles", profile)
    town.api.post(council, f"/v1/need-profiles/{profile['profile_id']}/approval")
    town.say("需求构成 need groups", "，".join(f"{group} {percent}%" for group, percent, _ in SHARES))
    activity = _draft(town)
    town.api.post(organiser, "/v1/activities", activity)
    agents = {
        "host": town.staff["host_agent"],
        "organiser": town.staff["organiser_agent"],
        "property_company": town.staff["property_agent"],
        "students": town.agent_of(town.org("students"), "organisation_agent"),
    }
    for job, agent in agents.items():
        answer = {"accepts": True}
        town.api.post(agent, _address(town, f"hosts/{town.org(job).party_id}/answer"), answer)
    own = town.api.refused(organiser, _address(town, "publication"))
    town.say("起草人自行公布被拒 publishing one's own draft", own)
    shown = town.api.post(staff, _address(town, "publication"))
    hosts = [host["public_name"] for host in shown["hosts"] if host["state"] == "accepted"]
    town.say("公益活动 act of charity", f"{shown['name']}，主办方 {len(hosts)} 家")
    helpers = _helpers(town)
    signed = town.api.post_many(
        [(person, "/v1/sign-ups", _sign_up(town, number)) for number, person in enumerate(helpers[:PLACES])]
    )
    late = town.api.post(helpers[PLACES], "/v1/sign-ups", _sign_up(town, PLACES))
    _move_up(town, helpers)
    placed = sum(one["state"] == "placed" for one in signed)
    town.say("志愿者报名 sign-ups", f"{placed} 人有名额；第 {PLACES + 1} 人 {late['state']}")
    _let_somebody_act(town, agents["students"])
    _send(town)
    _agree_on_loans(town)


def festival_day(town: Town) -> None:
    """社区：凭现场码签到，受益人数由另一人确认 check-in, people reached"""
    organiser, confirmer = town.staff["organiser"], town.staff["confirmer"]
    town.api.post(organiser, _address(town, "start"))
    # The code changes every minute, so a play that finishes an earlier one sends another: who is in already is refused, once.
    if town.api.get(organiser, _address(town))["state"] == "running":
        code = town.api.get(organiser, _address(town, "venue-code"))["code"]
        for person in coming(town):
            town.api.tried(person, _address(town, "check-in"), {"code": code})
    report = {
        "report_id": town.id("bnf", "reached"),
        "counts": [{"group": group, "people": people} for group, people in REACHED],
    }
    town.api.post(organiser, _address(town, "beneficiary-reports"), report)
    town.api.post(confirmer, f"/v1/beneficiary-reports/{report['report_id']}/confirmation")
    shown = town.api.get(None, _address(town))["beneficiaries"]
    town.say("受益人数 people reached", "，".join(f"{one['group']} {one['people']}" for one in shown))


def coming(town: Town) -> list[Somebody]:
    """Who comes: neighbours, one of whom moved up in the line, and one each in the paid time of three organisations."""
    helpers = _helpers(town)
    return [*helpers[1:COMING], helpers[PLACES], *(person for person, _ in _sent(town))]


def _sent(town: Town) -> list[tuple[Somebody, str]]:
    [student] = town.keys([(town.residents[5], ("resident",))])
    return [
        (student, town.org("students").party_id),
        (town.staff["organiser_agent"], town.org("organiser").party_id),
        (town.staff["property_agent"], town.org("property_company").party_id),
    ]


def _send(town: Town) -> None:
    """Organisations send people in paid time, which counts as the organisation's."""
    for number, (person, organisation_id) in enumerate(_sent(town)):
        place = _sign_up(town, PLACES + 1 + number) | {"basis": "paid", "organisation_id": organisation_id}
        place["shift_id"] = town.id("shf", "hosts")
        town.holds("a place in paid time", town.api.post(person, "/v1/sign-ups", place)["state"], "placed")


def _move_up(town: Town, helpers: list[Somebody]) -> None:
    """Somebody gives a place back; the head of the line is offered it and takes it."""
    town.api.post(helpers[0], f"/v1/sign-ups/{_sign_up(town, 0)['sign_up_id']}/withdrawal")
    taken = town.api.post(helpers[PLACES], f"/v1/sign-ups/{_sign_up(town, PLACES)['sign_up_id']}/acceptance")
    town.holds("who stood in line", taken["state"], "placed")
    town.say("候补递补 moved up in the line", f"一人退出，候补者接受名额：{taken['state']}")


def _let_somebody_act(town: Town, students: Somebody) -> None:
    [helper] = town.keys([(town.residents[5], ("resident",))])
    asked = {
        "agency_id": town.id("agc", "students"),
        "organisation_id": town.org("students").party_id,
        "agent_id": helper.party_id,
    }
    oneself = asked | {"agency_id": town.id("agc", "oneself"), "agent_id": students.party_id}
    town.say("给自己授权被拒 granting to oneself", town.api.refused(students, "/v1/agencies", oneself))
    town.api.post(students, "/v1/agencies", asked)
    begun = town.api.post(helper, f"/v1/agencies/{asked['agency_id']}/acceptance")
    town.say("授权代表 agent of the students", f"双方同意后生效 {begun['state']}")


def _agree_on_loans(town: Town) -> None:
    """What one member proposes, another one puts in force, for the next month at the earliest."""
    council, second = town.staff["council"], town.staff["second_council"]
    table = {
        "proposal_id": town.id("rtp", "loans"),
        "number": 2,
        "in_force_from": "2023-04",
        "items": [{"code": code, "name": name, "hourly": hourly} for code, name, hourly in LOANS],
        "reason": "演示：议事会三月会议",
    }
    this_month = table | {"proposal_id": town.id("rtp", "backwards"), "in_force_from": "2023-03"}
    town.say("追溯的出借标准被拒 backwards", town.api.refused(council, "/v1/loan-tables", this_month))
    town.api.post(council, "/v1/loan-tables", table)
    decision = f"/v1/rate-proposals/{table['proposal_id']}/decision"
    town.say("一人自提自批被拒 agreeing alone", town.api.refused(council, decision, {"accept": True}))
    town.api.post(second, decision, {"accept": True})
    held = town.api.get(None, "/v1/loan-tables/2023-04")
    town.say("出借标准 loan table", f"第 {held['number']} 版，{held['in_force_from']} 起执行，两人同意")


def _draft(town: Town) -> dict[str, Any]:
    starts, ends = FESTIVAL + timedelta(minutes=45), FESTIVAL + timedelta(hours=4)
    return {
        "activity_id": _activity(town),
        "name": "邻里助老便民服务",
        "place": "长林盘广场",
        "about": "量血压、磨刀、代写家书，并陪老人逛市集。",
        "needs": [group for group, _ in REACHED],
        "planned_start": starts.isoformat(),
        "planned_end": ends.isoformat(),
        "sign_up_closes_at": (starts - timedelta(minutes=5)).isoformat(),
        "hosts": [town.org(job).party_id for job in ("host", "organiser", "students", "property_company")],
        "shifts": [
            {
                "shift_id": town.id("shf", "company"),
                "task": "陪同老人",
                "hours_type": "H1",
                "starts_at": starts.isoformat(),
                "ends_at": ends.isoformat(),
                "quota": PLACES,
            },
            {
                "shift_id": town.id("shf", "hosts"),
                "task": "现场统筹",
                "hours_type": "H1",
                "starts_at": starts.isoformat(),
                "ends_at": ends.isoformat(),
                "quota": 3,
                "level": 3,
            },
        ],
    }


def _sign_up(town: Town, number: int) -> dict[str, Any]:
    return {
        "sign_up_id": town.id("sgn", "sign-up", number),
        "activity_id": _activity(town),
        "shift_id": town.id("shf", "company"),
    }


def _helpers(town: Town) -> list[Somebody]:
    # Others than those whose hours are counted elsewhere in the play.
    return town.keys([(person, ("resident",)) for person in town.residents[1::3][: PLACES + 1]])


def _activity(town: Town) -> str:
    return town.id("act", "elders")


def _address(town: Town, step: str = "") -> str:
    return f"/v1/activities/{_activity(town)}" + (f"/{step}" if step else "")


SCENES = {"prepare": prepare, "festival_day": festival_day}
