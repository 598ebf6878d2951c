"""What the property company says it booked, held against what it acknowledged; an answer that fits nothing; a discount taken back."""

from __future__ import annotations

from typing import Any

from deploy.demo.town import Town

ANSWERED_IN = "2023-04"
"""The month in which the company answered: that of its statement."""


def month_end(town: Town) -> None:
    """物业费：不对应的回执，撤销一笔，与抵扣单对账 suspense, an undo, the reconciliation"""
    billing, staff = town.staff["billing"], town.staff["staff"]
    programme = town.id("prg", "programme")
    batch = _first_batch(town, programme)
    _answer_of_nothing(town, batch)
    lines = [line for line in batch["lines"] if line["result"] == "applied"]
    undone = lines[-1]
    town.api.post(staff, f"/v1/fee-rewards/{undone['reward_id']}/undo", {"reason": "ERROR"})
    taken_back = _take_back(town, programme)
    statement = {
        "statement_id": town.id("fst", "fees"),
        "programme_id": programme,
        "month": ANSWERED_IN,
        "rows": [_note(line) for line in [*lines[1:], *taken_back]] + [_unknown_note()],
    }
    found = town.api.post(billing, "/v1/fee-statements", statement)
    town.say(
        "抵扣单对账 reconciliation",
        f"平台 {found['our_count']} 笔 ¥{found['our_total']}，公司 {found['their_count']} 笔 ¥{found['their_total']}",
    )
    for one in found["differences"]:
        closing = {"reason": "演示：已与物业公司核对。"}
        town.api.post(staff, f"/v1/fee-differences/{one['difference_id']}/closure", closing)
    town.say("差异 differences", "、".join(sorted(one["kind"] for one in found["differences"])) + "，另一人说明后关闭")


def _first_batch(town: Town, programme: str) -> dict[str, Any]:
    batches = town.api.get(town.staff["billing"], "/v1/fee-batches")["items"]
    first = min(one["batch_number"] for one in batches if one["programme_id"] == programme)
    return town.api.get(town.staff["billing"], f"/v1/fee-batches/{first}")


def _answer_of_nothing(town: Town, batch: dict[str, Any]) -> None:
    """A billing system answers a line that was never sent: in no books, and a person looks at it."""
    here = f"/v1/fee-batches/{batch['batch_number']}/answers"
    answer = {"line_number": 999, "result": "applied", "applied": "10.00", "credit_note": "CN-DEMO-999"}
    taken = town.api.post(town.staff["billing"], here, {"acks": [answer]})
    for one in town.api.get(town.staff["staff"], "/v1/fee-suspense")["items"]:
        clearing = {"reason": "演示：物业公司确认误发。"}
        town.api.post(town.staff["staff"], f"/v1/fee-suspense/{one['suspense_id']}/clearance", clearing)
    town.say("不对应的回执 in suspense", f"{taken['suspended']} 条，未入账，由另一人处理")


def _take_back(town: Town, programme: str) -> list[dict[str, Any]]:
    """The next batch holds a negative line, which the company acknowledges like any other."""
    billing = town.staff["billing"]
    here = f"/v1/fee-programmes/{programme}/batches"
    sealed = town.api.post(town.staff["staff"], here, {"month": ANSWERED_IN})
    acks = [
        {
            "line_number": line["line_number"],
            "result": "applied",
            "applied": line["amount"],
            "credit_note": f"CN-2023-R{line['line_number']:03d}",
        }
        for line in sealed["lines"]
        if line["undoes"]
    ]
    done = town.api.post(billing, f"/v1/fee-batches/{sealed['batch_number']}/acknowledgements", {"acks": acks})
    lines = [line for line in done["lines"] if line["undoes"]]
    town.say("撤销一笔奖励 taken back", "、".join(f"¥{line['amount']} 冲 {line['undoes']}" for line in lines))
    return lines


def _note(line: dict[str, Any]) -> dict[str, Any]:
    named = {name: line[name] for name in ("household_number", "billing_period", "credit_note")}
    return named | {"amount": line["applied"]}


def _unknown_note() -> dict[str, Any]:
    return {
        "household_number": "演示-9-9-901",
        "billing_period": "2023",
        "credit_note": "CN-DEMO-901",
        "amount": "12.00",
    }


SCENES = {"month_end": month_end}
