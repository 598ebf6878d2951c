"""What proves a contribution: a scan that is kept with it, open to whoever judges it and to an auditor with a reason, and to nobody else."""

from __future__ import annotations

from datetime import timedelta

from deploy.demo.acts.points import settle
from deploy.demo.api import Somebody
from deploy.demo.town import FESTIVAL, Town

INVOICE = "%PDF-1.4\n演示发票：保温壶两只 ¥300.00\n%%EOF\n".encode()
VALUE = "300.00"


def festival_day(town: Town) -> None:
    """证明：发票扫描件随捐赠物品保存，办理人可看，他人不可 a scan kept with goods"""
    giver, passer_by = _people(town)
    confirmer = town.staff["confirmer"]
    kept = town.api.upload_file(giver, "/v1/documents", INVOICE, "application/pdf")
    goods = {
        "contribution_id": _contribution(town),
        "party_id": giver.party_id,
        "contribution_type": "G2",
        "activity": "为市集送来保温壶",
        "item": "保温壶",
        "quantity": 2,
        "unit_price": "150.00",
        "source": "invoice",
        "given_at": (FESTIVAL - timedelta(hours=2)).isoformat(),
        "documents": [{"sha256": kept["sha256"], "kind": "invoice"}],
    }
    town.api.post(giver, "/v1/goods-contributions", goods)
    here = f"/v1/contributions/{goods['contribution_id']}"
    file = f"{here}/documents/{kept['sha256']}/file"
    town.holds("the scan, for whoever judges", town.api.file(confirmer, file), INVOICE)
    appraisal = {"unit_price": "150.00", "source": "invoice"}
    town.say("捐赠人自行估价被拒 appraising one's own", town.api.refused(giver, f"{here}/appraisals", appraisal))
    town.api.post(town.staff["organiser"], f"{here}/appraisals", appraisal)
    confirmed = town.api.post(confirmer, f"{here}/confirmation", {"evidence": "E2"})
    town.holds("goods confirmed", confirmed["state"], "under_notice")
    town.say("别人看扫描件被拒 another's scan", town.api.get_refused(passer_by, file))
    town.say("审计未说明理由被拒 an auditor without a reason", town.api.get_refused(town.staff["auditor"], file))
    look = {"look_id": town.id("lok", "invoice"), "reason": "演示：抽查发票。"}
    town.api.post(town.staff["auditor"], f"{here}/documents/{kept['sha256']}/looks", look)
    if not town.api.finishing:
        town.holds("the scan, for an auditor", town.api.file(town.staff["auditor"], file), INVOICE)
    looks = town.api.get(giver, f"{here}/document-looks")["items"]
    town.holds("looks that the giver sees", len(looks), 1)
    town.say(
        "证明材料 documents", f"扫描件 {kept['size']} 字节，办理人可看；审计说明理由后查看，本人看到 {len(looks)} 次"
    )


def after_notice(town: Town) -> None:
    """证明：按发票价计贡献值 goods at their invoice price"""
    [settled] = settle(town, [_contribution(town)])
    found = (settled["cv"], settled["sp"])
    town.holds("¥300 of goods without a receipt (§2, G2)", found, ("30.00", "15.00"))
    town.say("捐赠物品 goods (§2, G2)", f"¥{VALUE} = 贡献值 {found[0]}，积分 {found[1]}")


def _people(town: Town) -> list[Somebody]:
    return town.keys([(person, ("resident",)) for person in town.residents[242:246:3]])


def _contribution(town: Town) -> str:
    return town.id("ctb", "goods")


SCENES = {"festival_day": festival_day, "after_notice": after_notice}
