"""What giving comes back as: an objection decided, statements, indices, the mutual-aid pool, a certificate, a consent."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from deploy.demo.acts.points import COUNTERPART
from deploy.demo.api import Somebody
from deploy.demo.town import FESTIVAL, Town

UNTOUCHED = 25  # Of the settled volunteers, one who neither redeems nor asks for a fee reward.
FIRST_DAY, LAST_DAY = "2023-03-01", "2023-03-18"
TARGETS = {
    "joint_activities": 12,
    "people_served": 2000,
    "organisations_active": 8,
    "organisation_activities": 10,
    "organisers_active": 10,
    "skilled_hours": 60,
    "volunteers_active": 120,
    "volunteer_hours": 600,
    "givers_active": 250,
    "resources_cv": 6000,
}
"""Of a year; invented, as everything here."""
TEACHER = (
    ("H1", "minutes=120"),
    ("H3", "minutes=60&skilled=true"),
    ("F1", "value=60.00"),
)
"""The rulebook's example (§2): two ordinary hours, a skilled one at night, ¥60."""


def prepare(town: Town) -> None:
    """认可：告知文本，同意与撤回 a consent given and withdrawn"""
    text = {"purpose": "public_photo", "text_version": "2023-01", "text": "演示文本：同意在社区公示栏展示活动照片。"}
    words = town.api.post(town.staff["staff"], "/v1/consent-texts", text)
    person = _bystanders(town)[0]
    consent = {
        "consent_id": town.id("cns", "photo"),
        "party_id": person.party_id,
        "purpose": "public_photo",
        "recipient": "public",
        "fields": ["photo"],
        "text_version": words["text_version"],
        "text_sha256": words["sha256"],
    }
    town.api.post(person, "/v1/consents", consent)
    town.api.post(person, f"/v1/consents/{consent['consent_id']}/withdrawal")
    listed = town.api.get(person, f"/v1/parties/{person.party_id}/consents")["items"]
    town.say("同意后撤回 consents given, withdrawn", f"{len(listed)} 条记录")
    _estimate(town, person)
    _set_targets(town)


def festival_day(town: Town) -> None:
    """认可：公示期内的异议 an objection under notice"""
    claimant, objector = _bystanders(town)
    claim = _doubtful(town, claimant)
    town.api.post(claimant, "/v1/contributions", claim)
    address = f"/v1/contributions/{claim['contribution_id']}"
    town.say(
        "本人确认本人被拒 own confirmation", town.api.refused(claimant, f"{address}/confirmation", {"evidence": "E2"})
    )
    unproved = town.api.refused(town.staff["confirmer"], f"{address}/confirmation", {"evidence": "E2"})
    town.say("证据等级高于凭证被拒 better than what is there proves", unproved)
    town.api.post(town.staff["confirmer"], f"{address}/confirmation", COUNTERPART)
    objection = {"challenge_id": town.id("chl", "doubtful"), "reason": "演示异议：当天摊位不在此人负责的片区。"}
    town.api.post(objector, f"{address}/challenges", objection)


def after_notice(town: Town) -> None:
    """认可：异议裁定，对账单，指数，互助池，志愿服务证明 objection, statement, index, pool, certificate"""
    claim = _doubtful(town, _bystanders(town)[0])["contribution_id"]
    decision = {"upheld": True, "reason": "演示裁定：核对签到后异议成立。"}
    decided = town.api.post(town.staff["council"], f"/v1/contributions/{claim}/challenge-decision", decision)
    town.say("异议裁定 objection decided", decided["state"])
    volunteer = _volunteer(town)
    mine = f"/v1/parties/{volunteer.party_id}"
    gift = {"gift_id": town.id("pgf", "gift"), "sp": "2.00"}
    town.api.post(volunteer, "/v1/pool/gifts", gift)
    town.say("互助池 mutual-aid pool", f"{town.api.get(None, '/v1/pool')['sp']} 积分")

    statement = town.api.get(volunteer, f"{mine}/statement?from_day={FIRST_DAY}")
    lines = town.api.text(volunteer, f"{mine}/statement?from_day={FIRST_DAY}&format=csv").splitlines()
    closing = "，".join(f"{one['unit']} {one['closing']}" for one in statement["balances"])
    town.say("对账单 statement", f"{len(statement['items'])} 笔，{closing}；CSV {len(lines)} 行")
    other = town.api.get_refused(_bystanders(town)[1], f"{mine}/statement")
    town.say("看别人的对账单被拒 another's statement", other)
    index = town.api.get(volunteer, f"{mine}/index")
    town.say("个人指数 own index", index["scores"] or index["note"])
    preview = town.api.get(volunteer, f"{mine}/index/preview?hours_type=H1&minutes=120&elders=10")
    town.say("再做两小时 what if", f"+{preview['added_cv']} 贡献值；{preview['note']}")
    certificate = {"certificate_id": town.id("crt", "service"), "first_day": FIRST_DAY, "last_day": LAST_DAY}
    asked = town.api.post(volunteer, "/v1/service-certificates", certificate)
    town.say("志愿服务证明 certificate", asked["state"])


def month_end(town: Town) -> None:
    """认可：社区协同指数与储备覆盖率 the community's index and the reserve"""
    months = town.api.get(None, "/v1/community-index/history")["items"]
    town.say("社区协同指数 community's index", f"已公布 {len(months)} 期" if months else "尚未公布")
    period = f"since={FIRST_DAY}&until={LAST_DAY}"
    of_march = town.api.get(town.staff["staff"], f"/v1/community-index/period?{period}")
    coupling = of_march["coupling"]
    levels = "，".join(f"{one['subsystem']} {one['level']}" for one in coupling["subsystems"])
    given = f"{of_march['party_count']} 方，贡献值 {of_march['cv']}，基尼系数 {of_march['gini']}"
    town.say("任一时段 of any period", f"{FIRST_DAY} 至 {LAST_DAY}：{given}")
    # Of two weeks against a year's targets: where one subsystem had nothing, the degree would be nothing.
    town.say("五社联动 subsystems", f"{levels}；协调度 D {coupling['degree']}")
    days = town.api.get(None, "/v1/reserve/coverage")["items"]
    town.say("储备覆盖率 reserve coverage", f"已公布 {len(days)} 天" if days else "尚未公布")
    _recompute(town, [day for day in days if day["coverage"] is not None])


def _recompute(town: Town, days: list[dict[str, Any]]) -> None:
    """RC = R / (O x r), as anybody can reckon from what is published (§6)."""
    for day in days:
        rate = Decimal(day["redemption_rate"]) / 10_000
        coverage = Decimal(day["reserve"]) / (Decimal(day["outstanding"]) * rate)
        town.holds(
            "RC as published", abs(coverage - Decimal(day["coverage"]) / 10_000) < Decimal("0.0002"), wanted=True
        )
        told = f"R {day['reserve']} / (O {day['outstanding']} × r {rate}) = {coverage:.2f}，{day['band']}"
        town.say("覆盖率公式 RC of §6", f"{day['published_on']}：{told}")


def _estimate(town: Town, person: Somebody) -> None:
    """What the rulebook's teacher would earn, as the running system says it before anything is submitted."""
    here = f"/v1/contributions/estimate?party_id={person.party_id}&performed_on={LAST_DAY}"
    each = [town.api.get(person, f"{here}&contribution_type={kind}&{given}") for kind, given in TEACHER]
    cv, sp = (sum(Decimal(one[unit]) for one in each) for unit in ("cv", "sp"))
    town.holds("the teacher of §2", (str(cv), str(sp)), ("48.50", "30.00"))
    town.say("规则算例 the teacher of §2", f"2 小时 + 1 小时夜间专业 + ¥60 = 贡献值 {cv}，积分 {sp}")


def _set_targets(town: Town) -> None:
    """What the community is measured by is set beforehand: by staff, and by the council."""
    targets = [{"indicator": name, "target": target} for name, target in TARGETS.items()]
    version = {"number": 1, "targets": targets, "reason": "演示：按去年实际制定。"}
    town.api.post(town.staff["staff"], "/v1/index-targets", version)
    town.api.post(town.staff["second_council"], "/v1/index-targets/1/approval")


def _bystanders(town: Town) -> list[Somebody]:
    return town.keys([(person, ("resident",)) for person in town.residents[200:206:3]])


def _volunteer(town: Town) -> Somebody:
    party_id = town.memory["points.claims"][UNTOUCHED]["party_id"]
    people = {person.party_id: person for person in town.residents}
    return town.keys([(people[party_id], ("resident",))])[0]


def _doubtful(town: Town, claimant: Somebody) -> dict[str, Any]:
    return {
        "contribution_id": town.id("ctb", "doubtful"),
        "party_id": claimant.party_id,
        "contribution_type": "H1",
        "activity": "清理摊位",
        "started_at": (FESTIVAL - timedelta(hours=18)).isoformat(),
        "minutes": 60,
    }


SCENES = {"prepare": prepare, "festival_day": festival_day, "after_notice": after_notice, "month_end": month_end}
