"""Points at the festival: volunteers' hours, what they redeem, and the month's property-fee rewards."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from deploy.demo.api import Somebody
from deploy.demo.people import households
from deploy.demo.town import FESTIVAL, Town

VOLUNTEERS = 60
REDEEMING = 20
REWARDED = 24
MONTH = "2023-03"
ANNUAL_FEE = "2592.00"
AFTER_THE_MONTH = datetime(2023, 4, 2, 1, 0, tzinfo=UTC)
THE_DAY_BEFORE = FESTIVAL - timedelta(hours=19)
THE_NIGHT_BEFORE = FESTIVAL - timedelta(hours=11)  # From 22:00 on: only what lies in the night counts as such.

# What they did the day before: activity, type, minutes.
TASKS = (
    ("搭建市集摊位", "H1", 180),
    ("搬运桌椅", "H1", 240),
    ("电路安全检查", "H2", 120),
    ("夜间值守物资", "H3", 240),
    ("布置儿童手工区", "H1", 135),
)
COUNTERPART: dict[str, Any] = {"evidence": "E2", "as_counterpart": True}
"""Somebody whom it was for says that it was done."""
OFFERS = (("好吃面一碗", "12.00", 30), ("冰粉一份", "6.00", 40), ("小吃代金券", "10.00", 30))


def prepare(town: Town) -> None:
    """积分：上架兑换品，签署物业费奖励计划 catalogue and fee programme"""
    for number, (name, price, stock) in enumerate(OFFERS):
        item = town.id("itm", "item", number)
        provider = town.merchants[number].party_id
        body = {"item_id": item, "provider_id": provider, "name": name, "kind": "goods", "price": price, "stock": stock}
        town.api.post(town.staff["staff"], "/v1/items", body)
        town.api.post(town.staff["approver"], f"/v1/items/{item}/approval")
    programme = town.id("prg", "programme")
    terms = {
        "programme_id": programme,
        "company_id": town.org("property_company").party_id,
        "name": "物业费奖励",
        "budget": "50000.00",
        "cap_percent": 10,
        "billing_periods": ["2023"],
        "criteria": "按志愿服务所得可兑积分抵扣，每户每年不超过物业费的一成。",
    }
    town.api.post(town.staff["staff"], "/v1/fee-programmes", terms)
    town.api.post(town.staff["billing"], f"/v1/fee-programmes/{programme}/signature")
    town.api.post(town.staff["council"], f"/v1/fee-programmes/{programme}/activation")
    fees = [{"房屋编号": home.name, "年度": "2023", "年度物业费": ANNUAL_FEE} for home in households()]
    told = town.api.upload(town.staff["billing"], f"/v1/fee-programmes/{programme}/annual-fees/sheet", _sheet(fees))
    town.say("物业公司告知的年度物业费 annual fees told", f"{told['rows_sound']} 户")


def festival_day(town: Town) -> None:
    """积分：登记并确认志愿服务时长 volunteers' hours"""
    # One volunteer a household, so that the fee rewards later go to different ones.
    volunteers = town.residents[::3][:VOLUNTEERS]
    claims = [_claim(town, number, person.party_id) for number, person in enumerate(volunteers)]
    _qualify(town, [claim for claim in claims if "qualification" in claim])
    town.api.post_many([(town.staff["organiser"], "/v1/contributions", claim) for claim in claims])
    confirmer = town.staff["confirmer"]
    confirmed = town.api.post_many([(confirmer, _path(claim, "confirmation"), COUNTERPART) for claim in claims[:-1]])
    # One was only on a list: it is returned for better evidence.
    town.api.post(confirmer, _path(claims[-1], "confirmation"), {"evidence": "E1"})
    town.memory["points.claims"] = confirmed
    _confirm_each_other(town)
    town.say("提交的服务 hours submitted", f"{len(claims)} 项")
    town.say(
        "公示期内批准被拒 early approval", town.api.refused(town.staff["approver"], _path(confirmed[0], "approval"))
    )


def after_notice(town: Town) -> None:
    """积分：公示期满批准，兑换，申请物业费奖励 approvals, redemptions, fee rewards"""
    town.pass_time(days=4)
    approver = town.staff["approver"]
    settled = town.api.post_many([(approver, _path(claim, "approval"), {}) for claim in town.memory["points.claims"]])
    cv = sum((Decimal(claim["cv"]) for claim in settled), Decimal())
    minutes = sum(claim["minutes"] for claim in settled)
    town.say("批准的志愿服务 hours approved", f"{len(settled)} 项，{minutes / 60:.0f} 小时，贡献值 {cv:.2f}")
    circle = [town.api.post(approver, _path(claim, "approval")) for claim in town.memory["points.circle"]]
    cv += sum((Decimal(claim["cv"]) for claim in circle), Decimal())
    town.expect("points", "contributions_settled", len(settled) + len(circle), f"{cv:.2f}")
    people = {person.party_id: person for person in town.residents}
    volunteers = town.keys([(people[claim["party_id"]], ("resident",)) for claim in settled])
    _redeem(town, volunteers[:REDEEMING])
    _request_rewards(town, volunteers[-REWARDED:])


def month_end(town: Town) -> None:
    """积分：月末封存物业费奖励批次，物业公司逐行回执 the month's fee rewards"""
    town.set_time(AFTER_THE_MONTH)
    billing = town.staff["billing"]
    programme = town.id("prg", "programme")
    # The job of the month's end may have sealed it a moment before; then there is nothing left to seal.
    town.api.tried(town.staff["staff"], f"/v1/fee-programmes/{programme}/batches", {"month": MONTH})
    batches = town.api.get(billing, "/v1/fee-batches")["items"]  # Of later months too, where an earlier play was here.
    [batch] = [one for one in batches if one["month"] == MONTH]
    here = f"/v1/fee-batches/{batch['batch_number']}"
    _answer_by_sheet(town, here)
    done = town.api.get(billing, here)
    town.say("撤回同意未进批次 left out, consent withdrawn", f"{done['left_out']} 户")
    address = f"{here}/acknowledgements"
    again = {"acks": [_applied(done["lines"][0]) | {"credit_note": "CN-OTHER"}]}
    applied = [line for line in done["lines"] if line["result"] == "applied"]
    total = sum((Decimal(line["applied"]) for line in applied), Decimal())
    town.say("物业费奖励 fee rewards applied", f"{len(applied)} 户，¥{total:.2f}，批次 {batch['batch_number']}")
    town.say("重复回执被拒 second answer", town.api.refused(billing, address, again))
    town.expect("points", "fee_rewards_applied", len(applied), f"{total:.2f}")
    _uphold_a_finding(town)


def settle(town: Town, contribution_ids: Sequence[str], *, job: str = "approver") -> list[dict[str, Any]]:
    """Approve more of them, and count them with those of this act; after its `after_notice`."""
    approver = town.staff[job]
    settled = town.api.post_many([(approver, f"/v1/contributions/{one}/approval", {}) for one in contribution_ids])
    count, cv = town.expected["points", "contributions_settled"]
    more = sum((Decimal(one["cv"]) for one in settled), Decimal(cv or 0))
    town.expect("points", "contributions_settled", count + len(settled), f"{more:.2f}")
    return settled


def _neighbours(town: Town) -> list[Somebody]:
    """Two who may confirm, and confirm each other."""
    return town.keys([(person, ("confirmer", "resident")) for person in town.residents[210:216:3]])


def _confirm_each_other(town: Town) -> None:
    neighbours = _neighbours(town)
    circle = []
    for number in range(4):
        giver, confirmer = neighbours[number % 2], neighbours[(number + 1) % 2]
        claim = {
            "contribution_id": town.id("ctb", "circle", number),
            "party_id": giver.party_id,
            "contribution_type": "H1",
            "activity": "照看摊位",
            "started_at": (THE_DAY_BEFORE + timedelta(hours=number)).isoformat(),
            "minutes": 60,
        }
        town.api.post(town.staff["organiser"], "/v1/contributions", claim)
        circle.append(town.api.post(confirmer, _path(claim, "confirmation"), COUNTERPART))
    town.memory["points.circle"] = circle


def _uphold_a_finding(town: Town) -> None:
    """Two confirmed each other too often: the council finds it so, somebody else will decide what is taken back."""
    council, neighbour = town.staff["council"], _neighbours(town)[0]
    finding = town.eventually(lambda: _mutual(town), "the daily look at confirmations")[0]
    verdict = {"upheld": True, "reason": "演示：两人互相确认。"}
    town.api.post(council, f"/v1/confirmation-findings/{finding['finding_id']}/decision", verdict)
    followed = town.api.get(neighbour, "/v1/confirmation-consequences")["items"]
    proposed = [one for one in followed if one["kind"] == "reversal_proposed"]
    town.holds("what the two confirmed for each other", len(proposed), 4)
    town.say("互相确认认定成立 a finding upheld", f"提议冲正 {len(proposed)} 项，待另一人决定；本人可见，不公开")


def _mutual(town: Town) -> list[dict[str, Any]]:
    found = town.api.get(town.staff["council"], "/v1/confirmation-findings")["items"]
    return [one for one in found if one["kind"] == "mutual"]


def _answer_by_sheet(town: Town, here: str) -> None:
    """The company downloads the batch, fills it in, and sends the row again that it had got wrong."""
    billing = town.staff["billing"]
    titles, *rows = csv.reader(io.StringIO(town.api.text(billing, f"{here}?format=csv")))
    lines = [dict(zip(titles, row, strict=True)) for row in rows]
    for line in lines[:-1]:
        note = f"CN-2023-{int(line['行号']):04d}"
        line |= {"回执": "已抵扣", "抵扣单号": note, "已抵扣金额": line["优惠"]}
    lines[-1] |= {"回执": "已拒绝", "原因": "NO_BILL"}
    wrong = lines[0] | {"已抵扣金额": "9999.00"}
    sent = town.api.upload(billing, f"{here}/sheet", _sheet([wrong, *lines[1:]]))
    returned = town.api.text(billing, f"/v1/fee-sheets/{sent['sheet_id']}/rows?state=refused&format=csv")
    [refused] = csv.DictReader(io.StringIO(returned))
    town.say(
        "回执表 sheet of answers", f"{sent['rows_sound']} 行通过；第 {refused['原表行号']} 行退回：{refused['错误']}"
    )
    corrected = refused | {"已抵扣金额": refused["优惠"]}
    town.api.upload(billing, f"{here}/sheet", _sheet([corrected]))


def _sheet(lines: list[dict[str, str]]) -> str:
    out = io.StringIO(newline="")
    writing = csv.DictWriter(out, list(lines[0]))
    writing.writeheader()
    writing.writerows(lines)
    return out.getvalue()


def _qualify(town: Town, claims: list[dict[str, Any]]) -> None:
    """The office notes the skilled volunteers' certificates, and somebody else looks at them; nobody has seen one of a nurse."""
    organiser, staff, confirmer = (town.staff[role] for role in ("organiser", "staff", "confirmer"))
    unseen = claims[0] | {"contribution_id": town.id("ctb", "unseen"), "qualification": "NURSE"}
    town.say("资格未核实被拒 unseen qualification", town.api.refused(organiser, "/v1/contributions", unseen))
    stated = [
        {
            "qualification_id": town.id("qlf", "electrician", number),
            "party_id": claim["party_id"],
            "code": claim["qualification"],
            "document": f"演示证书 {number + 1:03d} 号",
        }
        for number, claim in enumerate(claims)
    ]
    town.api.post_many([(staff, "/v1/qualifications", one) for one in stated])
    town.api.post_many(
        [(confirmer, f"/v1/qualifications/{one['qualification_id']}/verification", {}) for one in stated]
    )


def _claim(town: Town, number: int, party_id: str) -> dict[str, Any]:
    activity, hours_type, minutes = TASKS[number % len(TASKS)]
    claim: dict[str, Any] = {
        "contribution_id": town.id("ctb", "hours", number),
        "party_id": party_id,
        "contribution_type": hours_type,
        "activity": activity,
        "started_at": (THE_NIGHT_BEFORE if hours_type == "H3" else THE_DAY_BEFORE).isoformat(),
        "minutes": minutes,
    }
    return claim | ({"qualification": "ELECTRICIAN"} if hours_type == "H2" else {})


def _redeem(town: Town, people: list[Somebody]) -> None:
    clerks = town.agents_of(town.merchants[: len(OFFERS)], "merchant_clerk")
    asked = [(person, "/v1/redemptions", _redemption(town, number)) for number, person in enumerate(people)]
    held = town.api.post_many(asked)
    handed = town.api.post_many(
        [
            (clerks[number % len(OFFERS)], f"/v1/redemptions/{one['redemption_id']}/fulfilment", {"code": one["code"]})
            for number, one in enumerate(held)
        ]
    )
    spent = sum((Decimal(one["redemption"]["price"]) for one in handed if one["fulfilled"]), Decimal())
    town.say("兑换 redemptions", f"{len(handed)} 笔，{spent:.2f} 积分")
    wrong_shop = f"/v1/redemptions/{held[0]['redemption_id']}/fulfilment"
    town.say("别家店核销被拒 another shop", town.api.refused(clerks[1], wrong_shop, {"code": held[0]["code"]}))
    town.expect("points", "redemptions_fulfilled", len(handed), f"{spent:.2f}")


def _redemption(town: Town, number: int) -> dict[str, Any]:
    item = number % len(OFFERS)
    return {
        "redemption_id": town.id("rdm", "redemption", number),
        "item_id": town.id("itm", "item", item),
        "price": OFFERS[item][1],
    }


def _request_rewards(town: Town, people: list[Somebody]) -> None:
    homes = {person.party_id: person.household_id for person in town.residents}
    asked = [
        (
            person,
            "/v1/fee-rewards",
            {
                "reward_id": town.id("rwd", "reward", number),
                "programme_id": town.id("prg", "programme"),
                "household_id": homes[person.party_id],
                "billing_period": "2023",
                "annual_fee": ANNUAL_FEE,
                "consent": True,
            },
        )
        for number, person in enumerate(people)
    ]
    higher = asked[0][2] | {"reward_id": town.id("rwd", "higher"), "annual_fee": "25920.00"}
    town.say("自报更高的物业费被拒 a higher fee", town.api.refused(people[0], "/v1/fee-rewards", higher))
    rewards = town.api.post_many(asked)
    town.say("申请物业费奖励 fee rewards asked", f"{len(rewards)} 户")
    # One of them thinks better of it before anything has left.
    town.api.post(people[0], f"/v1/consents/{rewards[0]['consent_id']}/withdrawal")


def _applied(line: dict[str, Any]) -> dict[str, Any]:
    note = f"CN-2023-{line['line_number']:04d}"
    return {"line_number": line["line_number"], "result": "applied", "applied": line["amount"], "credit_note": note}


def _path(claim: dict[str, Any], step: str) -> str:
    return f"/v1/contributions/{claim['contribution_id']}/{step}"


SCENES = {"prepare": prepare, "festival_day": festival_day, "after_notice": after_notice, "month_end": month_end}
