"""Giving at the festival: a fund in the federation, gifts and their statement, monthly giving."""

from __future__ import annotations

from datetime import date
from typing import Any

from chassis.clock import civil_day
from deploy.demo.api import Refused, Somebody
from deploy.demo.people import FACTS
from deploy.demo.town import Town

FUND = "CLP-FUND"
SECOND_FUND = "HX-FUND"
PLAN = "PLAN-2023-0218"
KINDS = {"monthly_giving": "MONTHLY", "children_craft": "CRAFT", "study_camp": "CAMP"}
DONORS = slice(300, 420)
GIVERS = 90  # Of the donors; the others sign a monthly mandate.
DAY_OF_MONTH = 20


def prepare(town: Town) -> None:
    """基金与项目 funds and projects"""
    officer = town.staff["federation"]
    host = town.org("federation").party_id
    wait_until_known(town, host)
    for code, name in zip((FUND, SECOND_FUND), FACTS["funds"], strict=True):
        town.api.post(officer, "/v1/funds", {"fund_code": code, "name": name, "host_id": host})
    for project in FACTS["projects"]:
        open_project(town, KINDS[project["kind"]], project["name"], kind=project["kind"], lane="B")
    open_project(town, "PUBLIC", "公开募捐", kind="other", lane="A", plan_number=PLAN, plan_filed_on="2023-02-18")
    town.say("基金与项目 funds, projects", f"{len(FACTS['funds'])}, {len(FACTS['projects']) + 1}")


def festival_day(town: Town) -> None:
    """捐赠与到账 gifts and the federation's statement"""
    donors = town.keys([(resident, ("resident",)) for resident in town.residents[DONORS]])
    wait_until_known(town, donors[-1].party_id)
    gifts = _give(town, donors[:GIVERS])
    lines = [bank_line(town, n, gift["payment_reference"], gift["amount"]) for n, gift in enumerate(gifts)]
    lines[-1]["amount"] = "66.00"  # Somebody transferred another amount than announced.
    lines.append(bank_line(town, 900, "平台批次 1", "1888.00", plan_number=PLAN))
    lines.append(bank_line(town, 901, "祝福邻里", "20.00"))
    statement = import_statement(town, "festival", lines)
    _match_by_hand(
        town, [result["line_id"] for result in statement["results"] if result["outcome"] == "open"], gifts[-1]
    )
    again = import_statement(town, "festival sent again", lines)
    assert again["duplicates"] == len(lines), again  # noqa: S101 - the play stops where the town is not as it should be
    _receipts(town, donors, gifts)
    _sign_mandates(town, donors[GIVERS:])
    amounts = [line["amount"] for line in lines]
    town.memory["donations.lines"] = amounts
    town.memory["donations.gifts"] = list(amounts)
    expect_money(town)
    town.say("捐款 gifts of money", f"{len(amounts)} 笔, ¥{sum_of(amounts)}")


def month_end(town: Town) -> None:
    """月捐扣款 the month's charges"""
    officer = town.staff["federation"]
    mandates = town.memory["donations.mandates"]

    def planned() -> list[dict[str, Any]]:
        pages = town.api.get_many([(officer, f"/v1/mandates/{mandate}/cycles") for mandate in mandates])
        cycles = [cycle for page in pages for cycle in page["items"] if cycle["month"] == "2023-03"]
        return cycles if len(cycles) == len(mandates) else []

    cycles = town.eventually(planned, "the month of every mandate is planned")
    lines = [
        bank_line(town, 1000 + n, cycle["payment_reference"], cycle["amount"], paid_on=cycle["due_on"])
        for n, cycle in enumerate(cycles)
    ]
    import_statement(town, "monthly giving", lines)
    for counted in ("donations.lines", "donations.gifts"):
        town.memory[counted] += [line["amount"] for line in lines]
    town.expect("donations", "mandate_cycles_charged", len(lines), str(len(lines)))
    expect_money(town)
    totals = town.api.get(None, f"/v1/funds/{FUND}/totals")
    town.say("月捐 monthly gifts charged", len(lines))
    town.say(
        "基金公开汇总 public totals", f"¥{totals['received']}, {totals['gifts']} 笔, {totals['packs_handed_out']} 包"
    )


def open_project(town: Town, code: str, name: str, **more: str) -> None:
    """A purpose of the fund that lasts a year."""
    body = {"project_code": code, "name": name, "starts_on": "2023-03-01", "ends_on": "2024-02-29", **more}
    town.api.post(town.staff["federation"], f"/v1/funds/{FUND}/projects", body)


def _give(town: Town, donors: list[Somebody]) -> list[dict[str, Any]]:
    projects = (None, "CRAFT", "CAMP")
    asked = []
    for n, donor in enumerate(donors):
        points = n % 3 == 0
        body = {
            "gift_id": town.id("gft", "festival", n),
            "fund_code": FUND,
            "project_code": projects[n % len(projects)],
            "donor_id": donor.party_id,
            "amount": f"{10 + n % 9 * 10}.00",
            "lane": "B",
            "choice": "points" if points else "receipt",
            "waiver_number": f"WAIVER-{n:04d}" if points else None,
            "channel": "online" if n % 2 else "transfer",
            "visibility": ("public", "anonymous")[n % 2],
        }
        asked.append((donor, "/v1/gifts", body))
    return town.api.post_many(asked)


def bank_line(town: Town, number: int, reference: str, amount: str, **more: str) -> dict[str, str]:
    """A line of the federation's statement of today."""
    paid_on = civil_day(town.now).isoformat()
    line = {"channel_number": f"WX{number:08d}", "paid_on": paid_on, "amount": amount, "reference": reference}
    return {**line, "payer": f"生成付款人{number}", **more}


def import_statement(town: Town, name: str, lines: list[dict[str, str]]) -> dict[str, Any]:
    """The federation's statement of today."""
    body = {
        "statement_id": town.id("stm", name),
        "day": civil_day(town.now).isoformat(),
        "declared_count": len(lines),
        "declared_total": sum_of([line["amount"] for line in lines]),
        "lines": lines,
    }
    return town.api.post(town.staff["federation"], f"/v1/funds/{FUND}/statements", body)


def _match_by_hand(town: Town, line_ids: list[str], gift: dict[str, Any]) -> None:
    reasons = [{"gift_id": gift["gift_id"], "reason": "付款金额与登记不符"}, {"reason": "无登记，归入非限定用途"}]
    for line_id, body in zip(line_ids, reasons, strict=True):
        town.api.post(town.staff["federation"], f"/v1/statement-lines/{line_id}/proposal", body)
        town.api.post(town.staff["treasurer"], f"/v1/statement-lines/{line_id}/approval")


def _receipts(town: Town, donors: list[Somebody], gifts: list[dict[str, Any]]) -> None:
    wanted = [(donor, gift) for donor, gift in zip(donors, gifts, strict=False) if gift["choice"] == "receipt"]
    town.api.post_many(
        [(donor, f"/v1/gifts/{gift['gift_id']}/receipt", {"payer_name": donor.name}) for donor, gift in wanted]
    )
    receipts = town.api.get_many([(donor, f"/v1/gifts/{gift['gift_id']}/receipt") for donor, gift in wanted])
    lines = [
        {
            "gift_id": receipt["gift_id"],
            "number": f"CD-2023-{n:06d}",
            "issued_on": date(2023, 3, 18).isoformat(),
            "amount": receipt["amount"],
            "pdf_sha256": f"{n:064x}",
        }
        for n, receipt in enumerate(receipts)
    ]
    issued = town.api.post(town.staff["federation"], "/v1/receipts/import", {"lines": lines})["issued"]
    town.expect("donations", "receipts_issued", issued, sum_of([line["amount"] for line in lines]))
    town.say("开具票据 receipts issued", issued)


def _sign_mandates(town: Town, donors: list[Somebody]) -> None:
    drafts = [
        {
            "mandate_id": town.id("mdt", n),
            "donor_id": donor.party_id,
            "fund_code": FUND,
            "project_code": "MONTHLY",
            "amount": f"{5 + n % 4 * 5}.00",
            "day_of_month": DAY_OF_MONTH,
        }
        for n, donor in enumerate(donors)
    ]
    mandates = [draft["mandate_id"] for draft in drafts]
    officer = town.staff["federation"]
    town.api.post_many([(donor, "/v1/mandates", draft) for donor, draft in zip(donors, drafts, strict=True)])
    consent = {"consent_sha256": "c" * 64}
    signing = [
        (donor, f"/v1/mandates/{mandate}/signature", consent) for donor, mandate in zip(donors, mandates, strict=True)
    ]
    town.api.post_many(signing)
    town.api.post_many(
        [
            (officer, f"/v1/mandates/{mandate}/activation", {"contract_number": f"WXPAP{n:06d}"})
            for n, mandate in enumerate(mandates)
        ]
    )
    town.memory["donations.mandates"] = mandates
    town.say("签署月捐 monthly mandates signed", len(mandates))


def wait_until_known(town: Town, party_id: str) -> None:
    """Donations hears of parties by event; whoever was registered a moment ago may not be known there yet."""

    def look() -> dict[str, Any] | None:
        try:
            return town.api.get(town.staff["staff"], f"/v1/donors/{party_id}/summary")
        except Refused as refusal:
            if refusal.code != "party-not-found":
                raise
            return None

    town.eventually(look, f"donations knows {party_id}")


def expect_money(town: Town) -> None:
    """As many gifts and lines as the client was told, and as much money by both; a line may bring many gifts at once."""
    gifts, lines = town.memory["donations.gifts"], town.memory["donations.lines"]
    town.expect("donations", "gifts_confirmed", len(gifts), sum_of(gifts))
    for fact in ("statement_lines", "statement_lines_matched"):
        town.expect("donations", fact, len(lines), sum_of(lines))


def sum_of(amounts: list[str]) -> str:
    """The sum of amounts as they travel."""
    fen = sum(int(amount.replace(".", "")) for amount in amounts)
    return f"{fen // 100}.{fen % 100:02d}"


SCENES = {
    "prepare": prepare,
    "festival_day": festival_day,
    "month_end": month_end,
}
