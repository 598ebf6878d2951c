"""What is handed out on paper: a statement of a period and of a past instant as a file of each kind, and a certificate of service."""

from __future__ import annotations

from datetime import UTC

from deploy.demo.acts.recognition import FIRST_DAY, LAST_DAY, UNTOUCHED
from deploy.demo.api import Somebody
from deploy.demo.town import FESTIVAL, Town

BEGINNINGS = {"csv": b"\xef\xbb\xbf", "xlsx": b"PK", "pdf": b"%PDF"}
"""By which each kind of file is known."""


def after_notice(town: Town) -> None:
    """对账单：任意时段、过去时刻，CSV、XLSX、PDF statements of a period, as known then"""
    person, staff = _volunteer(town), town.staff["staff"]
    here = f"/v1/parties/{person.party_id}/statement"
    period = f"from_day={FIRST_DAY}&until_day={LAST_DAY}"
    sizes = {}
    for kind, beginning in BEGINNINGS.items():
        content = town.api.file(person, f"{here}?{period}&format={kind}")
        town.holds(f"a statement as {kind}", content[: len(beginning)], beginning)
        sizes[kind] = len(content)
    told = "，".join(f"{kind} {size} 字节" for kind, size in sizes.items())
    town.say("对账单文件 statement as a file", told)
    then = FESTIVAL.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    past = town.api.get(person, f"{here}?{period}&as_of={then}")
    now = town.api.get(person, f"{here}?from_day={FIRST_DAY}")
    found = [{one["unit"]: one["closing"] for one in shown["balances"]} for shown in (past, now)]
    town.holds("nothing was settled then", set(found[0].values()), {"0.00"})
    town.holds("something is settled now", set(found[1].values()) == {"0.00"}, wanted=False)
    town.say("过去时刻的对账单 as known then", f"开市时 CV {found[0]['CV']}，今天 CV {found[1]['CV']}")
    town.say("工作人员未说明理由被拒 staff without a reason", town.api.get_refused(town.staff["second_staff"], here))
    access = {"access_id": town.id("sac", "desk"), "reason": "演示：本人来窗口询问。"}
    town.api.post(staff, f"/v1/parties/{person.party_id}/statement-accesses", access)
    # A reason opens it for a day: a play that finishes an earlier one may come too late to read.
    name = "" if town.api.finishing and town.api.get_tried(staff, here) else town.api.get(staff, here)["public_name"]
    seen = town.api.get(person, f"/v1/parties/{person.party_id}/statement-accesses")["items"]
    town.holds("who read it, as the person sees", len(seen), 1)
    town.say("窗口查询 read at the desk", f"{name}，本人看到 {len(seen)} 次及理由")


def month_end(town: Town) -> None:
    """志愿服务证明：公示七天后由另一人出具，任何人可查验 the certificate issued and verified"""
    certificate = town.id("crt", "service")
    here = f"/v1/service-certificates/{certificate}"
    issue = {"issuer_id": town.org("host").party_id, "contact": "演示电话 028-0000 0000"}
    issued = town.api.post(town.staff["approver"], f"{here}/issue", issue)
    whole = town.api.get(_volunteer(town), here)
    code = f"/v1/service-certificates/numbers/{issued['number']}/codes"
    genuine = town.api.get(None, f"{code}/{whole['check_code']}")
    town.holds("the certificate's minutes", genuine["minutes"], whole["minutes"])
    town.say("出具证明 certificate issued", f"{issued['number']}，{whole['minutes']} 分钟，凭校验码查验属实")


def _volunteer(town: Town) -> Somebody:
    return town.keys([(town.residents[3 * UNTOUCHED], ("resident",))])[0]


SCENES = {"after_notice": after_notice, "month_end": month_end}
